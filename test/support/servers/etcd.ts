import { freePort } from './port.ts';
import { type ServerProcess, startProcess } from './process.ts';
import { scratchFolder } from './scratch.ts';

export interface Etcd extends ServerProcess {
  /** Of clients: the JSON gateway. */
  readonly url: string;
  /** Starts another one on the same port and folder, after this one has ended. */
  again(): Promise<Etcd>;
}

/** One etcd in a temporary folder, with the election quick enough for tests. */
export async function startEtcd(): Promise<Etcd> {
  const [clientPort, peerPort] = [await freePort(), await freePort()];
  const folder = scratchFolder('etcd');
  return run(folder, clientPort, peerPort);
}

async function run(folder: string, clientPort: number, peerPort: number): Promise<Etcd> {
  const url = `http://127.0.0.1:${clientPort}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  const server = await startProcess(
    'etcd',
    [
      ...['--name', 'one', '--data-dir', folder, '--log-level', 'info', '--logger', 'zap'],
      ...['--listen-client-urls', url, '--advertise-client-urls', url],
      ...['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer],
      ...['--initial-cluster', `one=${peer}`],
    ],
    { readyWhen: /ready to serve client requests|serving (insecure )?client/, readyTimeoutMs: 60_000 },
  );
  return { ...server, url, again: () => run(folder, clientPort, peerPort) };
}
