import type { RawData, WebSocket } from 'ws';
import { run } from '../model/decode/decode.ts';
import { fromMemberDecoder } from '../model/room/from-member-decoder.ts';
import { MAX_MESSAGE_BYTES } from '../model/room/room-limits.ts';
import { type ByeReason, type FromMember, type FromRelay, ROOM_VERSION } from '../model/room/room-message.ts';
import type { Metrics } from './metrics.ts';
import { Outbox } from './outbox.ts';
import { RateGuard, rateKind } from './rate-guard.ts';
import type { CheckedHello, ConnectionId, Lane, RoomDoor } from './room-port.ts';
import { checkedHello, type Tokens } from './tokens.ts';

/** Whoever connects says hello by then. */
export const HELLO_MS = 5000;
/** Without a word for so long after a ping, the other end is gone. */
const DEAD_MS = 20_000;
/** From goodbye to the end of the connection; an honest member closes it first. */
const LINGER_MS = 2000;
/** Who does harm is not waited for. */
const LINGER_HOSTILE_MS = 100;

export interface ConnectionOptions {
  readonly id: ConnectionId;
  readonly socket: WebSocket;
  readonly door: RoomDoor;
  readonly tokens: Tokens;
  readonly metrics: Metrics;
  readonly nowMs: () => number;
  /** Its last act. */
  readonly onClosed: (reason: ByeReason | 'closed') => void;
}

