import { quantileOf } from '../../../src/model/measure/quantities/quartiles.ts';
import { seededRandom } from '../../link/random.ts';

/** A value and what it would have been with other seeds: 95 %. null: too few runs to say. */
export interface Estimate {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Runs, or pairs of runs. */
  readonly count: number;
}

/** Fewer tell nothing about how they scatter. */
export const FEWEST = 5;
const RESAMPLES = 2000;
/** The same report comes from the same results. */
const SEED = 2007;

/** The mean; null: of nothing. */
export function meanOf(values: readonly number[]): Estimate | null {
  return estimate(values.length, (draw) => {
    let sum = 0;
    for (let drawn = 0; drawn < draw.length; drawn++) sum += values[draw[drawn] ?? 0] ?? 0;
    return sum / draw.length;
  });
}

/**
 * The sum of the first over the sum of the second, of pairs; null: there is nothing to divide by.
 * @example ratioOf([[1, 2], [2, 2]]) // 3 / 4
 */
export function ratioOf(pairs: readonly (readonly [number, number])[]): Estimate | null {
  return estimate(pairs.length, (draw) => {
    let [above, below] = [0, 0];
    for (let drawn = 0; drawn < draw.length; drawn++) {
      const pair = pairs[draw[drawn] ?? 0];
      above += pair?.[0] ?? 0;
      below += pair?.[1] ?? 0;
    }
    return below > 0 ? above / below : null;
  });
}

/** Surely above 0, surely below, or neither. */
export function signOf({ low, high }: Estimate): 1 | -1 | 0 {
  if (low === null || high === null) return 0;
  return low > 0 ? 1 : high < 0 ? -1 : 0;
}

/** Percentile bootstrap: runs are drawn with replacement, and the value is computed of each such draw. */
function estimate(count: number, reading: (draw: ArrayLike<number>) => number | null): Estimate | null {
  if (count === 0) return null;
  const value = reading(Array.from({ length: count }, (_each, index) => index));
  if (value === null) return null;
  if (count < FEWEST) return { value, low: null, high: null, count };
  const drawn = drawsOf(count)
    .map(reading)
    .filter((each) => each !== null)
    .sort((a, b) => a - b);
  return { value, low: quantileOf(drawn, 0.025), high: quantileOf(drawn, 0.975), count };
}

const draws = new Map<number, readonly Uint32Array[]>();

/** The same draws for all values of as many runs: drawing is what costs. */
function drawsOf(count: number): readonly Uint32Array[] {
  const known = draws.get(count);
  if (known !== undefined) return known;
  const random = seededRandom(SEED + count);
  const fresh = Array.from({ length: RESAMPLES }, () =>
    Uint32Array.from({ length: count }, () => Math.floor(random() * count)),
  );
  draws.set(count, fresh);
  return fresh;
}
