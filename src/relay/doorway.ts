import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { MAX_MESSAGE_BYTES } from '../model/room/room-limits.ts';
import { type ByeReason, type FromRelay, ROOM_PATH } from '../model/room/room-message.ts';
import { Connection } from './connection.ts';
import type { Metrics } from './metrics.ts';
import { isAllowedOrigin, type OriginRule } from './origin-rule.ts';
import type { ConnectionId, Delivery, Lane, RoomDoor } from './room-port.ts';
import type { Tokens } from './tokens.ts';

const CHECK_MS = 1000;
const PING_MS = 8000;

export interface DoorwayOptions {
  readonly tokens: Tokens;
  readonly metrics: Metrics;
  readonly origins: OriginRule;
  readonly maxConnections: number;
  readonly nowMs: () => number;
  readonly log: (event: string, facts?: Readonly<Record<string, string | number>>) => void;
}

/** The sockets of this relay: lets them in, finds them by their ids, and ends them. */
export class Doorway implements Delivery {
  readonly #options: DoorwayOptions;
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    // Twice what is allowed: what is a little too large is told so, what is far too large is not read at all.
    maxPayload: 2 * MAX_MESSAGE_BYTES,
  });
  readonly #connections = new Map<ConnectionId, Connection>();
  /** Ids are unique among relays, and say nothing about them. */
  readonly #prefix = randomBytes(6).toString('base64url');
  readonly #timers: readonly NodeJS.Timeout[];
  #door: RoomDoor | null = null;
  #nextId = 1;

  constructor(options: DoorwayOptions) {
    this.#options = options;
    this.#timers = [
      setInterval(() => this.#each((connection) => connection.tick()), CHECK_MS),
      setInterval(() => this.#each((connection) => connection.ping()), PING_MS),
    ];
  }

  /** Rooms need the doorway and it needs them: this comes second. Nobody is let in before. */
  lead(door: RoomDoor): void {
    this.#door = door;
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { metrics, origins, maxConnections } = this.#options;
    // An aborted upgrade must not end the process.
    socket.on('error', () => {});
    const door = this.#door;
    if (door === null || request.url?.split('?')[0] !== ROOM_PATH) {
      refuse(socket, '404 Not Found');
    } else if (!isAllowedOrigin(origins, request.headers.origin)) {
      metrics.add('refused_origins');
      refuse(socket, '403 Forbidden');
    } else if (this.#connections.size >= maxConnections) {
      metrics.add('refused_upgrades');
      refuse(socket, '503 Service Unavailable');
    } else {
      this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#add(webSocket, door));
    }
  }

  send(to: readonly ConnectionId[], message: FromRelay, lane: Lane): void {
    if (to.length === 0) return;
    const bytes = Buffer.from(JSON.stringify(message));
    for (const id of to) this.#connections.get(id)?.send(bytes, lane);
  }

  end(connection: ConnectionId, reason: ByeReason): void {
    this.#connections.get(connection)?.end(reason);
  }

  /** Says goodbye to whoever is still here. Resolves when all are gone. */
  async stop(): Promise<void> {
    this.#door = null;
    for (const timer of this.#timers) clearInterval(timer);
    this.#each((connection) => connection.end('shutdown'));
    while (this.#connections.size > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    this.#server.close();
  }

  #add(socket: WebSocket, door: RoomDoor): void {
    const { tokens, metrics, nowMs, log } = this.#options;
    const id = `${this.#prefix}.${this.#nextId}`;
    this.#nextId += 1;
    metrics.add('connections');
    const onClosed = (reason: ByeReason | 'closed') => {
      this.#connections.delete(id);
      log('closed', { connection: id, reason });
    };
    this.#connections.set(id, new Connection({ id, socket, door, tokens, metrics, nowMs, onClosed }));
    log('connected', { connection: id });
  }

  #each(act: (connection: Connection) => void): void {
    for (const connection of this.#connections.values()) act(connection);
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
