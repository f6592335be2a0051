import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './port.ts';
import { type ServerProcess, startProcess } from './process.ts';
import { scratchFolder } from './scratch.ts';

export interface RelayProcess extends ServerProcess {
  /** Origin of links and of WebSockets. */
  readonly url: string;
  readonly startLink: string;
  health(): Promise<RelayHealth>;
}

export interface RelayHealth {
  readonly ok: boolean;
  readonly problems: readonly string[];
  readonly rooms: number;
  readonly members: number;
}

/**
 * rice-relay as a process of its own.
 * @param secret of the installation, 32 bytes in base64url
 */
export async function startRelayProcess(secret: string, flags: readonly string[]): Promise<RelayProcess> {
  const state = scratchFolder('relay');
  writeFileSync(join(state, 'secret'), `${secret}\n`, { mode: 0o600 });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  // Not by the program tsx: that is another process, and a signal would end it alone.
  const args = [
    '--import',
    'tsx',
    'src/relay/main.ts',
    '--listen',
    `127.0.0.1:${port}`,
    '--state',
    state,
    ...flags,
  ];
  const server = await startProcess(process.execPath, args, {
    readyWhen: /#s=\S+/,
    readyTimeoutMs: 90_000,
  });
  const startLink = /http\S+#s=\S+/.exec(server.log())?.[0] ?? '';
  const health = async (): Promise<RelayHealth> =>
    (await fetch(`${url}/health`)).json() as Promise<RelayHealth>;
  return { ...server, url, startLink, health };
}
