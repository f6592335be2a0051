/** Two readings of one instant, by clocks that fail in different ways. */
export interface ClockPair {
  /** performance.now(): never goes back, but stands still while the machine sleeps. */
  readonly monotonicMs: number;
  /** Date.now(): counts sleep, but jumps when it is set. */
  readonly wallMs: number;
}

/** Clocks are rounded, in Firefox to 100 ms where it resists fingerprinting. So much of a sleep may go uncounted. */
export const CLOCK_NOISE_MS = 200;

/**
 * Time as a gate has to count it: the monotonic clock, and all by which the wall clock left it, in either direction.
 * So sleep counts, a clock that is set can only end a lease sooner, and nothing takes time back.
 *
 * For gates only. An arbiter that waits for a lease to end must not be early: it counts by the monotonic clock alone.
 */
export class Elapsed {
  readonly #startMs: number;
  /** Wall clock less monotonic clock, when they were last found apart. */
  #offsetMs: number;
  #leftMs = 0;

  constructor({ monotonicMs, wallMs }: ClockPair) {
    this.#startMs = monotonicMs;
    this.#offsetMs = wallMs - monotonicMs;
  }

  /** Since the first reading. */
  at({ monotonicMs, wallMs }: ClockPair): number {
    const offsetMs = wallMs - monotonicMs;
    const apartMs = Math.abs(offsetMs - this.#offsetMs);
    if (apartMs > CLOCK_NOISE_MS) {
      this.#leftMs += apartMs;
      this.#offsetMs = offsetMs;
    }
    return monotonicMs - this.#startMs + this.#leftMs;
  }
}
