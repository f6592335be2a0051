import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Bin } from '../../../../src/model/measure/bin.ts';
import { Gain } from '../../../../src/model/measure/quantities/gain.ts';
import { GainWindows } from '../../../../src/model/measure/quantities/gain-windows.ts';
import { counted, type Quantity, unknown } from '../../../../src/model/measure/quantities/quantity.ts';
import { activityOf, binsOf } from '../../../support/bin-of.ts';

function gainOf(bins: readonly Bin[], seed: Quantity = counted(0), name: string | null = 'pointer') {
  const gain = new Gain(name);
  for (const bin of bins) gain.add(bin, bin.quality > 0.6);
  return gain.reading(seed);
}

/** A click of 12 B every 2 s; 100 ms later a picture of so many bytes, beside a background in every bin. */
const clicks = (count: number, pictureBytes: number, backgroundBytes = 0): Bin[] =>
  binsOf(40 * count, (i) => ({
    activity: i % 40 === 0 ? [activityOf()] : [],
    supplyBytes: backgroundBytes + (i % 40 === 2 ? pictureBytes : 0),
  }));

describe('G', () => {
  test('is what came over what went out: 12 kB for 12 B are 1000', () => {
    expect(gainOf(clicks(8, 12_000))).toMatchObject({
      value: 1000,
      low: 950,
      high: 1050,
      confidence: 'high',
      samples: 8,
    });
  });

  test('leaves out what would have come anyway', () => {
    // 25 B in 50 ms are 4 kbit/s, for 550 ms each: the bin of the press and 500 ms after it.
    const { value } = gainOf(clicks(8, 12_000, 25), counted(4000));
    expect(value).toBeCloseTo(1000, 9);
  });

  test('is not told from fewer than eight windows', () => {
    expect(gainOf(clicks(7, 12_000))).toMatchObject({ value: null, reason: 'few-samples', samples: 7 });
  });

  test('cannot be told where the background is more than three times the response', () => {
    // In 550 ms: 10 bins and 2/10 of the first: 11 windows parts of 400 B; a response of 1000 B.
    expect(gainOf(clicks(8, 1000, 400), counted(64_000))).toMatchObject({
      value: null,
      reason: 'busy-background',
    });
    expect(gainOf(clicks(8, 2000, 400), counted(64_000)).confidence).toBe('high');
  });

  test('is less sure while b_seed is not known', () => {
    expect(gainOf(clicks(8, 12_000), unknown('few-samples'))).toMatchObject({
      value: 1000,
      low: 0,
      confidence: 'low',
    });
  });

  test('is as unsure as b_seed is: what that may be wrong by is in every window', () => {
    const seed: Quantity = { ...counted(4000), low: 3040, high: 4960 };
    const { low, high } = gainOf(clicks(8, 12_000, 25), seed);
    // 960 bit/s in 550 ms are 528 bits, of the 96 that were sent.
    expect(low).toBeCloseTo(1000 - 5.5 - 50, 6);
    expect(high).toBeCloseTo(1000 + 5.5 + 50, 6);
  });

  test('is as unsure as the background is: it may be another one at work than at rest', () => {
    // 25 B a bin come by themselves, but at rest nothing did: 2200 bits a window of the 96 that were sent.
    const { value, low, high } = gainOf(clicks(9, 12_000, 25), counted(0));
    expect(value).toBeCloseTo(1000 + 2200 / 96, 6);
    expect(low).toBeCloseTo(1000 - 0.05 * (value ?? 0), 6);
    expect(high).toBeCloseTo(1.05 * (value ?? 0), 6);
  });

  test('is the middle of its windows: a picture that comes by chance does not move it', () => {
    const bins = clicks(9, 12_000).map((bin, i) => (i === 43 ? { ...bin, supplyBytes: 5_000_000 } : bin));
    expect(gainOf(bins)).toMatchObject({ value: 1000, low: 950, high: 1050 });
  });

  test('of a run of input is that of the whole run', () => {
    // Ten keys of 8 B, 200 ms apart, each with a picture of 800 B; then a pause of 3 s.
    const run = binsOf(100 * 8, (i) => ({
      activity:
        i % 100 < 40 && i % 4 === 0
          ? [activityOf({ function: 'keyboard', attemptedBytes: 8, deliveredBytes: 8, messages: 1 })]
          : [],
      supplyBytes: i % 100 >= 3 && i % 100 < 43 && i % 4 === 3 ? 800 : 0,
    }));
    expect(gainOf(run, counted(0), 'keyboard')).toMatchObject({
      value: 100,
      low: 95,
      high: 105,
      samples: 8,
    });
  });

  test('of input without a pause is told from runs of five seconds', () => {
    const endless = binsOf(20 * 60, (i) => ({
      activity: i % 4 === 0 ? [activityOf()] : [],
      supplyBytes: 300,
    }));
    // 4 x 300 B for each 12 B.
    const reading = gainOf(endless);
    expect(reading.samples).toBeGreaterThanOrEqual(11);
    expect(reading.value).toBeCloseTo(100, -0.5);
  });

  test('belongs to one function: what another one caused does not count for it', () => {
    const bins = clicks(16, 12_000).map((bin, i) =>
      // A key 300 ms after every other click, with a huge picture.
      i % 80 === 6
        ? { ...bin, activity: [activityOf({ function: 'keyboard' })] }
        : i % 80 === 8
          ? { ...bin, supplyBytes: 900_000 }
          : bin,
    );
    expect(gainOf(bins)).toMatchObject({ value: 1000, high: 1050, samples: 8 });
    expect(gainOf(bins, counted(0), 'keyboard').samples).toBe(0);
  });

  test('is not disturbed by the mouse on its way', () => {
    const pointing = activityOf({ function: 'pointing', actions: 0, delivered: 0 });
    const bins = clicks(8, 12_000).map((bin) => ({ ...bin, activity: [...bin.activity, pointing] }));
    expect(gainOf(bins)).toMatchObject({ value: 1000, samples: 8 });
  });

  test('is learned on an ideal path only', () => {
    const bins = clicks(8, 12_000).map((bin, i) => (i % 40 === 5 ? { ...bin, quality: 0.5 } : bin));
    expect(gainOf(bins).samples).toBe(0);
  });

  test('waits a round trip: on a link of 600 ms the answer comes 700 ms later', () => {
    const bins = binsOf(80 * 8, (i) => ({
      baseMs: 600,
      effectiveMs: 600,
      activity: i % 80 === 0 ? [activityOf()] : [],
      supplyBytes: i % 80 === 14 ? 12_000 : i % 80 === 5 ? 7000 : 0,
    }));
    expect(gainOf(bins)).toMatchObject({ value: 1000, samples: 8 });
  });

  test('of all functions counts the input of all', () => {
    const bins = clicks(8, 12_000).map((bin, i) =>
      i % 40 === 3 ? { ...bin, activity: [activityOf({ function: 'keyboard' })] } : bin,
    );
    expect(gainOf(bins, counted(0), null)).toMatchObject({ value: 500, samples: 8 });
  });
});

describe('the windows of G', () => {
  test('never hold more than was received, however bins are cut', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            lengthMs: fc.integer({ min: 0, max: 400 }),
            supplyBytes: fc.nat(10_000),
            acts: fc.boolean(),
          }),
          { maxLength: 200 },
        ),
        (steps) => {
          const windows = new GainWindows('pointer');
          let atMs = 0;
          let received = 0;
          let claimed = 0;
          for (const { lengthMs, supplyBytes, acts } of steps) {
            atMs += lengthMs;
            received += 8 * supplyBytes;
            const [bin] = binsOf(1, () => ({
              atMs,
              lengthMs,
              supplyBytes,
              activity: acts ? [activityOf()] : [],
            }));
            if (bin === undefined) return false;
            for (const sample of windows.add(bin, true)) {
              claimed += sample.receivedBits;
              if (sample.windowMs <= 0 || sample.sentBits <= 0) return false;
            }
          }
          // Windows of one function follow one another.
          return claimed <= received * (1 + 1e-9);
        },
      ),
    );
  });
});
