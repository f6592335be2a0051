import type { Bin } from '../bin.ts';
import { QUALITY_FREE_EXCESS_MS, QUALITY_SCALE_MS } from '../thresholds.ts';

/** Without attempted input for so long, the user is idle (docs/model.md, eq. 7). */
export const IDLE_AFTER_MS = 2000;

const qualityAt = (excessMs: number): number =>
  Math.exp((QUALITY_FREE_EXCESS_MS - excessMs) / QUALITY_SCALE_MS);
/** psi_net from which a path is ideal: e of 60 ms; and to which it stays so: e of 200 ms. */
const IDEAL_QUALITY = qualityAt(60);
const NON_IDEAL_QUALITY = qualityAt(200);

/**
 * What eq. 7 distinguishes: whether the user does something, and whether the path is ideal. Between the two limits
 * the path stays what it was.
 */
export class Presence {
  #sinceInputMs = 0;
  #sinceActionMs = 0;
  #isIdeal = true;
  #isNoData = false;

  add(bin: Bin): void {
    const attempts = bin.activity.some((each) => each.attemptedBytes > 0);
    const acts = bin.activity.some((each) => each.actions > 0);
    this.#sinceInputMs = attempts ? 0 : this.#sinceInputMs + bin.lengthMs;
    this.#sinceActionMs = acts ? 0 : this.#sinceActionMs + bin.lengthMs;
    this.#isIdeal = bin.quality >= (this.#isIdeal ? NON_IDEAL_QUALITY : IDEAL_QUALITY);
    this.#isNoData = bin.noData;
  }

  /** Since the last attempted input, or since the beginning. */
  get sinceInputMs(): number {
    return this.#sinceInputMs;
  }

  /** Since the last attempted action: moves do not count. */
  get sinceActionMs(): number {
    return this.#sinceActionMs;
  }

  get isIdle(): boolean {
    return this.#sinceInputMs >= IDLE_AFTER_MS;
  }

  /** Ideal in the sense of eq. 7, with hysteresis. */
  get isIdeal(): boolean {
    return this.#isIdeal;
  }

  get isSeen(): boolean {
    return !this.#isNoData;
  }
}
