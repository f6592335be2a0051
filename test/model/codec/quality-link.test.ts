import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CubicQueue } from '../../../testbed/loop/cubic-queue.ts';
import { SESSION_RUNS } from '../../support/property-runs.ts';
import { AUTOMATIC, policyOf } from '../../support/quality-bench.ts';
import { QualityLink, type QualityLinkOptions } from '../../support/quality-link.ts';

const SIX = policyOf({ type: 'fixed', level: 6 });
const MBIT = 1_000_000;
// A run is some minutes of a session.
const RUNS = Math.ceil(SESSION_RUNS / 100);

/** The same link with the law and with a fixed 6. */
function both(options: Omit<QualityLinkOptions, 'policy'>, play: (link: QualityLink) => void) {
  const [law, six] = [AUTOMATIC, SIX].map((policy) => {
    const link = new QualityLink({ policy, ...options });
    play(link);
    return link;
  });
  if (law === undefined || six === undefined) throw new Error('there are two');
  return { law, six };
}

describe('on a simulated link', () => {
  it('that falls from 20 to 2 Mbit/s, round trips are at most half of those at 6', () => {
    const { law, six } = both({ capacityBitsPerSecond: 20 * MBIT }, (link) =>
      link
        .run(30_000)
        .capacity(2 * MBIT)
        .run(60_000)
        .capacity(20 * MBIT)
        .run(120_000),
    );
    const p95 = (link: QualityLink) => link.roundTrip(0.95, 32_000, 52_000);
    expect(p95(law)).toBeLessThan(p95(six) / 2);
    // Down within two seconds, then quiet until the link is wide again.
    expect(law.levels[1]?.atMs).toBeLessThan(32_000);
    expect(law.changesIn(33_000, 60_000)).toBe(0);
    expect(law.level).toBe(6);
    expect(law.levels.at(-1)?.atMs).toBeLessThan(80_000);
  });

  it.each([1, 2, 5])('of %i Mbit/s, round trips are at most half of those at 6', (mbit) => {
    const { law, six } = both({ capacityBitsPerSecond: mbit * MBIT }, (link) => link.run(90_000));
    const p95 = (link: QualityLink) => link.roundTrip(0.95, 30_000);
    expect(p95(law)).toBeLessThan(p95(six) / 2);
  });

  it.each([20, 50, 1000])(
    'of %i Mbit/s, the level of a busy user is never below 6, and bytes are as many',
    (mbit) => {
      for (const jitterMs of [0, 5, 20]) {
        const { law, six } = both({ capacityBitsPerSecond: mbit * MBIT, jitterMs }, (link) =>
          link.run(60_000),
        );
        expect(law.lowestIn(0, 60_000)).toBe(6);
        expect(law.bytes / six.bytes).toBeGreaterThan(0.9);
        expect(law.bytes / six.bytes).toBeLessThan(1.1);
      }
    },
  );

  it('who only looks on gets more, and the former level at once when he acts again', () => {
    const isActive = (nowMs: number) => nowMs < 20_000 || nowMs > 60_000;
    const link = new QualityLink({ policy: AUTOMATIC, capacityBitsPerSecond: 50 * MBIT, isActive }).run(
      80_000,
    );
    expect(link.levels.map(({ level }) => level)).toEqual([6, 9, 6]);
    expect(link.levels[2]?.atMs).toBeLessThan(60_600);
  });

  it('who pauses often does not make the level flicker', () => {
    const isActive = (nowMs: number) => nowMs % 8000 < 3000;
    const link = new QualityLink({ policy: AUTOMATIC, capacityBitsPerSecond: 50 * MBIT, isActive }).run(
      300_000,
    );
    for (let fromMs = 0; fromMs < 240_000; fromMs += 1000) {
      expect(link.changesIn(fromMs, fromMs + 60_000)).toBeLessThanOrEqual(2);
    }
  });

  it('that stalls, nothing is sent; after a short stall nothing changes, after a long one it begins again at 4', () => {
    for (const [ms, levels] of [
      [500, [6]],
      [3000, [6, 4, 6]],
    ] as const) {
      const link = new QualityLink({ policy: AUTOMATIC, capacityBitsPerSecond: 20 * MBIT });
      link
        .run(30_000)
        .stall()
        .run(30_000 + ms)
        .heal()
        .run(80_000);
      expect(link.effects.filter(({ effect, isStall }) => isStall && effect.type !== 'announce')).toEqual([]);
      expect(link.levels.map(({ level }) => level)).toEqual(levels);
    }
  });

  it.each([1, 2, 4])(
    'beside %i greedy flows, less quality is in vain: given back within 10 s, and tried again ever more seldom',
    (flows) => {
      const link = new QualityLink({ policy: AUTOMATIC, capacityBitsPerSecond: 10 * MBIT });
      const queue = new CubicQueue({ capacityBitsPerSecond: 10 * MBIT, flows });
      link.run(30_000);
      for (let atMs = 0; atMs < 270_000; atMs += 20) {
        const { shareForOthersBitsPerSecond, delayMs } = queue.at(atMs);
        link.shared(shareForOthersBitsPerSecond, delayMs).run(30_000 + atMs);
      }
      const begins = (isLow: boolean) =>
        link.levels
          .filter(({ level }, at) => level < 6 === isLow && (link.levels[at - 1]?.level ?? 6) < 6 !== isLow)
          .map(({ atMs }) => atMs);
      const [tried, given] = [begins(true), begins(false)];
      expect([tried.length, given.length]).toEqual([3, 3]);
      for (const [at, atMs] of given.entries()) expect(atMs - (tried[at] ?? 0)).toBeLessThan(10_000);
      for (const [at, atMs] of tried.slice(1).entries()) {
        expect(atMs - (given[at] ?? 0)).toBeGreaterThanOrEqual(60_000 * 2 ** at);
      }
    },
  );

  it("where the level has no effect, the page's own is restored", () => {
    const link = new QualityLink({ policy: AUTOMATIC, capacityBitsPerSecond: 2 * MBIT, hasEffect: false });
    link.run(60_000);
    expect(link.quality.reading(60_000).support).toBe('no-effect');
    expect(link.level).toBe(6);
    expect(link.changesIn(5000, 60_000)).toBe(0);
  });
});

