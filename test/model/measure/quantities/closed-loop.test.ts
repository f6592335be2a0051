import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ClosedLoop,
  closedLoopSupply,
  loopGain,
} from '../../../../src/model/measure/quantities/closed-loop.ts';

const point = {
  gain: 1000,
  path: 1,
  feedbackPerSecond: -2,
  demandPerSecond: 2,
  inputBitsPerSecond: 200,
  seedBitsPerSecond: 0,
};

describe('L', () => {
  test('is psi H / d where nothing comes by itself: -1 for who doubles the demand when all is missing', () => {
    expect(loopGain(point)).toBeCloseTo(-1);
    expect(loopGain({ ...point, path: 0.5 })).toBeCloseTo(-0.5);
    expect(loopGain({ ...point, feedbackPerSecond: 3, demandPerSecond: 6, gain: 7 })).toBeCloseTo(0.5);
  });

  test('is smaller by what comes by itself: G b_in of G b_in + b_seed', () => {
    expect(loopGain({ ...point, seedBitsPerSecond: 600_000 })).toBeCloseTo(-0.25);
  });

  test('has no meaning without demand, or where nothing is expected', () => {
    expect(loopGain({ ...point, demandPerSecond: 0 })).toBeNull();
    expect(loopGain({ ...point, inputBitsPerSecond: 0 })).toBeNull();
  });

  test('does not depend on the units of input and picture', () => {
    // All bits counted as bytes.
    expect(loopGain({ ...point, inputBitsPerSecond: 25, seedBitsPerSecond: 75_000 })).toBeCloseTo(
      loopGain({ ...point, seedBitsPerSecond: 600_000 }) ?? Number.NaN,
    );
  });
});

const loop: ClosedLoop = {
  demandBitsPerSecond: 100,
  gain: 1000,
  seedBitsPerSecond: 20_000,
  forward: 1,
  reverse: 1,
  loopGain: 0,
  capacityBitsPerSecond: null,
};

describe('eq. 5, corrected', () => {
  test('is G b_user-activity + b_seed in an open loop', () => {
    expect(closedLoopSupply(loop)).toBe(120_000);
  });

  test('is b_seed in Idle, not psi_f G b_seed as eq. 2 prints it', () => {
    expect(closedLoopSupply({ ...loop, demandBitsPerSecond: 0, forward: 0.5 })).toBe(20_000);
  });

  test('solves the loop: b_in = b_user-activity - H s put into s = psi_r (psi_f G b_in + b_seed)', () => {
    const feedback = 0.0004;
    const [forward, reverse] = [0.8, 0.5];
    const supply =
      closedLoopSupply({ ...loop, forward, reverse, loopGain: forward * reverse * 1000 * feedback }) ??
      Number.NaN;
    const input = 100 - feedback * supply;
    expect(supply).toBeCloseTo(reverse * (forward * 1000 * input + 20_000), 6);
  });

  test('keeps the min() of eq. 3', () => {
    expect(closedLoopSupply({ ...loop, capacityBitsPerSecond: 50_000, reverse: 0.5 })).toBe(25_000);
  });

  test('at L = -1 and below is bounded by the capacity alone, or not known', () => {
    for (const below of [-1, -1.5, -100]) {
      expect(closedLoopSupply({ ...loop, loopGain: below, capacityBitsPerSecond: 5e6 })).toBe(5e6);
      expect(closedLoopSupply({ ...loop, loopGain: below })).toBeNull();
    }
  });

  test('is a number of at most psi_r C for any loop, or not known', () => {
    fc.assert(
      fc.property(
        fc.record({
          demandBitsPerSecond: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
          gain: fc.double({ min: 0, max: 1e6, noNaN: true }),
          seedBitsPerSecond: fc.double({ min: 0, max: 1e8, noNaN: true }),
          forward: fc.double({ min: 0, max: 1, noNaN: true }),
          reverse: fc.double({ min: 0, max: 1, noNaN: true }),
          loopGain: fc.double({ min: -10, max: 10, noNaN: true }),
          capacityBitsPerSecond: fc.option(fc.double({ min: 1, max: 1e9, noNaN: true })),
        }),
        (any) => {
          const supply = closedLoopSupply(any);
          if (supply === null) return any.capacityBitsPerSecond === null;
          const most = any.reverse * (any.capacityBitsPerSecond ?? Number.POSITIVE_INFINITY);
          return (
            Number.isFinite(supply) && supply >= 0 && (Number.isNaN(most) || supply <= most * (1 + 1e-9))
          );
        },
      ),
    );
  });
});
