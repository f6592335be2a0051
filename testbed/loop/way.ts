import { retransmissionAfter } from '../link/direction.ts';
import type { EventQueue } from './event-queue.ts';

/** One direction of the simulated network. */
export interface WaySettings {
  readonly rateBitsPerSecond: number;
  /** One way, without the queue. */
  readonly delayMs: number;
  /** Mean of an exponentially distributed extra delay. */
  readonly jitterMs: number;
  /** Bytes before the bottleneck from which the sender is told to stop. */
  readonly queueLimitBytes: number;
}

interface Packet<T> {
  readonly bytes: number;
  readonly content: T;
}

/** No sample of jitter is longer than this many means, as in the emulated link. */
const JITTER_MEANS_MAX = 5;

/**
 * One direction as TCP over a bottleneck: what goes in comes out later, in order, never lost. Senders that mind
 * `isFull` stop there; others may push on.
 *
 * @example
 * const way = new Way<string>(queue, settings, Math.random, (text) => console.log(text));
 * way.push(1500, 'a picture');
 */
export class Way<T> {
  readonly #queue: EventQueue;
  readonly #random: () => number;
  readonly #deliver: (content: T, bytes: number) => void;
  #settings: WaySettings;
  /** Before the bottleneck; the first is being served. */
  #waiting: Packet<T>[] = [];
  #waitingBytes = 0;
  #flightBytes = 0;
  #bytesIn = 0;
  #bytesOut = 0;
  /** Of the first packet, as far as it was served until `#servedAtMs`. */
  #bitsLeft = 0;
  #servedAtMs = 0;
  #callOff: () => void = () => {};
  #lastArrivalMs = 0;
  #stalledSinceMs: number | null = null;
  /** After a stall: when the sender's next retransmission is due. */
  #resumesAtMs = 0;

  constructor(
    queue: EventQueue,
    settings: WaySettings,
    random: () => number,
    deliver: (content: T, bytes: number) => void,
  ) {
    this.#queue = queue;
    this.#settings = settings;
    this.#random = random;
    this.#deliver = deliver;
  }

  /** Bytes before the bottleneck. */
  get queuedBytes(): number {
    return this.#waitingBytes;
  }

  /** Bytes behind the bottleneck that have not arrived. */
  get flightBytes(): number {
    return this.#flightBytes;
  }

  get bytesIn(): number {
    return this.#bytesIn;
  }

  get bytesOut(): number {
    return this.#bytesOut;
  }

  get isFull(): boolean {
    return this.#waitingBytes >= this.#settings.queueLimitBytes;
  }

  push(bytes: number, content: T): void {
    this.#waiting.push({ bytes, content });
    this.#waitingBytes += bytes;
    this.#bytesIn += bytes;
    if (this.#waiting.length === 1) this.#begin();
  }

  /** Changes the way under the bytes it holds; what is in flight keeps its arrival. */
  change(settings: WaySettings): void {
    this.#pauseService();
    this.#settings = settings;
    this.#serve();
  }

  /** Nothing passes the bottleneck any more; what has passed still arrives. */
  stall(): void {
    if (this.#stalledSinceMs !== null) return;
    this.#pauseService();
    this.#stalledSinceMs = this.#queue.nowMs;
  }

  /** Works again, from TCP's next retransmission on. */
  heal(): void {
    if (this.#stalledSinceMs === null) return;
    this.#resumesAtMs = retransmissionAfter(this.#stalledSinceMs, this.#queue.nowMs);
    this.#stalledSinceMs = null;
    this.#serve();
  }

  #begin(): void {
    const first = this.#waiting[0];
    if (first === undefined) return;
    this.#bitsLeft = 8 * first.bytes;
    this.#servedAtMs = this.#queue.nowMs;
    this.#serve();
  }

  /** Takes note of how far the first packet got. */
  #pauseService(): void {
    this.#callOff();
    const { nowMs } = this.#queue;
    const servedMs = Math.max(0, nowMs - Math.max(this.#servedAtMs, this.#resumesAtMs));
    if (this.#stalledSinceMs === null) {
      this.#bitsLeft = Math.max(0, this.#bitsLeft - (servedMs / 1000) * this.#settings.rateBitsPerSecond);
    }
    this.#servedAtMs = nowMs;
  }

  #serve(): void {
    this.#callOff();
    if (this.#stalledSinceMs !== null || this.#waiting.length === 0) return;
    this.#servedAtMs = this.#queue.nowMs;
    const beginsMs = Math.max(this.#queue.nowMs, this.#resumesAtMs);
    const endsMs = beginsMs + (1000 * this.#bitsLeft) / this.#settings.rateBitsPerSecond;
    this.#callOff = this.#queue.at(endsMs, () => this.#passed());
  }

  #passed(): void {
    const packet = this.#waiting.shift();
    if (packet === undefined) return;
    const { bytes, content } = packet;
    this.#waitingBytes -= bytes;
    this.#flightBytes += bytes;
    const delayMs = this.#settings.delayMs + this.#jitterMs();
    // Nothing overtakes.
    this.#lastArrivalMs = Math.max(this.#lastArrivalMs, this.#queue.nowMs + delayMs);
    this.#queue.at(this.#lastArrivalMs, () => {
      this.#flightBytes -= bytes;
      this.#bytesOut += bytes;
      this.#deliver(content, bytes);
    });
    this.#begin();
  }

  #jitterMs(): number {
    const { jitterMs } = this.#settings;
    if (jitterMs === 0) return 0;
    return jitterMs * Math.min(JITTER_MEANS_MAX, -Math.log(1 - this.#random()));
  }
}