describe('on any steady link', () => {
  const link = fc.record({
    seed: fc.integer({ min: 1, max: 1000 }),
    capacityBitsPerSecond: fc.integer({ min: 3, max: 400 }).map((each) => each * 100_000),
    frameBytes: fc.integer({ min: 10, max: 400 }).map((each) => each * 1000),
    frameMs: fc.integer({ min: 30, max: 600 }),
    roundTripMs: fc.constantFrom(5, 40, 120, 300),
    jitterMs: fc.constantFrom(0, 2, 8),
    messageBytes: fc.constantFrom(4096, 16_384, 65_536),
    pageLevel: fc.integer({ min: 0, max: 9 }),
  });

  /** Changes in the busiest minute after the first. */
  const restlessness = (options: Omit<QualityLinkOptions, 'policy'>): number => {
    const run = new QualityLink({ policy: AUTOMATIC, ...options }).run(240_000);
    const begins = Array.from({ length: 61 }, (_, at) => 60_000 + at * 2000);
    return Math.max(...begins.map((fromMs) => run.changesIn(fromMs, fromMs + 60_000)));
  };

  it('the level of a picture that moves settles: at most two changes in any minute after the first', () => {
    fc.assert(
      fc.property(link, fc.integer({ min: 30, max: 150 }), (options, frameMs) => {
        expect(restlessness({ ...options, frameMs })).toBeLessThanOrEqual(2);
      }),
      { numRuns: RUNS },
    );
  });

  // Of updates that come seldom too little is seen of the link (docs/quality-law.md, "What is not done").
  it('the level of a picture that changes seldom changes six times in a minute at most', () => {
    fc.assert(
      fc.property(link, (options) => {
        expect(restlessness(options)).toBeLessThanOrEqual(6);
      }),
      { numRuns: RUNS },
    );
  });

  it('a raise that fails is taken back alone, and the next one waits', () => {
    const large = { frameBytes: 375_000, frameMs: 580, roundTripMs: 40, jitterMs: 2, pageLevel: 9 } as const;
    const options = { ...large, seed: 999, capacityBitsPerSecond: 37_900_000, messageBytes: 65_536 };
    const { levels } = new QualityLink({ policy: AUTOMATIC, ...options }).run(100_000);
    expect(levels.map(({ level }) => level)).toEqual([9, 0, 1, 2, 4, 6, 7, 8, 7, 8, 7]);
  });

  it('more capacity never ends lower', () => {
    fc.assert(
      fc.property(link, fc.constantFrom(1.5, 2, 4, 10), (options, times) => {
        const end = (factor: number) => {
          const capacityBitsPerSecond = options.capacityBitsPerSecond * factor;
          const run = new QualityLink({ policy: AUTOMATIC, ...options, capacityBitsPerSecond }).run(120_000);
          return run.level;
        };
        expect(end(times)).toBeGreaterThanOrEqual(end(1));
      }),
      { numRuns: RUNS },
    );
  });
});
