import { describe, expect, it } from 'vitest';
import { counted, type Quantity, unknown } from '../../../src/model/measure/quantities/quantity.ts';
import { compare } from '../../../testbed/loop/recovered.ts';

const estimate = (low: number | null, high: number | null): Quantity => ({
  value: 110,
  low,
  high,
  confidence: 'high',
  reason: null,
  samples: 9,
});

describe('an estimate beside the truth', () => {
  it('is inside when the truth lies between the stated bounds, those included', () => {
    expect(compare(estimate(100, 120), 100).isInside).toBe(true);
    expect(compare(estimate(101, 120), 100).isInside).toBe(false);
    expect(compare(estimate(90, 99), 100).isInside).toBe(false);
  });

  it('takes a bound that is not stated as none', () => {
    expect(compare(estimate(90, null), 1e9).isInside).toBe(true);
    expect(compare(estimate(101, null), 100).isInside).toBe(false);
    expect(compare(counted(110), 100).isInside).toBeNull();
  });

  it('gives the error as a share of the truth, and none where nothing was estimated', () => {
    expect(compare(estimate(100, 120), 100).error).toBeCloseTo(0.1);
    expect(compare(unknown('few-samples'), 100).error).toBeNull();
  });
});
