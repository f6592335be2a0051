import { describe, expect, test } from 'vitest';
import type { Bin } from '../../../../src/model/measure/bin.ts';
import { Capacity } from '../../../../src/model/measure/quantities/capacity.ts';
import { binOf } from '../../../support/bin-of.ts';

function capacityOf(bins: readonly Bin[]) {
  const capacity = new Capacity();
  for (const bin of bins) capacity.add(bin);
  return capacity.reading;
}

/** 50 kB in 40 ms: 10 Mbit/s. */
const train = (atMs: number, parts: Partial<Bin> = {}): Bin =>
  binOf({ atMs, trainBytes: 50_000, trainMs: 40, effectiveMs: 90, ...parts });

describe('the capacity', () => {
  test('of trains while the path queues is their rate', () => {
    expect(capacityOf([train(50), train(500), train(900)])).toMatchObject({
      value: 10e6,
      confidence: 'high',
      reason: null,
      samples: 3,
    });
  });

  test('is as exact as arrivals are: either end of a train may be off by 2 ms', () => {
    const { low, high } = capacityOf([train(50), train(500), train(900)]);
    expect(low).toBeCloseTo((10e6 * 40) / 42);
    expect(high).toBeCloseTo((10e6 * 40) / 38);
  });

  test('states no interval from fewer than three trains', () => {
    expect(capacityOf([train(50), train(500)])).toMatchObject({
      value: 10e6,
      low: null,
      high: null,
      confidence: 'low',
      reason: 'few-samples',
    });
  });

  test('is the upper quartile over ten seconds: half-empty trains do not lower it', () => {
    // 50 to 150 kB in 100 ms: 4, 6, 8, 10 and 12 Mbit/s, of which the fourth is the third quartile.
    const rates = [4, 6, 8, 10, 12].map((mbit, i) =>
      train(100 * (i + 1), { trainBytes: mbit * 12_500, trainMs: 100 }),
    );
    expect(capacityOf(rates)).toMatchObject({ value: 10e6 });
  });

  test('is a lower bound where nothing queued: the server may have been the slower one', () => {
    const bound = (10e6 * 40) / 42;
    expect(capacityOf([train(50, { effectiveMs: 70 }), train(100, { effectiveMs: 60 })])).toMatchObject({
      value: bound,
      low: bound,
      high: null,
      confidence: 'low',
      reason: 'never-saturated',
    });
  });

  test('rests on trains while the path queues as soon as there are any', () => {
    const idle = [50, 100, 150, 200].map((atMs) => train(atMs, { trainBytes: 100_000, effectiveMs: 40 }));
    expect(capacityOf([...idle, train(250)])).toMatchObject({ value: 10e6, samples: 1 });
  });

  test.each<[string, Partial<Bin>]>([
    ['below 30 kB', { trainBytes: 29_999 }],
    ['below 10 ms', { trainMs: 9.9 }],
    ['of which nothing is known', { noData: true }],
  ])('takes no train %s', (_what, parts) => {
    expect(capacityOf([train(50, parts)])).toMatchObject({ value: null, reason: 'few-samples' });
  });

  test('forgets trains after ten seconds', () => {
    const late = train(20_000, { trainBytes: 25_000 * 2, trainMs: 80 });
    expect(capacityOf([train(50), train(100), late])).toMatchObject({ value: 5e6, samples: 1 });
  });

  test('falls to half of the largest in the minute after the last train, and stays there', () => {
    const at = (atMs: number) => capacityOf([train(50), train(100), train(150), binOf({ atMs })]);
    expect(at(10_150)).toMatchObject({ value: 10e6, confidence: 'high' });
    expect(at(35_150).value).toBeCloseTo(10e6 * Math.sqrt(0.5), 0);
    expect(at(35_150).confidence).toBe('low');
    expect(at(60_150).value).toBeCloseTo(5e6, 0);
    expect(at(3_600_000).value).toBeCloseTo(5e6, 0);
  });

  test('does not rise by being forgotten: a link that became slow stays slow', () => {
    const slow = [20_000, 20_050, 20_100].map((atMs) => train(atMs, { trainMs: 400 }));
    expect(capacityOf([train(50), ...slow, binOf({ atMs: 200_000 })]).value).toBeCloseTo(1e6, 0);
  });
});
