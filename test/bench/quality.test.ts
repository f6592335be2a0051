import { describe, expect, test } from 'vitest';
import { LevelHistory } from '../../bench/quality/level-history.ts';
import { qualityLinks } from '../../bench/quality/links.ts';
import { roundTripPercentile } from '../../bench/quality/round-trips.ts';

describe('the round trip of a session', () => {
  test('counts a slow answer for all the time in which nothing else was asked', () => {
    const quick = Array.from({ length: 10 }, (_, at) => ({ sentAtMs: 100 * at, roundTripMs: 40 }));
    const slow = { sentAtMs: 1000, roundTripMs: 1000 };
    expect(roundTripPercentile([slow, ...quick], 50, 0, 2000)).toBe(40);
    expect(roundTripPercentile([slow, ...quick], 51, 0, 2000)).toBe(1000);
  });

  test('is of the questions that were open in the stretch', () => {
    const trips = [
      { sentAtMs: 0, roundTripMs: 900 },
      { sentAtMs: 1000, roundTripMs: 40 },
      { sentAtMs: 1500, roundTripMs: 50 },
      { sentAtMs: 3000, roundTripMs: 700 },
    ];
    expect(roundTripPercentile(trips, 95, 1000, 3000)).toBe(50);
    expect(roundTripPercentile([], 95, 0, 1000)).toBeNull();
  });
});

describe('the quality of a session', () => {
  const history = new LevelHistory();
  history.encodings([7, -26, -254, -308], 0);
  history.encodings([7, -26, -254, -308], 500);
  history.encodings([7, -254, -308], 600);
  history.encodings([7, -32, -254], 1000);
  history.encodings([7, -26, -254], 3000);

  test('is weighed by time, and changes where the level does', () => {
    expect(history.mean(0, 4000)).toBe(3);
    expect(history.lowest(0, 4000)).toBe(0);
    expect(history.lowest(0, 900)).toBe(6);
    expect(history.changes(0, 4000)).toEqual([
      { atMs: 1000, level: 0 },
      { atMs: 3000, level: 6 },
    ]);
  });

  test('says how long it took to be good again', () => {
    expect(history.untilAtLeast(6, 2000, 4000)).toBe(1000);
    expect(history.untilAtLeast(6, 3500, 4000)).toBe(0);
    expect(history.untilAtLeast(8, 2000, 4000)).toBeNull();
  });
});

describe('the links of the bench', () => {
  test.each(qualityLinks(60))('$name is measured while it is what its name says', (link) => {
    const { network, measured, lastsMs, changesAtMs, healsAtMs } = link;
    expect(measured.untilMs).toBeLessThanOrEqual(healsAtMs ?? lastsMs);
    expect(measured.fromMs).toBeGreaterThanOrEqual(changesAtMs ?? 0);
    expect(network.steps[0]?.atMs).toBe(0);
  });
});
