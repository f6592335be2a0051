import type { EventQueue } from '../../loop/event-queue.ts';

/** RFC 6298 with the bounds of Linux: never less than the smoothed round trip and 200 ms, never more than 120 s. */
const FIRST_MS = 1000;
const LEAST_VARIANCE_MS = 200;
const MOST_MS = 120_000;
const SMOOTHING = 1 / 8;
const SPREAD = 1 / 4;

/** When TCP sends again what nobody acknowledged: twice as late each time. */
export class RetransmissionTimer {
  readonly #queue: EventQueue;
  readonly #onTimeout: () => void;
  #smoothedMs: number | null = null;
  #spreadMs = 0;
  #backOffs = 0;
  #callOff: (() => void) | null = null;

  constructor(queue: EventQueue, onTimeout: () => void) {
    this.#queue = queue;
    this.#onTimeout = onTimeout;
  }

  /** Smoothed; a guess before the first sample. */
  get roundTripMs(): number {
    return this.#smoothedMs ?? FIRST_MS;
  }

  get durationMs(): number {
    const baseMs =
      this.#smoothedMs === null
        ? FIRST_MS
        : this.#smoothedMs + Math.max(LEAST_VARIANCE_MS, 4 * this.#spreadMs);
    return Math.min(MOST_MS, baseMs * 2 ** this.#backOffs);
  }

  /** A round trip was seen. */
  sample(roundTripMs: number): void {
    const smoothedMs = this.#smoothedMs;
    if (smoothedMs === null) {
      this.#smoothedMs = roundTripMs;
      this.#spreadMs = roundTripMs / 2;
      return;
    }
    this.#spreadMs += SPREAD * (Math.abs(roundTripMs - smoothedMs) - this.#spreadMs);
    this.#smoothedMs = smoothedMs + SMOOTHING * (roundTripMs - smoothedMs);
  }

  /** Runs if it does not run yet. */
  start(): void {
    this.#callOff ??= this.#queue.after(this.durationMs, () => {
      this.#callOff = null;
      this.#onTimeout();
    });
  }

  /** Something new was acknowledged: what is still under way gets its full time. */
  stop(): void {
    this.#callOff?.();
    this.#callOff = null;
    this.#backOffs = 0;
  }

  /** Twice as late the next time. Returns whether this is the first time in a row. */
  backOff(): boolean {
    this.#backOffs += 1;
    return this.#backOffs === 1;
  }
}
