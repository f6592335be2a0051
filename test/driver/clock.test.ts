import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sleepCorrectedClock } from '../../src/driver/clock.ts';

function moved() {
  const at = { monotonicMs: 100, wallMs: 1_700_000_000_000 };
  const nowMs = sleepCorrectedClock(
    () => at.monotonicMs,
    () => at.wallMs,
  );
  return { at, nowMs };
}

describe('the clock', () => {
  it('counts the time the machine slept', () => {
    const { at, nowMs } = moved();
    const before = nowMs();
    at.monotonicMs += 10;
    at.wallMs += 3_600_000;
    expect(nowMs() - before).toBe(3_600_000);
  });

  it('takes a wall clock set back for time that passed', () => {
    const { at, nowMs } = moved();
    const before = nowMs();
    at.monotonicMs += 10;
    at.wallMs -= 5_000;
    expect(nowMs() - before).toBe(5_000);
  });

  it('does not run fast when both clocks are coarse', () => {
    const { at, nowMs } = moved();
    const before = nowMs();
    for (let i = 0; i < 100_000; i++) {
      at.monotonicMs += 0.5;
      if (i % 2 === 0) at.wallMs += 1;
      nowMs();
    }
    expect(nowMs() - before).toBe(50_000);
  });

  it('is never far behind a clock that is faster, however slowly they part', () => {
    const { at, nowMs } = moved();
    const before = nowMs();
    for (let i = 0; i < 1000; i++) {
      at.monotonicMs += 40;
      at.wallMs += 50;
      nowMs();
    }
    expect(nowMs() - before).toBeGreaterThanOrEqual(50_000 - 120);
    expect(nowMs() - before).toBeLessThanOrEqual(50_000);
  });

  it('makes up for no more than it is behind, after the other clock was behind', () => {
    const { at, nowMs } = moved();
    const before = nowMs();
    for (const wallMs of [20, 80]) {
      for (let i = 0; i < 1000; i++) {
        at.monotonicMs += 50;
        at.wallMs += wallMs;
        nowMs();
      }
    }
    expect(nowMs() - before).toBeGreaterThanOrEqual(50_000 + 80_000 - 120);
    expect(nowMs() - before).toBeLessThanOrEqual(50_000 + 80_000);
  });

  it('never goes back', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(1000), fc.integer({ min: -10_000, max: 10_000 }))), (steps) => {
        const { at, nowMs } = moved();
        let last = nowMs();
        for (const [monotonicMs, wallMs] of steps) {
          at.monotonicMs += monotonicMs;
          at.wallMs += wallMs;
          const now = nowMs();
          expect(now - last).toBeGreaterThanOrEqual(monotonicMs);
          last = now;
        }
      }),
    );
  });
});
