import { describe, expect, it } from 'vitest';
import { HOLD_MS, Hold, MAX_STEP_MS } from '../../../src/ui/safety/hold.ts';

/** Looks every 50 ms, as the button does. */
function watch(hold: Hold, fromMs: number, forMs: number): void {
  for (let ms = 50; ms <= forMs; ms += 50) hold.look(fromMs + ms);
}

describe('a hold', () => {
  it('is done after 1.5 s and not before', () => {
    const hold = new Hold();
    hold.begin('pointer 1', 1_000);
    watch(hold, 1_000, HOLD_MS - 50);
    expect([hold.phase, hold.ratio > 0.9]).toEqual(['holding', true]);
    expect(hold.look(1_000 + HOLD_MS)).toBe('done');
  });

  it('begins anew after it was let go', () => {
    const hold = new Hold();
    hold.begin('key  ', 0);
    watch(hold, 0, 1_400);
    expect(hold.end('key  ')).toBe(true);
    expect([hold.phase, hold.ratio]).toEqual(['idle', 0]);
    hold.begin('key  ', 1_400);
    expect(hold.look(1_500)).toBe('holding');
  });

  it('is ended by what began it, or by looking away, and by nothing else', () => {
    const hold = new Hold();
    hold.begin('pointer 1', 0);
    hold.begin('pointer 2', 1_000);
    expect(hold.end('pointer 2')).toBe(false);
    expect(hold.phase).toBe('holding');
    expect(hold.end()).toBe(true);
    expect(hold.end()).toBe(false);
  });

  it('does not count time in which nobody could have seen it end', () => {
    const hold = new Hold();
    hold.begin('pointer 1', 0);
    expect(hold.look(10_000)).toBe('holding');
    expect(hold.ratio).toBeCloseTo(MAX_STEP_MS / HOLD_MS);
  });

  it('does not count a clock that goes back', () => {
    const hold = new Hold();
    hold.begin('pointer 1', 5_000);
    hold.look(1_000);
    expect(hold.ratio).toBe(0);
  });
});
