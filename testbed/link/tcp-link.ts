import { connect as connectTcp, createServer, type Server, type Socket } from 'node:net';
import type { StalledBytes } from './direction.ts';
import { Link, type StallSide } from './link.ts';
import type { Pipe, PipeEnds } from './pipe.ts';
import type { LinkProfile } from './profile.ts';

/** A running TCP proxy whose quality can be changed under its connections. */
export interface TcpLink {
  /** The port it listens on, on 127.0.0.1. */
  readonly port: number;
  setProfile(profile: LinkProfile): void;
  /** Holds all bytes (or one direction's) until `heal`; they are delivered then, as TCP would. */
  stall(side?: StallSide): void;
  heal(bytes?: StalledBytes): void;
  /** Closes the listener and every connection. */
  stop(): Promise<void>;
}

/** Listens on 127.0.0.1:listenPort (0: any free port) and carries every connection to the target. */
export async function startTcpLink(options: {
  readonly listenPort: number;
  readonly target: { readonly host: string; readonly port: number };
  readonly profile: LinkProfile;
  /** Hears of what it has carried, as it leaves at the other end. */
  readonly onCarried?: (way: 'up' | 'down', bytes: number) => void;
}): Promise<TcpLink> {
  const link = new Link(options.profile);
  const sockets = new Set<Socket>();
  // Half-open is needed: a FIN must wait behind the bytes the link still holds.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const target = connectTcp({ ...options.target, allowHalfOpen: true, noDelay: true });
    carry(link, client, target, sockets, options.onCarried ?? (() => {}));
  });
  const port = await listen(server, options.listenPort);
  return {
    port,
    setProfile: (profile) => link.setProfile(profile),
    stall: (side) => link.stall(side),
    heal: (bytes) => link.heal(bytes),
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function carry(
  link: Link,
  client: Socket,
  target: Socket,
  sockets: Set<Socket>,
  onCarried: (way: 'up' | 'down', bytes: number) => void,
): void {
  const connection = link.connect(
    ends(client, target, (bytes) => onCarried('up', bytes)),
    ends(target, client, (bytes) => onCarried('down', bytes)),
  );
  const open = new Set([client, target]);
  for (const [source, pipe, back] of [
    [client, connection.up, connection.down],
    [target, connection.down, connection.up],
  ] satisfies [Socket, Pipe, Pipe][]) {
    sockets.add(source);
    source.on('data', (bytes: Buffer) => pipe.push(bytes));
    source.on('end', () => pipe.end());
    source.on('drain', () => back.resume());
    // A reset, or a target that refuses: what was sent before it still travels, then the other side closes.
    source.on('error', () => pipe.end());
    source.on('close', () => {
      sockets.delete(source);
      open.delete(source);
      pipe.end();
      if (open.size === 0) link.close(connection);
    });
  }
}

/** The ends of the pipe from `source` to `sink`. */
function ends(source: Socket, sink: Socket, onCarried: (bytes: number) => void): PipeEnds {
  return {
    deliver: (bytes) => {
      onCarried(bytes.length);
      return sink.destroyed || sink.write(bytes);
    },
    pause: (paused) => {
      if (paused) source.pause();
      else source.resume();
    },
    ended: () => {
      if (source.destroyed) sink.destroySoon();
      else sink.end();
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('no TCP port'));
      else resolve(address.port);
    });
  });
}