/**
 * One WebSocket: reads what a member says, holds it to its rates, and writes what it is told. Whatever comes in,
 * nothing throws; what cannot be read is counted and ends the connection.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #outbox: Outbox;
  readonly #rates: RateGuard;
  readonly #sinceMs: number;
  #phase: 'new' | 'checking' | 'open' | 'ending' | 'closed' = 'new';
  #bye: ByeReason | null = null;
  #heardAtMs: number;
  #linger: NodeJS.Timeout | null = null;

  constructor(options: ConnectionOptions) {
    const { socket, nowMs } = options;
    this.#options = options;
    this.#sinceMs = nowMs();
    this.#heardAtMs = this.#sinceMs;
    this.#rates = new RateGuard(this.#sinceMs);
    this.#outbox = new Outbox({
      get bufferedBytes() {
        return socket.bufferedAmount;
      },
      write: (bytes, onWritten) => socket.send(bytes, { binary: false }, onWritten),
    });
    socket.on('message', (data, isBinary) => this.#read(data, isBinary));
    socket.on('pong', () => {
      this.#heardAtMs = nowMs();
    });
    socket.on('close', () => this.#closed());
    // Of the WebSocket protocol itself: such a frame, or one of twice the size that is read at all.
    socket.on('error', () => {
      if (this.#phase !== 'ending') this.#options.metrics.add('bad_messages');
    });
  }

  send(bytes: Uint8Array, lane: Lane): void {
    if (this.#phase !== 'open') return;
    const { metrics, nowMs } = this.#options;
    metrics.add(this.#outbox.push(bytes, lane, nowMs()) ? 'deliveries' : 'shows_dropped');
  }

  /** Says goodbye and closes. The room is not told: whoever ends a connection knows. */
  end(reason: ByeReason): void {
    if (this.#phase === 'ending' || this.#phase === 'closed') return;
    const { socket } = this.#options;
    this.#phase = 'ending';
    this.#bye = reason;
    this.#outbox.clear();
    const bye: FromRelay = { type: 'bye', reason };
    socket.send(JSON.stringify(bye), () => {});
    socket.close(isHostile(reason) ? 1008 : 1000);
    this.#linger = setTimeout(() => socket.terminate(), isHostile(reason) ? LINGER_HOSTILE_MS : LINGER_MS);
  }

  /** To be called every second. */
  tick(): void {
    const { metrics, nowMs } = this.#options;
    const now = nowMs();
    if (this.#phase === 'new' && now - this.#sinceMs >= HELLO_MS) this.#cut('slow');
    if (this.#phase === 'open' && this.#outbox.isOverdue(now)) {
      metrics.add('cut_slow');
      this.#cut('slow');
    }
  }

  /** To be called at least twice within the time after which a silent connection is dead. */
  ping(): void {
    const { socket, metrics, nowMs } = this.#options;
    if (this.#phase === 'ending' || this.#phase === 'closed') return;
    if (nowMs() - this.#heardAtMs > DEAD_MS) {
      metrics.add('cut_dead');
      socket.terminate();
    } else {
      socket.ping();
    }
  }

  #read(data: RawData, isBinary: boolean): void {
    if (this.#phase === 'ending' || this.#phase === 'closed') return;
    const { metrics, nowMs, door, id } = this.#options;
    metrics.add('messages_in');
    this.#heardAtMs = nowMs();
    const message = isBinary ? 'malformed' : readMessage(data);
    if (typeof message === 'string') {
      metrics.add('bad_messages');
      this.#cut(message);
      return;
    }
    if (message.type === 'hello') {
      this.#hello(message);
      return;
    }
    // Before its hello is judged, nobody has anything to say.
    if (this.#phase !== 'open') {
      metrics.add('bad_messages');
      this.#cut('malformed');
      return;
    }
    if (this.#isAllowed(message.type)) door.said(id, message);
  }

  #isAllowed(type: FromMember['type']): boolean {
    const { metrics, nowMs } = this.#options;
    const verdict = this.#rates.take(rateKind(type), nowMs());
    if (verdict === 'pass') return true;
    metrics.add('refused_rate');
    if (verdict === 'flood') {
      metrics.add('cut_flood');
      this.#cut('flood');
    } else if (type !== 'show') {
      // Of pointers the next one says all; a refusal of each would be as many messages again.
      const refused: FromRelay = { type: 'refused', request: type, reason: 'too-often' };
      this.send(Buffer.from(JSON.stringify(refused)), 'control');
    }
    return false;
  }

  #hello(hello: Extract<FromMember, { readonly type: 'hello' }>): void {
    const { metrics, tokens } = this.#options;
    if (this.#phase !== 'new') {
      metrics.add('bad_messages');
      this.#cut('malformed');
      return;
    }
    this.#phase = 'checking';
    checkedHello(tokens, hello).then(
      (checked) => this.#checked(checked),
      () => {
        metrics.add('faults');
        this.#cut('token');
      },
    );
  }

  #checked(checked: CheckedHello | null): void {
    if (this.#phase !== 'checking') return;
    const { metrics, door, id } = this.#options;
    if (checked === null || (checked.claims === null && !checked.hasResumed)) {
      metrics.add('bad_tokens');
      this.#cut('token');
      return;
    }
    this.#phase = 'open';
    door.hello(id, checked);
  }

  /** Ends it by the relay's own will: the room has to hear of it. */
  #cut(reason: ByeReason): void {
    const wasOpen = this.#phase === 'open';
    this.end(reason);
    if (wasOpen) this.#options.door.closed(this.#options.id);
  }

  #closed(): void {
    if (this.#linger !== null) clearTimeout(this.#linger);
    const wasOpen = this.#phase === 'open';
    this.#phase = 'closed';
    this.#outbox.clear();
    if (wasOpen) this.#options.door.closed(this.#options.id);
    this.#options.onClosed(this.#bye ?? 'closed');
  }
}

function readMessage(data: RawData): FromMember | 'malformed' | 'version' {
  if (!Buffer.isBuffer(data) || data.length > MAX_MESSAGE_BYTES) return 'malformed';
  let input: unknown;
  try {
    input = JSON.parse(data.toString('utf8'));
  } catch {
    return 'malformed';
  }
  const result = run(fromMemberDecoder, input);
  if (result.ok) return result.value;
  return isOtherVersion(input) ? 'version' : 'malformed';
}

/** A hello of another release: it may have other fields, too. */
function isOtherVersion(input: unknown): boolean {
  if (typeof input !== 'object' || input === null || Reflect.get(input, 'type') !== 'hello') return false;
  const version: unknown = Reflect.get(input, 'version');
  return typeof version === 'number' && version !== ROOM_VERSION;
}

function isHostile(reason: ByeReason): boolean {
  return reason === 'malformed' || reason === 'flood' || reason === 'slow';
}
