import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface ServerProcess {
  readonly url: string;
  readonly startLink: string;
  /** Seconds of CPU it has used so far. */
  readonly cpuSeconds: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

export async function startServer(name: 'relay-process' | 'bare-process'): Promise<ServerProcess> {
  const path = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  const child = fork(path, { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const { url, startLink } = await answer(child, 'ready');
  return {
    url: String(url),
    startLink: String(startLink),
    cpuSeconds: async () => {
      const told = answer(child, 'cpu');
      child.send('cpu');
      return Number((await told)['seconds']);
    },
    stop: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.send('stop');
      await gone;
    },
  };
}

function answer(child: ChildProcess, type: string): Promise<Readonly<Record<string, unknown>>> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error('the server ended'));
    child.once('exit', onExit);
    const onMessage = (message: unknown) => {
      const told = Object(message) as Readonly<Record<string, unknown>>;
      if (told['type'] !== type) return;
      child.off('message', onMessage);
      child.off('exit', onExit);
      resolve(told);
    };
    child.on('message', onMessage);
  });
}
