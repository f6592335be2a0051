import { describe, expect, it } from 'vitest';
import { FightCount } from '../../../src/ui/stage/fight-count.ts';

describe('the count of fights', () => {
  it('calls it a fight at the third time within ten seconds', () => {
    const fights = new FightCount();
    for (const atMs of [0, 4_000]) {
      expect(fights.mayPutBack(atMs)).toBe(true);
      expect(fights.isFight(atMs)).toBe(false);
    }
    expect(fights.mayPutBack(8_000)).toBe(true);
    expect(fights.isFight(8_000)).toBe(true);
    expect(fights.isFight(9_999)).toBe(true);
    expect(fights.isFight(10_000)).toBe(false);
  });

  it('is no fight when the page opens a dialog every few seconds', () => {
    const fights = new FightCount();
    for (let atMs = 0; atMs < 60_000; atMs += 5_000) {
      expect(fights.mayPutBack(atMs)).toBe(true);
      expect(fights.isFight(atMs)).toBe(false);
    }
  });

  it('never gives up in a fight, but takes its time', () => {
    const fights = new FightCount();
    let times = 0;
    for (let atMs = 0; atMs < 60_000; atMs += 250) if (fights.mayPutBack(atMs)) times++;
    expect(times).toBeGreaterThan(50);
    expect(times).toBeLessThan(70);
    expect(fights.isFight(60_000)).toBe(true);
  });
});
