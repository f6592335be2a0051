import { freePort } from './port.ts';
import { type ServerProcess, startProcess } from './process.ts';

export interface Websockify extends ServerProcess {
  readonly port: number;
  /** What a portal page connects to. */
  readonly url: string;
}

/** websockify in front of a TCP port: what most portals put between the browser and the VNC server. */
export async function startWebsockify(vnc: { readonly port: number }): Promise<Websockify> {
  const port = await freePort();
  const server = await startProcess('websockify', [`127.0.0.1:${port}`, `127.0.0.1:${vnc.port}`], {
    readyWhen: /proxying from/,
    env: { PYTHONUNBUFFERED: '1' },
  });
  return { ...server, port, url: `ws://localhost:${port}/websockify` };
}
