import { connect, createServer, type Socket } from 'node:net';

/** A port that carries everything to a server and back at once, and counts what the server sends. */
export interface ByteTap {
  readonly port: number;
  /** Bytes from the server so far. */
  sentBytes(): number;
  stop(): void;
}

/** Listens on 127.0.0.1 in front of a server on 127.0.0.1. */
export async function startByteTap(serverPort: number): Promise<ByteTap> {
  let bytes = 0;
  const sockets = new Set<Socket>();
  const listener = createServer({ noDelay: true }, (client) => {
    const server = connect({ host: '127.0.0.1', port: serverPort, noDelay: true });
    server.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    client.pipe(server);
    // Pauses when the client does not read: what is counted has room on its way.
    server.pipe(client);
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => {
        client.destroy();
        server.destroy();
      });
      socket.on('close', () => sockets.delete(socket));
    }
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('[loop] no TCP port');
  return {
    port: address.port,
    sentBytes: () => bytes,
    stop: () => {
      listener.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
