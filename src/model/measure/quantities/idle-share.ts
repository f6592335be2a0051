import type { Bin } from '../bin.ts';
import type { IdleReading } from './model-reading.ts';
import type { Presence } from './presence.ts';
import { type Quantity, unknown } from './quantity.ts';

const TAU_MS = 60_000;
/** Of ideal time before p_think is told, and of other time before p_abort is. */
const MIN_IDEAL_MS = 10_000;
const MIN_NON_IDEAL_MS = 60_000;

/**
 * Share of some time, newer time counting more: it forgets in that time only, so an hour of calm does not wash out
 * what the minutes of trouble have shown.
 */
class TimeShare {
  #share = 0;
  #totalMs = 0;

  add(isIn: boolean, lengthMs: number): void {
    // The mean of what there is until a minute has been seen, then exponential.
    this.#totalMs += lengthMs;
    const gain = Math.max(-Math.expm1(-lengthMs / TAU_MS), lengthMs / Math.max(this.#totalMs, 1));
    this.#share += (Number(isIn) - this.#share) * Math.min(1, gain);
  }

  reading(minMs: number): Quantity {
    const samples = Math.floor(this.#totalMs / 1000);
    if (this.#totalMs < minMs) return unknown('few-samples', samples);
    const isFew = this.#totalMs < TAU_MS;
    return {
      value: this.#share,
      low: null,
      high: null,
      confidence: isFew ? 'low' : 'high',
      reason: isFew ? 'few-samples' : null,
      samples,
    };
  }
}

/**
 * p_idle (eq. 7): p_think while psi_net is ideal, p_abort while it is not. Eq. 7 turns a thinking user into an
 * aborting one when the path degrades, so p_abort here leaves out idle episodes that began as thinking, and p_idle
 * keeps them, as printed. Samples: seconds.
 */
export class IdleShare {
  readonly #think = new TimeShare();
  readonly #abort = new TimeShare();
  readonly #abortAsPrinted = new TimeShare();
  #isIdeal = true;
  #isThinking = false;

  add(bin: Bin, presence: Presence): void {
    this.#isIdeal = presence.isIdeal;
    if (!presence.isIdle) this.#isThinking = false;
    if (bin.idleLabel !== null) this.#isThinking = bin.idleLabel === 'think';
    if (bin.noData) return;
    if (presence.isIdeal) {
      this.#think.add(presence.isIdle, bin.lengthMs);
      return;
    }
    this.#abort.add(presence.isIdle && !this.#isThinking, bin.lengthMs);
    this.#abortAsPrinted.add(presence.isIdle, bin.lengthMs);
  }

  get reading(): IdleReading {
    const think = this.#think.reading(MIN_IDEAL_MS);
    return {
      think,
      abort: this.#abort.reading(MIN_NON_IDEAL_MS),
      idle: this.#isIdeal ? think : this.#abortAsPrinted.reading(MIN_NON_IDEAL_MS),
    };
  }
}
