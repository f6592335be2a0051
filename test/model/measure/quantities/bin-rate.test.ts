import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BinRate } from '../../../../src/model/measure/quantities/bin-rate.ts';

describe('a rate over bins', () => {
  test('of an even stream is that stream, from the first bin on', () => {
    const rate = new BinRate(1000);
    for (let i = 0; i < 200; i++) {
      rate.add(5, 50);
      if (i >= 5) expect(rate.perSecond).toBeCloseTo(100, 6);
    }
  });

  test('falls to 1 / e in one time constant of silence', () => {
    const rate = new BinRate(1000);
    for (let i = 0; i < 1000; i++) rate.add(5, 50);
    rate.add(0, 1000);
    expect(rate.perSecond).toBeCloseTo(100 / Math.E, 6);
  });

  test('is no spike after a long bin: what it holds is spread over it', () => {
    const rate = new BinRate(1000);
    for (let i = 0; i < 1000; i++) rate.add(5, 50);
    rate.add(6000, 60_000);
    expect(rate.perSecond).toBeCloseTo(100, 6);
  });

  test('does not depend on how an even stream is cut into bins', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2000 }), { minLength: 1, maxLength: 60 }), (lengths) => {
        const whole = new BinRate(1000);
        const pieces = new BinRate(1000);
        for (const lengthMs of lengths) {
          whole.add(lengthMs * 3, lengthMs);
          pieces.add(lengthMs, lengthMs / 3);
          pieces.add(0, 0);
          pieces.add(lengthMs * 2, (2 * lengthMs) / 3);
        }
        return Math.abs(whole.perSecond - pieces.perSecond) <= 1e-6 * (1 + whole.perSecond);
      }),
    );
  });
});
