import { OPTIMUM_DEMAND_PER_SECOND } from '../../session/thresholds.ts';
import type { Bin } from '../bin.ts';
import { LogHistogram } from './log-histogram.ts';
import type { Presence } from './presence.ts';
import { type Quantity, unknown } from './quantity.ts';

const QUANTILE = 0.95;
const MIN_SECONDS = 60;
/** A link that is filled further than this queues. */
const FILLED_SHARE = 0.85;

/**
 * (s0, d0), the optimum performance threshold point of Fig. 5: the most demand and supply at which the session has
 * worked well. d0 is the 95th percentile of d over active seconds on an ideal path; s0 that of s in Stable, at most
 * 0.85 C. The paper gives no number for either.
 */
export class ThresholdPoint {
  readonly #demand = new LogHistogram();
  readonly #supply = new LogHistogram();

  /** A second is over: d in actions/s and s in bit/s over it. */
  second(bin: Bin, presence: Presence, demandPerSecond: number, supplyBitsPerSecond: number): void {
    if (bin.noData) return;
    if (presence.isIdeal && !presence.isIdle) this.#demand.add(demandPerSecond);
    if (bin.state === 'stable') this.#supply.add(supplyBitsPerSecond);
  }

  /** d0, actions/s; before a minute of active seconds what transitions.ts assumes; samples: seconds. */
  get demand(): Quantity {
    const samples = this.#demand.count;
    const value = samples < MIN_SECONDS ? null : this.#demand.quantile(QUANTILE);
    return value === null
      ? {
          value: OPTIMUM_DEMAND_PER_SECOND,
          low: null,
          high: null,
          confidence: 'low',
          reason: 'few-samples',
          samples,
        }
      : { value, low: null, high: null, confidence: 'high', reason: null, samples };
  }

  /** s0, bit/s; a lower bound where the link was never full. */
  supply(capacity: Quantity): Quantity {
    const samples = this.#supply.count;
    const seen = this.#supply.quantile(QUANTILE);
    if (seen === null) return unknown('few-samples');
    const isBound = capacity.value === null || capacity.reason === 'never-saturated';
    // A lower bound of the capacity bounds nothing from above.
    const value = isBound ? seen : Math.min(seen, FILLED_SHARE * (capacity.value ?? seen));
    const few = samples < MIN_SECONDS;
    return {
      value,
      low: isBound ? value : null,
      high: null,
      confidence: few || isBound ? 'low' : 'high',
      reason: isBound ? 'never-saturated' : few ? 'few-samples' : null,
      samples,
    };
  }
}
