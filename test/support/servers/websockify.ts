import { inNamespace } from './namespace.ts';
import { freePort } from './port.ts';
import { type ServerProcess, startProcess } from './process.ts';

export interface Websockify extends ServerProcess {
  readonly port: number;
  /** What a portal page connects to. */
  readonly url: string;
}

/** websockify in front of a TCP port: what most portals put between the browser and the VNC server. */
export async function startWebsockify(
  vnc: { readonly port: number },
  /** Where it listens; without it on the loopback interface. */
  at?: { readonly namespace: string; readonly address: string },
): Promise<Websockify> {
  const port = await freePort();
  const args = [`${at?.address ?? '127.0.0.1'}:${port}`, `127.0.0.1:${vnc.port}`];
  const line = inNamespace(at?.namespace, 'websockify', args);
  const server = await startProcess(line.command, line.args, {
    readyWhen: /proxying from/,
    env: { PYTHONUNBUFFERED: '1' },
  });
  return { ...server, port, url: `ws://${at?.address ?? 'localhost'}:${port}/websockify` };
}
