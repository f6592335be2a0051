import { quantileOf } from '../../src/model/measure/quantities/quartiles.ts';
import { seededRandom } from '../../testbed/link/random.ts';

/** A load in one arm and the load beside it in the other, in milliseconds. */
export type Pair = readonly [value: number, base: number];

export interface PairedFigures {
  readonly ratio: number;
  readonly ratio95: readonly [low: number, high: number];
  readonly differenceMs: number;
  readonly difference95: readonly [low: number, high: number];
}

const RESAMPLES = 2000;
/** The same figures come from the same loads. */
const SEED = 2007;

/**
 * Mean of the middle half. A load that the machine disturbed does not count, as in a median, and a clock that ticks
 * in whole milliseconds does no harm, as in a mean.
 */
export function midmean(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const cut = Math.floor(sorted.length / 4);
  const middle = sorted.slice(cut, sorted.length - cut);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

/**
 * The difference of pairs, and the ratio that it makes of the base, with percentile intervals of 95 %. Drawn are rounds
 * first, then pairs within each: the browsers of a round are the same ones, so its pairs are alike.
 */
export function pairedFigures(rounds: readonly (readonly Pair[])[]): PairedFigures {
  const random = seededRandom(SEED);
  const draw = <T>(from: readonly T[]): readonly T[] =>
    from.flatMap(() => from.slice(Math.floor(random() * from.length)).slice(0, 1));
  const drawn = Array.from({ length: RESAMPLES }, () => figuresOf(draw(rounds).flatMap(draw)));
  const { ratio, difference } = figuresOf(rounds.flat());
  return {
    ratio,
    ratio95: middle95(drawn.map((each) => each.ratio)),
    differenceMs: difference,
    difference95: middle95(drawn.map((each) => each.difference)),
  };
}

function figuresOf(pairs: readonly Pair[]): { readonly ratio: number; readonly difference: number } {
  const difference = midmean(pairs.map(([value, base]) => value - base));
  const base = midmean(pairs.map(([, each]) => each));
  return { ratio: 1 + difference / base, difference };
}

function middle95(values: readonly number[]): readonly [number, number] {
  const sorted = [...values].sort((a, b) => a - b);
  return [quantileOf(sorted, 0.025) ?? Number.NaN, quantileOf(sorted, 0.975) ?? Number.NaN];
}
