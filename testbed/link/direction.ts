import type { DirectionProfile } from './profile.ts';

/** Bytes served as one packet: a TCP segment on Ethernet, so that a slow rate drips and does not lump. */
const SEGMENT_BYTES = 1448;
/** Other traffic's queue does not change from packet to packet: one sample of jitter holds this long. */
const JITTER_HOLD_MS = 20;
/** No sample of jitter is longer than this many means. */
const JITTER_MEANS_MAX = 5;
/** TCP's first retransmission after a loss (RFC 6298 asks for 1 s; Linux uses 200 ms). */
export const RTO_FIRST_MS = 200;
/** TCP doubles up to 120 s; here the doubling ends early, so that a healed link is used again soon. */
export const RTO_MAX_MS = 3200;

/**
 * What happened to the bytes of a stall. `lost`: they wait for TCP's next retransmission. `held`: a radio link kept
 * them (Wi-Fi and LTE repeat below TCP), and they go on at once.
 */
export type StalledBytes = 'lost' | 'held';

interface Segment {
  readonly bytes: Uint8Array;
  /** While waiting: when it was pushed. In flight: when it arrives, unless one before it arrives later. */
  readonly atMs: number;
}

/**
 * One direction of a byte stream through a bottleneck: bytes pushed in come out later, in order, never
 * changed, never lost. A stall holds them as TCP does when all its packets are lost: nothing moves, and
 * after healing nothing moves either until the sender's next retransmission is due.
 * Time is an argument; the same calls with the same random numbers give the same arrivals.
 */
export class Direction {
  #profile: DirectionProfile;
  readonly #random: () => number;
  #waiting: Segment[] = [];
  #flight: Segment[] = [];
  #heldBytes = 0;
  /** Until when the bottleneck is busy. */
  #busyUntilMs = 0;
  #jitterSampleMs = 0;
  #jitterUntilMs = Number.NEGATIVE_INFINITY;
  #stalled = false;
  /** When the first bytes were lost in the present stall: retransmissions are counted from here. */
  #firstLossMs: number | null = null;

  /** `random` returns numbers in [0, 1). */
  constructor(profile: DirectionProfile, random: () => number) {
    this.#profile = profile;
    this.#random = random;
  }

  /** Bytes held, waiting and in flight. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** True when the sender should stop until bytes have left. More may still be pushed: nothing is dropped. */
  get full(): boolean {
    return this.#heldBytes >= this.#profile.queueLimitBytes;
  }

  /** Takes bytes in; they are copied. */
  push(bytes: Uint8Array, nowMs: number): void {
    this.#serve(nowMs);
    const copy = bytes.slice();
    if (!Number.isFinite(this.#profile.rateBitsPerSecond)) this.#waiting.push({ bytes: copy, atMs: nowMs });
    else {
      for (let start = 0; start < copy.length; start += SEGMENT_BYTES) {
        this.#waiting.push({ bytes: copy.subarray(start, start + SEGMENT_BYTES), atMs: nowMs });
      }
    }
    this.#heldBytes += copy.length;
    if (this.#stalled) this.#firstLossMs ??= nowMs;
    this.#serve(nowMs);
  }

  /** All bytes that have arrived by now, in order, or null. */
  take(nowMs: number): Uint8Array | null {
    this.#serve(nowMs);
    let count = 0;
    let length = 0;
    for (const segment of this.#flight) {
      if (segment.atMs > nowMs) break;
      count += 1;
      length += segment.bytes.length;
    }
    if (count === 0) return null;
    const arrived = this.#flight.splice(0, count);
    this.#heldBytes -= length;
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const segment of arrived) {
      bytes.set(segment.bytes, at);
      at += segment.bytes.length;
    }
    return bytes;
  }

  /** When `take` is worth calling again: the next arrival or end of service; null when nothing will move. */
  nextAtMs(nowMs: number): number | null {
    this.#serve(nowMs);
    const arrival = this.#flight[0]?.atMs;
    if (arrival !== undefined) return arrival;
    const head = this.#waiting[0];
    if (head === undefined || this.#stalled) return null;
    return this.#serviceEndMs(head) + this.#profile.delayMs;
  }

  /** Changes the link under the bytes it holds. What is in flight keeps its arrival. */
  setProfile(profile: DirectionProfile, nowMs: number): void {
    this.#serve(nowMs);
    this.#profile = profile;
    this.#jitterUntilMs = Number.NEGATIVE_INFINITY;
    // A packet half served at the old rate starts again at the new one.
    if (this.#firstLossMs === null) this.#busyUntilMs = nowMs;
  }

  /** Nothing enters the wire any more; what is on it still arrives. */
  stall(nowMs: number): void {
    if (this.#stalled) return;
    this.#serve(nowMs);
    this.#stalled = true;
    this.#firstLossMs = this.#waiting.length > 0 ? nowMs : null;
  }

  /** The wire works again. If bytes were lost, service starts at the sender's next retransmission. */
  heal(nowMs: number, bytes: StalledBytes = 'lost'): void {
    if (!this.#stalled) return;
    this.#stalled = false;
    const lossMs = bytes === 'lost' ? this.#firstLossMs : null;
    this.#busyUntilMs = lossMs === null ? nowMs : retransmissionAfter(lossMs, nowMs);
    if (lossMs === null) this.#firstLossMs = null;
    this.#serve(nowMs);
  }

  #serviceEndMs(segment: Segment): number {
    const startMs = Math.max(this.#busyUntilMs, segment.atMs);
    return startMs + (segment.bytes.length * 8000) / this.#profile.rateBitsPerSecond;
  }

  #serve(nowMs: number): void {
    if (this.#stalled) return;
    let served = 0;
    for (const segment of this.#waiting) {
      const endMs = this.#serviceEndMs(segment);
      if (endMs > nowMs) break;
      this.#busyUntilMs = endMs;
      this.#firstLossMs = null;
      const arrivalMs = endMs + this.#profile.delayMs + this.#jitterMs(endMs);
      this.#flight.push({ bytes: segment.bytes, atMs: arrivalMs });
      served += 1;
    }
    if (served > 0) this.#waiting.splice(0, served);
  }

  #jitterMs(atMs: number): number {
    if (this.#profile.jitterMs === 0) return 0;
    if (atMs >= this.#jitterUntilMs) {
      this.#jitterUntilMs = atMs + JITTER_HOLD_MS;
      const means = Math.min(JITTER_MEANS_MAX, -Math.log(1 - this.#random()));
      this.#jitterSampleMs = means * this.#profile.jitterMs;
    }
    return this.#jitterSampleMs;
  }
}

/** The first of TCP's retransmissions of bytes lost at `lossMs` that is not before `nowMs`. */
export function retransmissionAfter(lossMs: number, nowMs: number): number {
  let waitMs = RTO_FIRST_MS;
  let atMs = lossMs + waitMs;
  while (atMs < nowMs) {
    waitMs = Math.min(RTO_MAX_MS, waitMs * 2);
    atMs += waitMs;
  }
  return atMs;
}
