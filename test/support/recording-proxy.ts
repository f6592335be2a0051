import { connect, createServer, type Socket } from 'node:net';
import { messagesIn } from './passed-messages.ts';

/** What passed on one connection. */
export interface Passed {
  readonly from: 'client' | 'server';
  /** As it was on the wire, one character a byte. */
  readonly wire: string;
  /** The head of HTTP and each WebSocket message, unmasked; what is no WebSocket as a whole. */
  readonly messages: readonly string[];
}

export interface RecordingProxy {
  readonly port: number;
  /** Everything until now, one for each direction of each connection. */
  passed(): readonly Passed[];
  stop(): Promise<void>;
}

/** Passes bytes on to a port of this machine, and keeps them: it sees whatever that server sees. */
export async function startRecordingProxy(targetPort: number): Promise<RecordingProxy> {
  const kept: { readonly from: Passed['from']; readonly chunks: Buffer[] }[] = [];
  const sockets = new Set<Socket>();
  const join = (from: Passed['from'], source: Socket, sink: Socket): void => {
    const chunks: Buffer[] = [];
    kept.push({ from, chunks });
    sockets.add(source);
    source.on('data', (chunk: Buffer) => chunks.push(chunk));
    source.on('error', () => sink.destroy());
    source.on('close', () => sockets.delete(source));
    source.pipe(sink);
  };
  const server = createServer((client) => {
    const inner = connect({ host: '127.0.0.1', port: targetPort });
    join('client', client, inner);
    join('server', inner, client);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('[proxy] no port');
  return {
    port: address.port,
    passed: () =>
      kept.map(({ from, chunks }) => {
        const bytes = Buffer.concat(chunks);
        return { from, wire: bytes.toString('latin1'), messages: messagesIn(bytes) };
      }),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
