import { describe, expect, it } from 'vitest';
import { ONSETS } from '../../../testbed/loop/onset.ts';
import { simulateHealthy, simulateOnsets } from '../../../testbed/loop/simulated-detectors.ts';

describe('the detectors on the simulated links', () => {
  it('call nothing bad in six minutes of a healthy link with 5 ms jitter, whose pictures are large', () => {
    const { levels, gate, roundTripsMs, seconds } = simulateHealthy(5, 0.1);
    expect(seconds).toBeCloseTo(360, 0);
    expect(roundTripsMs.length).toBeGreaterThan(1500);
    expect(levels.bad.all).toBe(0);
    expect(levels.stall.all).toBe(0);
    expect(gate).toEqual({});
  });

  it('notice every kind of onset within a second, and never before it', () => {
    for (const onset of ONSETS) {
      for (const { badMs } of simulateOnsets(onset, 3)) {
        expect(badMs, onset.name).toBeGreaterThan(0);
        expect(badMs, onset.name).toBeLessThan(1000);
      }
    }
  });
});
