import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PictureMeter, rungOf } from '../../../src/model/codec/picture-meter.ts';
import { LADDER } from '../../../src/model/codec/quality-level.ts';
import { DECODER_RUNS } from '../../support/property-runs.ts';

const PIXELS = 640 * 480;

/** So many frames, 10 a second. */
function frames(meter: PictureMeter, bytes: number, count: number, fromMs: number): void {
  for (let frame = 0; frame < count; frame++) meter.update(bytes, PIXELS, fromMs + 100 * frame);
}

describe('what pictures weigh', () => {
  it('is known at the level in force, and expected at the others by what was measured on microscope noise', () => {
    const meter = new PictureMeter();
    meter.changed(6, 0);
    frames(meter, 98_000, 20, 0);
    expect(meter.bytesAt(6)).toBeCloseTo(98_000);
    expect(meter.bytesAt(0)).toBeCloseTo(0.16 * 98_000);
    expect(meter.bytesAt(9)).toBeCloseTo(3.06 * 98_000);
  });

  it('follows the large updates: small ones between them do not fill a link', () => {
    const meter = new PictureMeter();
    meter.changed(6, 0);
    for (let at = 0; at < 5000; at += 100) meter.update(at % 500 === 0 ? 100_000 : 500, PIXELS, at);
    expect(meter.bytesAt(6)).toBeGreaterThan(80_000);
  });

  it('is not forgotten for the tiny updates that follow a change', () => {
    const meter = new PictureMeter();
    meter.changed(6, 0);
    frames(meter, 98_000, 20, 0);
    meter.changed(2, 2000);
    for (let at = 2000; at < 4000; at += 100) meter.update(40, 1, at);
    expect(meter.bytesAt(2)).toBeGreaterThan(0.95 * 0.41 * 98_000);
  });

  it('is corrected by what a change of the level was seen to do', () => {
    const meter = new PictureMeter();
    meter.changed(6, 0);
    frames(meter, 100_000, 20, 0);
    meter.changed(2, 2000);
    expect(meter.bytesAt(2)).toBeCloseTo(41_000);
    frames(meter, 60_000, 20, 2100);
    expect(Math.abs(meter.bytesAt(2) - 60_000)).toBeLessThan(500);
    expect(meter.seen(4100)).toBe('works');
    meter.changed(6, 4200);
    // Half of the way, on a logarithmic scale: the picture may have changed by itself.
    expect(meter.bytesAt(6)).toBeGreaterThan(60_000 / 0.6);
    expect(meter.bytesAt(6)).toBeLessThan(60_000 / 0.41);
  });

  it('tells that a change of two rungs did nothing, and believes it for five minutes', () => {
    const meter = new PictureMeter();
    meter.changed(6, 0);
    frames(meter, 100_000, 20, 0);
    meter.changed(2, 2000);
    frames(meter, 97_000, 1, 2100);
    expect(meter.seen(2300)).toBe('unknown');
    frames(meter, 97_000, 5, 2300);
    expect(meter.seen(3000)).toBe('none');
    expect(meter.seen(301_000)).toBe('none');
    expect(meter.seen(310_000)).toBe('unknown');
  });

  it.each([85_000, 130_000])('leaves open what a change of two rungs to %i bytes did', (bytes) => {
    const meter = new PictureMeter();
    meter.changed(6, 0);
    frames(meter, 100_000, 20, 0);
    meter.changed(2, 2000);
    frames(meter, bytes, 20, 2100);
    expect(meter.seen(4100)).toBe('unknown');
  });

  it('does not judge by one rung, by few pixels, or by signs without pixels', () => {
    const near = new PictureMeter();
    near.changed(6, 0);
    frames(near, 100_000, 20, 0);
    near.changed(7, 2000);
    frames(near, 100_000, 20, 2100);
    expect(near.seen(4100)).toBe('unknown');

    const small = new PictureMeter();
    small.changed(6, 0);
    frames(small, 100_000, 20, 0);
    small.changed(2, 2000);
    for (let frame = 0; frame < 20; frame++) small.update(500, 100, 2100 + frame);
    for (let frame = 0; frame < 20; frame++) small.update(20, 0, 2200 + frame);
    expect(small.seen(4100)).toBe('unknown');
  });

  it('is never less at more quality, whatever was seen', () => {
    const step = fc.record({
      level: fc.integer({ min: 0, max: 9 }),
      bytes: fc.integer({ min: 1, max: 5_000_000 }),
      count: fc.integer({ min: 0, max: 6 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const meter = new PictureMeter();
        for (const [index, { level, bytes, count }] of steps.entries()) {
          meter.changed(level, 1000 * index);
          frames(meter, bytes, count, 1000 * index);
          const weights = LADDER.map((each) => meter.bytesAt(each));
          expect(weights.every((each) => Number.isFinite(each) && each >= 0)).toBe(true);
          expect([...weights].sort((a, b) => a - b)).toEqual(weights);
        }
      }),
      { numRuns: DECODER_RUNS },
    );
  });

  it('takes a level between two rungs for the lower one', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 9].map(rungOf)).toEqual([0, 1, 2, 2, 3, 3, 4, 7]);
  });
});
