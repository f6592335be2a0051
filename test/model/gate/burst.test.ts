import { describe, expect, it } from 'vitest';
import { Burst } from '../../../src/model/gate/burst.ts';

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
});
