import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Wire } from '../../../src/model/rfb/wire.ts';

/** "JPEG Quality Level Pseudo-encoding" of rfbproto: -32 is level 0, -23 level 9. */
const LEVEL_0 = -32;
const LEVEL_9 = -23;

/** A TCP relay that hears which qualities a VNC server is asked for. */
export interface RfbEar {
  readonly port: number;
  /** Of the newest connection: the level of each SetEncodings so far; null where it names none. */
  readonly levels: readonly (number | null)[];
  stop(): Promise<void>;
}

/** Listens in front of a VNC server on this machine. */
export async function startRfbEar(vnc: { readonly port: number }): Promise<RfbEar> {
  let levels: (number | null)[] = [];
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    const target = connect({ host: '127.0.0.1', port: vnc.port, noDelay: true });
    const wire = new Wire();
    const own: typeof levels = [];
    levels = own;
    client.on('data', (chunk) => {
      for (const event of wire.client(chunk)) {
        if (event.type === 'set-encodings') own.push(levelOf(event.encodings));
      }
    });
    target.on('data', (chunk) => void wire.server(chunk));
    for (const [socket, other] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on('error', () => other.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    get levels() {
      return levels;
    },
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Of two the first, as TigerVNC has it. */
function levelOf(encodings: readonly number[]): number | null {
  const found = encodings.find((each) => each >= LEVEL_0 && each <= LEVEL_9);
  return found === undefined ? null : found - LEVEL_0;
}
