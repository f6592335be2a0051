import { describe, expect, it } from 'vitest';
import { CalmExcess } from '../../../src/model/session/calm-excess.ts';
import { OK_EXCESS_SAMPLES } from '../../../src/model/session/thresholds.ts';

function okExcessAfter(excess: (index: number) => number, answers: number): number {
  const calm = new CalmExcess();
  for (let i = 0; i < answers; i++) calm.note(excess(i));
  return calm.okExcessMs;
}

describe('the excess below which the net is OK', () => {
  it('is 100 ms before anything was learned, and on a calm link', () => {
    expect(okExcessAfter(() => 0, 0)).toBe(100);
    expect(okExcessAfter(() => 3, 500)).toBe(100);
  });

  it('is 20 ms above what 95 of 100 answers stay below', () => {
    expect(okExcessAfter((i) => i % 100, 1000)).toBe(94 + 20);
  });

  it('is never above 150 ms', () => {
    expect(okExcessAfter(() => 900, 100)).toBe(150);
  });

  it('forgets what is longer ago than its window', () => {
    expect(okExcessAfter((i) => (i < 1000 ? 120 : 1), 1000 + OK_EXCESS_SAMPLES)).toBe(100);
  });
});
