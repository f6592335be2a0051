import { describe, expect, test } from 'vitest';
import type { Bin } from '../../../../src/model/measure/bin.ts';
import { LogHistogram } from '../../../../src/model/measure/quantities/log-histogram.ts';
import { Presence } from '../../../../src/model/measure/quantities/presence.ts';
import { counted, type Quantity, unknown } from '../../../../src/model/measure/quantities/quantity.ts';
import { RecoveryPoint } from '../../../../src/model/measure/quantities/recovery-point.ts';
import { ThresholdPoint } from '../../../../src/model/measure/quantities/threshold-point.ts';
import { activityOf, binOf, binsOf } from '../../../support/bin-of.ts';

describe('quantiles of a long session', () => {
  test('are exact to three parts in a hundred', () => {
    const histogram = new LogHistogram();
    for (let i = 1; i <= 100_000; i++) histogram.add(i * 10);
    for (const part of [0.1, 0.5, 0.95, 0.99]) {
      expect(Math.abs((histogram.quantile(part) ?? 0) / (part * 1e6) - 1)).toBeLessThan(0.03);
    }
  });

  test('take nothing and too much as what they are', () => {
    const histogram = new LogHistogram();
    expect(histogram.quantile(0.5)).toBeNull();
    histogram.add(0);
    expect(histogram.quantile(0.95)).toBe(0);
    histogram.add(1e300);
    expect(Number.isFinite(histogram.quantile(1) ?? Number.NaN)).toBe(true);
  });
});

describe('(s0, d0)', () => {
  const pointOf = (
    seconds: number,
    parts: Partial<Bin>,
    d: (i: number) => number,
    s = 1e6,
  ): ThresholdPoint => {
    const point = new ThresholdPoint();
    const presence = new Presence();
    for (let i = 0; i < seconds; i++) {
      const bin = binOf({
        atMs: 1000 * (i + 1),
        lengthMs: 1000,
        activity: [activityOf()],
        state: 'stable',
        ...parts,
      });
      presence.add(bin);
      point.second(bin, presence, d(i), s);
    }
    return point;
  };

  test('has d0 at the 95th percentile of demand on an ideal path', () => {
    const { demand } = pointOf(1000, {}, (i) => 1 + (i % 100) / 25);
    expect(demand.value).toBeCloseTo(4.8, 0);
    expect(demand).toMatchObject({ confidence: 'high', samples: 1000 });
  });

  test('is 4 actions/s before there is a minute of it', () => {
    expect(pointOf(59, {}, () => 1).demand).toMatchObject({
      value: 4,
      confidence: 'low',
      reason: 'few-samples',
    });
    expect(pointOf(60, {}, () => 1).demand.value).toBeCloseTo(1, 1);
  });

  test.each<[string, Partial<Bin>]>([
    ['on a path that is not ideal', { quality: 0.2 }],
    ['while nobody saw it', { noData: true }],
    ['without input', { activity: [] }],
  ])('learns no demand %s', (_when, parts) => {
    expect(pointOf(100, parts, () => 3).demand.samples).toBeLessThan(2);
  });

  test('has s0 at the 95th percentile of supply in Stable, at most 0.85 C', () => {
    const point = pointOf(100, {}, () => 1, 10e6);
    expect(point.supply(counted(100e6)).value).toBeCloseTo(10e6, -6);
    expect(point.supply(counted(10e6))).toMatchObject({ value: 8.5e6, confidence: 'high', reason: null });
  });

  test('says that s0 is a lower bound where the link was never full', () => {
    const point = pointOf(100, {}, () => 1, 10e6);
    const bound: Quantity = { ...counted(2e6), confidence: 'low', reason: 'never-saturated' };
    for (const capacity of [bound, unknown('few-samples')]) {
      const supply = point.supply(capacity);
      expect(supply).toMatchObject({ confidence: 'low', reason: 'never-saturated' });
      expect(supply.value).toBeCloseTo(10e6, -6);
      expect(supply.low).toBe(supply.value);
    }
  });
});

describe("(s0', d0')", () => {
  const recoveryOf = (bins: readonly Bin[]) => {
    const presence = new Presence();
    const recovery = new RecoveryPoint();
    for (const bin of bins) {
      presence.add(bin);
      recovery.add(bin, presence, { demandPerSecond: bin.atMs, supplyBitsPerSecond: bin.supplyBytes });
    }
    return recovery.reading;
  };
  const acting = [activityOf()];

  test('is where the user was at the last action before giving up', () => {
    const bins = binsOf(100, (i) => ({
      state: i < 60 ? 'unstable' : 'recovery',
      activity: i < 20 ? acting : [],
      supplyBytes: i,
    }));
    expect(recoveryOf(bins)).toEqual({ demandPerSecond: 1000, supplyBitsPerSecond: 19 });
  });

  test('is not yet there while only the gate holds back what the user goes on trying', () => {
    const going = binsOf(100, (i) => ({ state: i < 60 ? 'unstable' : 'recovery', activity: acting }));
    expect(recoveryOf(going)).toBeNull();
  });

  test('is none where the session became stable again, or the user did nothing in it', () => {
    const stable = binsOf(100, (i) => ({
      state: i < 30 ? 'unstable' : i < 60 ? 'stable' : 'recovery',
      activity: i < 20 ? acting : [],
    }));
    expect(recoveryOf(stable)).toBeNull();
    expect(recoveryOf(binsOf(100, (i) => ({ state: i < 60 ? 'breakdown' : 'recovery' })))).toBeNull();
  });

  test('stays until there is another', () => {
    const bins = binsOf(200, (i) => ({
      state: i < 60 ? 'unstable' : i < 110 ? 'recovery' : 'stable',
      activity: i < 20 ? acting : [],
    }));
    expect(recoveryOf(bins)?.demandPerSecond).toBe(1000);
  });
});
