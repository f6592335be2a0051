import { freePort } from './port.ts';
import { type ServerProcess, startProcess } from './process.ts';
import { scratchFolder } from './scratch.ts';

export interface Nats extends ServerProcess {
  readonly url: string;
  /** Starts another one on the same port and folder, after this one has ended. */
  again(): Promise<Nats>;
}

/** One nats-server with JetStream in a temporary folder. */
export async function startNats(): Promise<Nats> {
  const port = await freePort();
  const folder = scratchFolder('nats');
  return run(folder, port);
}

async function run(folder: string, port: number): Promise<Nats> {
  const server = await startProcess(
    'nats-server',
    ['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', folder],
    {
      readyWhen: /Server is ready/,
      readyTimeoutMs: 60_000,
    },
  );
  return { ...server, url: `nats://127.0.0.1:${port}`, again: () => run(folder, port) };
}
