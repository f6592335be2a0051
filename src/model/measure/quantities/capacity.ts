import type { Bin } from '../bin.ts';
import { QUALITY_FREE_EXCESS_MS } from '../thresholds.ts';
import { type Quantity, unknown } from './quantity.ts';
import { quantileOf } from './quartiles.ts';
import { Recent } from './recent.ts';

const MIN_TRAIN_BYTES = 30_000;
const MIN_TRAIN_MS = 10;
const WINDOW_MS = 10_000;
/** Trains of 10 s, one a bin; more is a flood, and the newest will do. */
const MAX_TRAINS = 256;
const QUANTILE = 0.75;
const ENOUGH_TRAINS = 3;
/** Arrivals are timed by events of a busy page: either end of a train may be off by this. */
const TIMING_MS = 2;
/** From 10 s to 60 s after the last train the estimate falls to half of the largest one there was. */
const FORGOTTEN_MS = 60_000;
const FORGOTTEN_SHARE = 0.5;

interface Train {
  readonly atMs: number;
  readonly bits: number;
  readonly lengthMs: number;
  /** The path queued at the time, so the train was as fast as the link, not as the server. */
  readonly isSaturated: boolean;
}

/**
 * C, the least b_hop of eq. 3 in bit/s, from updates of at least 30 kB that took at least 10 ms to arrive: the upper
 * quartile over 10 s. Where nothing queued (e of 30 ms or less) the server may have been the slower one: then it is
 * a lower bound, the median with each train 2 ms longer; where something did, only trains of such times count.
 */
export class Capacity {
  readonly #trains = new Recent<Train>(MAX_TRAINS);
  #last: Quantity | null = null;
  #lastAtMs = 0;
  #maxBitsPerSecond = 0;
  #nowMs = 0;

  add(bin: Bin): void {
    this.#nowMs = bin.atMs;
    if (bin.noData || bin.trainBytes < MIN_TRAIN_BYTES || bin.trainMs < MIN_TRAIN_MS) return;
    this.#trains.push({
      atMs: bin.atMs,
      bits: 8 * bin.trainBytes,
      lengthMs: bin.trainMs,
      isSaturated: (bin.effectiveMs ?? 0) - (bin.baseMs ?? 0) > QUALITY_FREE_EXCESS_MS,
    });
    this.#trains.expire(({ atMs }) => bin.atMs - atMs > WINDOW_MS);
    this.#last = estimate(this.#trains.values);
    this.#lastAtMs = bin.atMs;
    this.#maxBitsPerSecond = Math.max(this.#maxBitsPerSecond, this.#last.value ?? 0);
  }

  /** bit/s; samples: trains of the last window that had any. */
  get reading(): Quantity {
    const last = this.#last;
    if (last === null || last.value === null) return unknown('few-samples');
    const ageMs = this.#nowMs - this.#lastAtMs;
    if (ageMs <= WINDOW_MS) return last;
    const fallen = Math.min(last.value, this.#maxBitsPerSecond * FORGOTTEN_SHARE);
    const part = Math.min(1, (ageMs - WINDOW_MS) / (FORGOTTEN_MS - WINDOW_MS));
    return {
      ...last,
      value: last.value * (fallen / last.value) ** part,
      low: last.low === null ? null : Math.min(last.low, fallen),
      confidence: 'low',
      reason: last.reason ?? 'few-samples',
    };
  }
}

function estimate(trains: readonly Train[]): Quantity {
  const saturated = trains.filter((each) => each.isSaturated);
  if (saturated.length === 0) {
    const value = rateOf(trains, 0.5, TIMING_MS);
    const bound = { confidence: 'low', reason: 'never-saturated', samples: trains.length } as const;
    return { value, low: value, high: null, ...bound };
  }
  const samples = saturated.length;
  const value = rateOf(saturated, QUANTILE, 0);
  if (samples < ENOUGH_TRAINS) {
    return { value, low: null, high: null, confidence: 'low', reason: 'few-samples', samples };
  }
  const low = rateOf(saturated, 0.5, TIMING_MS);
  const high = rateOf(saturated, 1, -TIMING_MS);
  return { value, low, high, confidence: 'high', reason: null, samples };
}

/** Quantile of the trains' rates, bit/s, had each been so much longer. */
function rateOf(trains: readonly Train[], part: number, longerMs: number): number | null {
  const rates = trains.map(({ bits, lengthMs }) => (1000 * bits) / (lengthMs + longerMs));
  return quantileOf(
    rates.sort((a, b) => a - b),
    part,
  );
}
