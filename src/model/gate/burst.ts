import type { CutBurst } from '../snapshot.ts';

/** A pause in the input that ends a burst: the user has stopped and looks. */
export const BURST_PAUSE_MS = 700;

/**
 * The server gets a prefix of a burst, never one with holes: what is left out in the middle changes the meaning
 * of the rest. After one press was dropped all further ones are, until everything sent is acknowledged, the
 * input has paused, and the user has been told how much arrived.
 */
export class Burst {
  #sent = 0;
  #dropped = 0;
  #lastPressMs = Number.NEGATIVE_INFINITY;
  #cutSinceMs: number | null = null;
  #isTold = false;

  /** Presses of this burst are dropped. */
  get isCut(): boolean {
    return this.#cutSinceMs !== null;
  }

  /** The user has not been told of the cut yet. */
  get isUntold(): boolean {
    return this.isCut && !this.#isTold;
  }

  get picture(): CutBurst | null {
    if (this.#cutSinceMs === null) return null;
    return { sent: this.#sent, dropped: this.#dropped, sinceMs: this.#cutSinceMs };
  }

  /** Time alone may end a cut. `canEnd`: everything sent is acknowledged and nothing else stands in the way. */
  update(canEnd: boolean, nowMs: number): void {
    if (!canEnd || !this.#isTold || nowMs - this.#lastPressMs < BURST_PAUSE_MS) return;
    this.#cutSinceMs = null;
    this.#isTold = false;
  }

  /** The user presses something. */
  pressed(nowMs: number): void {
    if (!this.isCut && nowMs - this.#lastPressMs >= BURST_PAUSE_MS) {
      this.#sent = 0;
      this.#dropped = 0;
    }
    this.#lastPressMs = nowMs;
  }

  sent(): void {
    this.#sent += 1;
  }

  /** @param presses 0 for a repeat of a held key: it cuts the burst, but nobody counts it as a press */
  dropped(presses: 0 | 1, nowMs: number): void {
    this.#dropped += presses;
    this.#cutSinceMs ??= nowMs;
  }

  /** The picture with the cut went to the user. */
  told(): void {
    if (this.isCut) this.#isTold = true;
  }

  /** What was held back is not held back any more (measure only). */
  clear(): void {
    this.#cutSinceMs = null;
    this.#isTold = false;
  }
}
