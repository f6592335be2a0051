import { describe, expect, test } from 'vitest';
import {
  meanOpinion,
  type OpinionGrip,
  type OpinionSight,
  opinionTerms,
} from '../../../../src/model/measure/quantities/mean-opinion.ts';
import { SessionScore } from '../../../../src/model/measure/quantities/session-score.ts';

const sight: OpinionSight = { responseMs: 40, frozenRatio: 0, freezes: 0, retryRatio: 0 };
const opinion = (parts: Partial<OpinionSight>, grip: OpinionGrip): number =>
  meanOpinion(opinionTerms({ ...sight, ...parts }, grip));

describe('q_mos', () => {
  test('is 5 where nothing is felt, and 1 where all is lost', () => {
    expect(opinion({}, 'tight')).toBe(5);
    expect(opinion({ responseMs: 60_000 }, 'loose')).toBeCloseTo(1);
  });

  test.each<[number, number]>([
    [162, 4],
    [320, 3],
  ])('of tight work is at the edge of a grade at %i ms: %i', (responseMs, edge) => {
    expect(opinion({ responseMs }, 'tight')).toBeCloseTo(edge, 1);
  });

  test.each<[number, number]>([
    [309, 4],
    [674, 3],
  ])('of loose work is at the edge of a grade at %i ms: %i', (responseMs, edge) => {
    expect(opinion({ responseMs }, 'loose')).toBeCloseTo(edge, 1);
  });

  test('falls with freezes and with effort in vain, as its terms say', () => {
    // exp(-(3 / 30 / 0.45 + 1 / 9.4)) and exp(-1.5 / 3).
    expect(opinion({ frozenRatio: 0.1, freezes: 1 }, 'tight')).toBeCloseTo(
      1 + 4 * Math.exp(-(0.1 / 0.45 + 1 / 9.4)),
    );
    expect(opinion({ retryRatio: 1 / 3 }, 'loose')).toBeCloseTo(1 + 4 * Math.exp(-0.5));
  });
});

describe("Fig. 7's ordinal facts, of which none can be a calibration", () => {
  // Upper quartiles of the round trip; public LAN and WAN with the queues of the cross-traffic the paper blames.
  const gigabit = { responseMs: 1 };
  const isolated = { responseMs: 58 };
  const publicLan = { responseMs: 60 };
  const wan = { responseMs: 315 };
  const novice = (parts: Partial<OpinionSight>): number => opinion(parts, 'loose');
  const expert = (parts: Partial<OpinionSight>): number => opinion(parts, 'tight');

  test('1: Direct GigE is 5 for both', () => {
    expect(novice(gigabit)).toBe(5);
    expect(expert(gigabit)).toBe(5);
  });

  test('2: each is worse on a worse connection', () => {
    for (const of of [novice, expert]) {
      expect(of(isolated)).toBeLessThan(of(gigabit));
      expect(of(publicLan)).toBeLessThanOrEqual(of(isolated));
      expect(of(wan)).toBeLessThan(of(publicLan));
    }
  });

  test('3: Isolated and Public LAN are comparable', () => {
    expect(Math.abs(expert(isolated) - expert(publicLan))).toBeLessThan(0.1);
    expect(Math.abs(novice(isolated) - novice(publicLan))).toBeLessThan(0.1);
  });

  test('4: the WAN is acceptable for both: between 3 and 4', () => {
    // 10 Mbit/s, one cubic flow, half a second of buffer: a round trip of 315 ms was measured.
    expect(expert(wan)).toBeCloseTo(3.03, 2);
    expect(novice(wan)).toBeCloseTo(3.98, 2);
    for (const of of [novice, expert]) {
      expect(of(wan)).toBeGreaterThan(3);
      expect(of(wan)).toBeLessThan(4);
    }
  });

  test('5: novices are at least as content as experts everywhere', () => {
    for (const each of [gigabit, isolated, publicLan, wan])
      expect(novice(each)).toBeGreaterThanOrEqual(expert(each));
  });

  test('6: both LANs are good for both', () => {
    for (const of of [novice, expert]) {
      expect(of(isolated)).toBeGreaterThanOrEqual(4);
      expect(of(publicLan)).toBeGreaterThanOrEqual(4);
    }
    // A LAN of 60 ms: 4.90 and 4.96.
    expect(expert(publicLan)).toBeCloseTo(4.9, 2);
    expect(novice(publicLan)).toBeCloseTo(4.96, 2);
  });
});

describe('the score of a session', () => {
  const scoreOf = (opinions: readonly number[]): number | null => {
    const score = new SessionScore();
    for (const each of opinions) score.add(each);
    return score.reading;
  };
  const seconds = (count: number, opinion: number): number[] => new Array<number>(count).fill(opinion);

  test('is not told before a minute of use', () => {
    expect(scoreOf(seconds(59, 5))).toBeNull();
    expect(scoreOf(seconds(60, 5))).toBeCloseTo(5);
  });

  test('is 0.7 mean + 0.3 tenth percentile', () => {
    // Short against the ten minutes of memory: a fifth at 2, mixed in evenly, the rest at 4.
    const mixed = Array.from({ length: 100 }, (_, i) => (i % 5 === 0 ? 2 : 4));
    expect(scoreOf(mixed)).toBeCloseTo(0.7 * 3.6 + 0.3 * 2, 1);
  });

  test('remembers what was last better than what was first', () => {
    const better = scoreOf([...seconds(600, 2), ...seconds(600, 4)]) ?? 0;
    const worse = scoreOf([...seconds(600, 4), ...seconds(600, 2)]) ?? 5;
    // Weights 1 and 1 / e: the mean is (4 e + 2) / (e + 1) and (2 e + 4) / (e + 1).
    expect(better - worse).toBeCloseTo((0.7 * (2 * Math.E - 2)) / (Math.E + 1), 1);
  });

  test('is the same after a hundred hours of the same', () => {
    expect(scoreOf(seconds(360_000, 3.5))).toBeCloseTo(3.5, 6);
  });
});
