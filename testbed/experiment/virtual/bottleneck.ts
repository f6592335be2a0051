import type { EventQueue } from '../../loop/event-queue.ts';
import type { NetworkWay } from '../network.ts';

/** No sample of jitter is longer than this many means, and each holds so long, as in testbed/packets/emulator.py. */
const JITTER_MEANS_MAX = 5;
const JITTER_HOLD_MS = 20;
/** Never too small a queue for a few packets, or nothing could pass. */
const LEAST_QUEUE_BYTES = 3 * 1514;

/** What the bottleneck is now: a way, and what others take of it. */
export interface BottleneckState extends NetworkWay {
  readonly isCut: boolean;
  /** The queue of others in front of every packet, ms. */
  readonly standingMs: number;
  /** The share of packets that find no room among those of others. */
  readonly overflowRatio: number;
}

interface Packet<T> {
  readonly bytes: number;
  readonly content: T;
}

/** Where a way's bytes went: what came in is what passed, was lost, or waits. */
export interface BottleneckCounts {
  readonly inBytes: number;
  readonly passedBytes: number;
  readonly lostBytes: number;
  readonly queuedBytes: number;
}

/**
 * One way of the bottleneck, packet by packet: a drop-tail queue, a rate, then the wire with its delay and jitter, on
 * which packets never overtake each other. A cut loses what leaves the queue; what is on the wire still arrives.
 */
export class Bottleneck<T> {
  readonly #queue: EventQueue;
  readonly #random: () => number;
  readonly #deliver: (content: T) => void;
  readonly #onPassed: (bytes: number) => void;
  #state: BottleneckState;
  #waiting: Packet<T>[] = [];
  #queuedBytes = 0;
  #inBytes = 0;
  #passedBytes = 0;
  #lostBytes = 0;
  #lastArrivalMs = 0;
  #jitterMs = 0;
  #jitterUntilMs = Number.NEGATIVE_INFINITY;

  constructor(
    queue: EventQueue,
    state: BottleneckState,
    random: () => number,
    ends: { readonly deliver: (content: T) => void; readonly onPassed: (bytes: number) => void },
  ) {
    this.#queue = queue;
    this.#state = state;
    this.#random = random;
    this.#deliver = ends.deliver;
    this.#onPassed = ends.onPassed;
  }

  get counts(): BottleneckCounts {
    return {
      inBytes: this.#inBytes,
      passedBytes: this.#passedBytes,
      lostBytes: this.#lostBytes,
      queuedBytes: this.#queuedBytes,
    };
  }

  push(bytes: number, content: T): void {
    this.#inBytes += bytes;
    const { queueMs, rateBitsPerSecond, overflowRatio } = this.#state;
    const roomBytes = Math.max(LEAST_QUEUE_BYTES, (rateBitsPerSecond * queueMs) / 8000);
    const isCrowdedOut = overflowRatio > 0 && this.#random() < overflowRatio;
    if (isCrowdedOut || this.#queuedBytes + bytes > roomBytes) {
      this.#lostBytes += bytes;
      return;
    }
    this.#waiting.push({ bytes, content });
    this.#queuedBytes += bytes;
    if (this.#waiting.length === 1) this.#serve();
  }

  /** The packet that is being served is not served anew. */
  change(state: BottleneckState): void {
    this.#state = state;
  }

  #serve(): void {
    const first = this.#waiting[0];
    if (first === undefined) return;
    const serviceMs = (8000 * first.bytes) / this.#state.rateBitsPerSecond;
    this.#queue.after(serviceMs, () => this.#served());
  }

  #served(): void {
    const packet = this.#waiting.shift();
    if (packet === undefined) return;
    const { bytes, content } = packet;
    const { isCut, lossRatio, delayMs, standingMs } = this.#state;
    const { nowMs } = this.#queue;
    this.#queuedBytes -= bytes;
    if (isCut || (lossRatio > 0 && this.#random() < lossRatio)) this.#lostBytes += bytes;
    else {
      this.#passedBytes += bytes;
      this.#onPassed(bytes);
      const arrivalMs = nowMs + delayMs + standingMs + this.#jitter(nowMs);
      this.#lastArrivalMs = Math.max(this.#lastArrivalMs, arrivalMs);
      this.#queue.at(this.#lastArrivalMs, () => this.#deliver(content));
    }
    this.#serve();
  }

  #jitter(nowMs: number): number {
    const { jitterMs } = this.#state;
    if (jitterMs === 0) return 0;
    if (nowMs >= this.#jitterUntilMs) {
      this.#jitterUntilMs = nowMs + JITTER_HOLD_MS;
      this.#jitterMs = jitterMs * Math.min(JITTER_MEANS_MAX, -Math.log(1 - this.#random()));
    }
    return this.#jitterMs;
  }
}
