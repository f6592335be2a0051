import { describe, expect, it } from 'vitest';
import { meanOf, ratioOf, signOf } from '../../../../testbed/experiment/report/interval.ts';
import { randomFrom } from '../../../support/random-from.ts';

const SAMPLES = 400;
const RUNS = 30;

/** How often the interval holds the truth. */
function coverage(draw: (random: () => number) => number, truth: number): number {
  const random = randomFrom(7);
  let hits = 0;
  for (let sample = 0; sample < SAMPLES; sample++) {
    const { low, high } = meanOf(Array.from({ length: RUNS }, () => draw(random)))!;
    if (low! <= truth && truth <= high!) hits += 1;
  }
  return hits / SAMPLES;
}

describe('the interval of a mean', () => {
  // The percentile bootstrap of 30 values is known to be a little narrow: 94 % for even ones, 92 % for skewed ones.
  it('holds the truth about 19 times in 20', () => {
    const covered = coverage((random) => random(), 0.5);
    expect(covered).toBeGreaterThan(0.91);
    expect(covered).toBeLessThan(0.98);
  });

  it('does so for skewed values nearly as often', () => {
    const covered = coverage((random) => -Math.log(1 - random()), 1);
    expect(covered).toBeGreaterThan(0.88);
    expect(covered).toBeLessThan(0.97);
  });

  it('gets half as wide with four times as many runs', () => {
    const random = randomFrom(3);
    const width = (count: number): number => {
      const { low, high } = meanOf(Array.from({ length: count }, random))!;
      return high! - low!;
    };
    expect(width(400) / width(100)).toBeGreaterThan(0.4);
    expect(width(400) / width(100)).toBeLessThan(0.6);
  });

  it('is the same each time', () => {
    expect(meanOf([1, 5, 2, 8, 4])).toEqual(meanOf([1, 5, 2, 8, 4]));
  });

  it('is no wider than what is there, and is not given of few runs', () => {
    expect(meanOf([0, 0, 0, 0, 0, 0])).toEqual({ value: 0, low: 0, high: 0, count: 6 });
    expect(meanOf([1, 2, 3])).toEqual({ value: 2, low: null, high: null, count: 3 });
    expect(meanOf([])).toBeNull();
  });
});

describe('the ratio of pairs', () => {
  it('is one of sums, and nothing where there is nothing to divide by', () => {
    expect(
      ratioOf([
        [1, 2],
        [2, 2],
      ])?.value,
    ).toBe(0.75);
    expect(
      ratioOf([
        [0, 0],
        [3, 0],
      ]),
    ).toBeNull();
  });

  it('is exact where all pairs have the same', () => {
    const pairs = [4, 8, 20, 40, 100].map((below) => [below / 4, below] as const);
    expect(ratioOf(pairs)).toEqual({ value: 0.25, low: 0.25, high: 0.25, count: 5 });
  });
});

describe('the sign', () => {
  it('is told only where the interval leaves out 0', () => {
    expect(signOf({ value: 1, low: 0.2, high: 2, count: 30 })).toBe(1);
    expect(signOf({ value: -1, low: -2, high: -0.2, count: 30 })).toBe(-1);
    expect(signOf({ value: 1, low: -0.2, high: 2, count: 30 })).toBe(0);
    expect(signOf({ value: 1, low: null, high: null, count: 2 })).toBe(0);
  });
});
