import type { InstrumentFunction } from '../policy/instrument-profile.ts';

/** The press that confirms comes within this time of the one that asked. */
export const CONFIRM_WITHIN_MS = 6000;
/** A double click confirms nothing: whoever confirms has read the question. */
export const CONFIRM_AFTER_MS = 700;

/** Asks for a second press where a profile wants one. */
export class Confirm {
  #asked: InstrumentFunction | null = null;
  #askedAtMs = Number.NEGATIVE_INFINITY;

  /** The function that waits for its second press; null: none. */
  pending(nowMs: number): InstrumentFunction | null {
    return nowMs - this.#askedAtMs <= CONFIRM_WITHIN_MS ? this.#asked : null;
  }

  /** Whether a press of this function only asks. A press that confirms ends the question. */
  asks(wanted: InstrumentFunction | null, nowMs: number): boolean {
    if (wanted === null || !wanted.confirm) return false;
    const confirmed = this.pending(nowMs) === wanted && nowMs - this.#askedAtMs >= CONFIRM_AFTER_MS;
    this.#asked = confirmed ? null : wanted;
    this.#askedAtMs = nowMs;
    return !confirmed;
  }
}
