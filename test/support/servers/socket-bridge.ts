import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { freePort } from './port.ts';

const PROGRAM = fileURLToPath(new URL('./socket-bridge-main.ts', import.meta.url));

/** Every way in which a WebSocket can end: codes of close frames, and ends without one (the browser sees 1006). */
export const closeKinds = [
  ...[1000, 1001, 1005, 1006, 1008, 1009, 1011, 1012, 1013],
  ...['rst', 'fin', 'kill -9'],
] as const;
export type CloseKind = number | string;

/** A WebSocket to TCP bridge in a process of its own, which can end the connection in any of these ways. */
export interface SocketBridge {
  readonly url: string;
  /** Ends the connection; the bridge itself is there again when this resolves. */
  end(how: CloseKind): Promise<void>;
  stop(): Promise<void>;
}

export async function startSocketBridge(vnc: { readonly port: number }): Promise<SocketBridge> {
  const port = await freePort();
  let bridge = await startProgram(port, vnc.port);
  return {
    url: `ws://localhost:${port}/websockify`,
    end: async (how) => {
      if (how !== 'kill -9') {
        bridge.send(how);
        return;
      }
      await kill(bridge);
      bridge = await startProgram(port, vnc.port);
    },
    stop: () => kill(bridge),
  };
}

/** It ends by itself when this process does: the channel between them closes. */
async function startProgram(port: number, vncPort: number): Promise<ChildProcess> {
  const child = fork(PROGRAM, [`${port}`, `${vncPort}`], { execArgv: ['--import', 'tsx'] });
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', () => reject(new Error('[servers] the bridge ended')));
  });
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exited;
}
