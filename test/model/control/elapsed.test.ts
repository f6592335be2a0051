import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLOCK_NOISE_MS, Elapsed } from '../../../src/model/control/elapsed.ts';

describe('elapsed time of a gate', () => {
  const start = { monotonicMs: 1000, wallMs: 5_000_000 };

  it('is that of the monotonic clock', () => {
    expect(new Elapsed(start).at({ monotonicMs: 1250, wallMs: 5_000_250 })).toBe(250);
  });

  it('counts sleep, in which only the wall clock goes on', () => {
    expect(new Elapsed(start).at({ monotonicMs: 1010, wallMs: 5_020_000 })).toBe(20_000);
  });

  it('does not go back when the wall clock is set back', () => {
    const elapsed = new Elapsed(start);
    expect(elapsed.at({ monotonicMs: 1010, wallMs: 4_990_010 })).toBe(10_010);
    expect(elapsed.at({ monotonicMs: 1020, wallMs: 4_990_020 })).toBe(10_020);
  });

  it('adds nothing for clocks that are rounded', () => {
    const elapsed = new Elapsed(start);
    for (let passedMs = 0; passedMs < 5000; passedMs += 7) {
      const roundedMs = Math.floor(passedMs / 100) * 100;
      elapsed.at({ monotonicMs: 1000 + passedMs, wallMs: 5_000_000 + roundedMs });
    }
    expect(elapsed.at({ monotonicMs: 6000, wallMs: 5_005_000 })).toBe(5000);
  });

  it('is never less than what either clock shows, but for their noise, and never goes back', () => {
    const steps = fc.array(
      fc.record({ monotonicMs: fc.nat(5000), wallMs: fc.integer({ min: -5000, max: 5000 }) }),
    );
    fc.assert(
      fc.property(steps, (moves) => {
        const elapsed = new Elapsed(start);
        let at = start;
        let beforeMs = 0;
        for (const move of moves) {
          at = { monotonicMs: at.monotonicMs + move.monotonicMs, wallMs: at.wallMs + move.wallMs };
          const nowMs = elapsed.at(at);
          expect(nowMs).toBeGreaterThanOrEqual(beforeMs);
          expect(nowMs).toBeGreaterThanOrEqual(at.monotonicMs - start.monotonicMs);
          expect(nowMs).toBeGreaterThanOrEqual(Math.abs(at.wallMs - start.wallMs) - CLOCK_NOISE_MS);
          beforeMs = nowMs;
        }
      }),
    );
  });
});
