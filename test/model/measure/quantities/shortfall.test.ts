import { describe, expect, test } from 'vitest';
import type { Bin } from '../../../../src/model/measure/bin.ts';
import { Functions } from '../../../../src/model/measure/quantities/functions.ts';
import { counted, unknown } from '../../../../src/model/measure/quantities/quantity.ts';
import { Shortfall } from '../../../../src/model/measure/quantities/shortfall.ts';
import { activityOf, binOf, binsOf } from '../../../support/bin-of.ts';

/** Eight clicks of 12 B with 12 kB each: G = 1000. */
const LEARNING = binsOf(40 * 9, (i) => ({
  activity: i % 40 === 0 ? [activityOf()] : [],
  supplyBytes: i % 40 === 3 ? 12_000 : 0,
}));

function shortfallAfter(bins: readonly Bin[]): Shortfall {
  const functions = new Functions();
  const shortfall = new Shortfall();
  for (const bin of [...LEARNING, ...bins]) {
    functions.add(bin, { isIdeal: true });
    shortfall.add(bin, functions, counted(0));
  }
  return shortfall;
}

const START_MS = 50 * LEARNING.length;
const later = (count: number, at: (index: number) => Partial<Bin>): Bin[] =>
  binsOf(count, at).map((bin) => ({ ...bin, atMs: bin.atMs + START_MS }));

describe('x', () => {
  // 12 B in each bin: 1920 bit/s in, 1.92 Mbit/s expected.
  const steady = later(200, () => ({ activity: [activityOf()] }));

  test('is the share of G b_in + b_seed that is missing', () => {
    const shortfall = shortfallAfter(steady);
    expect(shortfall.expected(counted(80_000), unknown('few-samples'))).toBeCloseTo(2e6, -3);
    expect(shortfall.share(500_000, counted(80_000), unknown('few-samples'))).toBeCloseTo(0.75, 2);
    expect(shortfall.share(9e6, counted(80_000), unknown('few-samples'))).toBe(0);
  });

  test('misses nothing that the bottleneck could not have brought', () => {
    expect(shortfallAfter(steady).share(1e6, counted(0), counted(1e6))).toBe(0);
  });

  test('expects a picture a base round trip and 100 ms after it was asked for, not at once', () => {
    const click = (count: number) => later(count, (i) => ({ activity: i === 0 ? [activityOf()] : [] }));
    const expectedAfter = (count: number): number =>
      shortfallAfter([
        ...later(200, () => ({})),
        ...click(count).map((bin) => ({ ...bin, atMs: bin.atMs + 10_000 })),
      ]).expected(counted(0), unknown('few-samples')) ?? Number.NaN;
    // 40 + 100 ms from the end of the first bin: due with the fourth.
    expect(expectedAfter(3)).toBeLessThan(1000);
    expect(expectedAfter(4)).toBeGreaterThan(50_000);
  });

  test('is nothing where nothing to speak of is expected', () => {
    expect(shortfallAfter(later(400, () => ({}))).share(0, counted(900), unknown('few-samples'))).toBe(0);
  });

  test('is not known before G is', () => {
    const functions = new Functions();
    const shortfall = new Shortfall();
    const bin = binOf({ atMs: 50, activity: [activityOf()] });
    functions.add(bin, { isIdeal: true });
    shortfall.add(bin, functions, counted(0));
    expect(shortfall.share(0, counted(0), counted(1e6))).toBeNull();
  });
});
