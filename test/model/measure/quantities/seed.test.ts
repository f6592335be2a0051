import { describe, expect, test } from 'vitest';
import type { Bin } from '../../../../src/model/measure/bin.ts';
import { Presence } from '../../../../src/model/measure/quantities/presence.ts';
import { Seed } from '../../../../src/model/measure/quantities/seed.ts';
import { activityOf, binsOf } from '../../../support/bin-of.ts';

function seedOf(bins: readonly Bin[]) {
  const presence = new Presence();
  const seed = new Seed();
  for (const bin of bins) {
    presence.add(bin);
    seed.add(bin, presence);
  }
  return seed.reading;
}

describe('b_seed', () => {
  test('is what arrives each idle second: 250 B every 50 ms are 40 kbit/s', () => {
    expect(seedOf(binsOf(400, () => ({ supplyBytes: 250 })))).toMatchObject({
      value: 40_000,
      low: 39_600,
      high: 40_400,
      confidence: 'high',
      reason: null,
    });
  });

  test('counts from two seconds after the last input: 3 s are one sample', () => {
    expect(seedOf(binsOf(60, () => ({ supplyBytes: 250 }))).samples).toBe(1);
    expect(seedOf(binsOf(60, () => ({ supplyBytes: 250 })))).toMatchObject({
      value: null,
      confidence: 'none',
      reason: 'few-samples',
    });
  });

  test('counts what a moment that is not ideal delayed: 1250 B every 250 ms, each of which keeps a probe waiting', () => {
    const bins = binsOf(400, (i) => (i % 5 === 0 ? { quality: 0.4, supplyBytes: 1250 } : { supplyBytes: 0 }));
    const { value, samples } = seedOf(bins);
    expect(value).toBe(40_000);
    expect(samples).toBeGreaterThan(14);
  });

  test('ends no window while the path is not ideal, and gives up one that cannot end within three seconds', () => {
    const shortly = binsOf(400, (i) => ({ supplyBytes: 250, quality: i % 50 < 40 ? 0.4 : 1 }));
    expect(seedOf(shortly)).toMatchObject({ value: 40_000 });
    const long = binsOf(400, (i) => ({ supplyBytes: 250, quality: i % 80 < 65 ? 0.4 : 1 }));
    expect(seedOf(long).samples).toBe(0);
  });

  test('does not move for a single late picture', () => {
    const bins = binsOf(400, (i) => ({ supplyBytes: i === 200 ? 1_000_000 : 250 }));
    expect(seedOf(bins).value).toBe(40_000);
  });

  test('has quartiles that show how much the background varies', () => {
    // Seconds of 0 and of 80 kbit/s in turn, in step with the windows.
    const bins = binsOf(840, (i) => ({ supplyBytes: Math.floor(i / 20) % 2 === 0 ? 0 : 500 }));
    expect(seedOf(bins)).toMatchObject({ low: 0, high: 80_000 });
  });

  test.each<[string, Partial<Bin>]>([
    ['while the path is not ideal', { quality: 0.4 }],
    ['while nothing is known', { noData: true }],
    ['when the user gave up', { idleLabel: 'abort' }],
    ['when input was held back', { idleLabel: 'suppressed' }],
    ['in another state', { state: 'recovery', idleLabel: null }],
    ['while there is input', { activity: [activityOf({ actions: 0, delivered: 0 })] }],
  ])('is not learned %s', (_when, parts) => {
    expect(seedOf(binsOf(400, () => ({ supplyBytes: 250, ...parts })))).toMatchObject({
      value: null,
      samples: 0,
    });
  });
});
