import { describe, expect, it } from 'vitest';
import { BURST_PAUSE_MS, Burst } from '../../../src/model/gate/burst.ts';

function cutAt(nowMs: number): Burst {
  const burst = new Burst();
  for (let i = 0; i < 10; i++) {
    burst.pressed(i * 50);
    burst.sent();
  }
  burst.pressed(nowMs);
  burst.dropped(1, nowMs);
  return burst;
}

describe('a burst', () => {
  it('is cut by one dropped press and says what arrived', () => {
    expect(new Burst().picture).toBeNull();
    expect(cutAt(500).picture).toEqual({ sent: 10, dropped: 1, sinceMs: 500 });
  });

  it('stays cut until all is acknowledged, the input has paused, and the user was told', () => {
    const burst = cutAt(500);
    burst.update(true, 5000);
    expect(burst.isCut).toBe(true);
    burst.told();
    burst.update(false, 5000);
    expect(burst.isCut).toBe(true);
    burst.update(true, 1199);
    expect(burst.isCut).toBe(true);
    burst.update(true, 1200);
    expect(burst.isCut).toBe(false);
  });

  it('counts the pause from the last press, sent or not', () => {
    const burst = cutAt(500);
    burst.told();
    burst.pressed(1100);
    burst.dropped(1, 1100);
    burst.update(true, 1300);
    expect(burst.isCut).toBe(true);
    expect(burst.picture).toEqual({ sent: 10, dropped: 2, sinceMs: 500 });
    burst.update(true, 1800);
    expect(burst.isCut).toBe(false);
  });

  it('does not count repeats of a held key, but is cut by them', () => {
    const burst = new Burst();
    burst.pressed(0);
    burst.dropped(0, 0);
    expect(burst.picture).toEqual({ sent: 0, dropped: 0, sinceMs: 0 });
  });

  it('must be told of anew for each cut, and counts from nothing after a pause', () => {
    const burst = cutAt(500);
    expect(burst.isUntold).toBe(true);
    burst.told();
    expect(burst.isUntold).toBe(false);
    burst.update(true, 2000);
    burst.pressed(2000);
    burst.dropped(1, 2000);
    expect(burst.isUntold).toBe(true);
    expect(burst.picture).toEqual({ sent: 0, dropped: 1, sinceMs: 2000 });
  });

  it('is another one after a pause, and the same before it is over', () => {
    const countAfter = (pauseMs: number) => {
      const burst = new Burst();
      burst.pressed(1000);
      burst.sent();
      burst.pressed(1000 + pauseMs);
      burst.dropped(1, 1000 + pauseMs);
      return burst.picture?.sent;
    };
    expect(countAfter(BURST_PAUSE_MS - 1)).toBe(1);
    expect(countAfter(BURST_PAUSE_MS)).toBe(0);
  });

  it('is not told of before it was cut', () => {
    const burst = new Burst();
    burst.told();
    burst.dropped(1, 100);
    expect(burst.isUntold).toBe(true);
  });

  it('is whole again at once when nothing is held back any more, and the next cut is told of', () => {
    const burst = cutAt(500);
    burst.told();
    burst.clear();
    expect(burst.isCut).toBe(false);
    expect(burst.picture).toBeNull();
    burst.dropped(1, 600);
    expect(burst.isUntold).toBe(true);
  });
});
