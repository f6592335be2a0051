/** A tick that comes this much later than the one before: the page was frozen, throttled or asleep. */
export const PULSE_GAP_MS = 500;

/** Notices when nobody looked: then nothing measured before says anything about now. */
export class Pulse {
  #lastMs: number;

  constructor(nowMs: number) {
    this.#lastMs = nowMs;
  }

  /** Whether too much time passed since the last tick. A clock that runs backwards counts as a gap. */
  missed(nowMs: number): boolean {
    return !(nowMs - this.#lastMs <= PULSE_GAP_MS && nowMs >= this.#lastMs);
  }

  /** For how long nobody looked; negative if the clock ran backwards. */
  sinceMs(nowMs: number): number {
    return nowMs - this.#lastMs;
  }

  beat(nowMs: number): void {
    this.#lastMs = nowMs;
  }
}
