import { describe, expect, it } from 'vitest';
import type { Network } from '../../../testbed/experiment/network.ts';
import { networkOf, PATHS, troublesOf } from '../../../testbed/experiment/networks.ts';
import { PROFILES } from '../../../testbed/experiment/plan.ts';

const SEEDS = Array.from({ length: 30 }, (_, at) => at + 1);
/** Every run lasts at least so long. */
const RUN_MS = 25_000;

const begin = (network: Network) => troublesOf(network)[0]?.fromMs;

describe('the schedule of a run', () => {
  it.each(PROFILES)('%s is the same for the same seed', (profile) => {
    for (const seed of SEEDS) expect(networkOf(profile, seed)).toEqual(networkOf(profile, seed));
  });

  it.each(PROFILES)('%s begins as its path is, goes forward in time and ends well', (profile) => {
    for (const seed of SEEDS) {
      const { steps } = networkOf(profile, seed);
      const times = steps.map((step) => step.atMs);
      expect(times[0]).toBe(0);
      expect(times).toEqual([...new Set(times)].sort((one, other) => one - other));
      for (const step of [steps[0], steps.at(-1)]) {
        expect(step).toMatchObject({ flows: 0, cut: 'none' });
        expect(step?.down.rateBitsPerSecond).toBe(PATHS[profile].rateMbps * 1e6);
        expect((step?.up.delayMs ?? 0) + (step?.down.delayMs ?? 0)).toBe(PATHS[profile].roundTripMs);
      }
    }
  });

  it.each(['direct', 'isolated-lan', 'wan'] as const)('%s never changes', (profile) => {
    for (const seed of SEEDS) expect(networkOf(profile, seed).steps).toHaveLength(1);
  });

  it('lets others use the public LAN, one to four at a time', () => {
    const counts = SEEDS.flatMap((seed) => networkOf('public-lan', seed).steps.map((step) => step.flows));
    expect(new Set(counts)).toEqual(new Set([0, 1, 2, 3, 4]));
  });

  it('brings changes at other times for other seeds and other profiles', () => {
    const cuts = SEEDS.map((seed) => begin(networkOf('fault', seed)));
    expect(new Set(cuts).size).toBe(SEEDS.length);
    expect(cuts).not.toEqual(SEEDS.map((seed) => begin(networkOf('capacity-drop', seed))));
    const middleMs = cuts.reduce((sum: number, atMs) => sum + (atMs ?? 0), 0) / cuts.length;
    expect(middleMs).toBeGreaterThan(5500);
    expect(middleMs).toBeLessThan(7500);
  });
});

describe('the trouble of a run', () => {
  it.each(['direct', 'isolated-lan', 'public-lan', 'wan'] as const)('is not there in %s', (profile) => {
    for (const seed of SEEDS) expect(troublesOf(networkOf(profile, seed))).toEqual([]);
  });

  it.each(['congested-wan', 'capacity-drop', 'fault'] as const)('of %s begins after 3 to 10 s', (profile) => {
    for (const seed of SEEDS) {
      const first = begin(networkOf(profile, seed));
      expect(first).toBeGreaterThanOrEqual(3000);
      expect(first).toBeLessThanOrEqual(10_000);
    }
  });

  it('of congested-wan lasts 12 s and comes back after 4 to 8 s', () => {
    for (const seed of SEEDS) {
      const troubles = troublesOf(networkOf('congested-wan', seed));
      expect(troubles.length).toBeGreaterThan(5);
      for (const [at, trouble] of troubles.entries()) {
        expect(trouble.type).toBe('congested');
        expect(trouble.untilMs - trouble.fromMs).toBe(12_000);
        const next = troubles[at + 1];
        if (next === undefined) continue;
        expect(next.fromMs - trouble.untilMs).toBeGreaterThanOrEqual(4000);
        expect(next.fromMs - trouble.untilMs).toBeLessThanOrEqual(8000);
      }
    }
  });

  it('of capacity-drop is one stretch of 10 s at a tenth of the rate', () => {
    for (const seed of SEEDS) {
      const network = networkOf('capacity-drop', seed);
      expect(network.steps.map((step) => step.down.rateBitsPerSecond)).toEqual([20e6, 2e6, 20e6]);
      const [trouble, ...more] = troublesOf(network);
      expect(more).toEqual([]);
      expect(trouble).toMatchObject({ type: 'congested' });
      expect((trouble?.untilMs ?? 0) - (trouble?.fromMs ?? 0)).toBe(10_000);
      expect(trouble?.untilMs).toBeLessThan(RUN_MS);
    }
  });

  it('of fault is one black hole that is over before the run is', () => {
    for (const seed of SEEDS) {
      const [trouble, ...more] = troublesOf(networkOf('fault', seed));
      expect(more).toEqual([]);
      expect(trouble?.type).toBe('cut');
      expect(trouble?.untilMs).toBeLessThan(RUN_MS);
    }
  });

  it('of fault has each duration and side twice in 30 seeds, and each duration in any 5', () => {
    const kinds = SEEDS.map((seed) => {
      const network = networkOf('fault', seed);
      const [trouble] = troublesOf(network);
      const lastsMs = (trouble?.untilMs ?? 0) - (trouble?.fromMs ?? 0);
      return { lastsMs, side: network.steps[1]?.cut };
    });
    const counts = new Map<string, number>();
    for (const { lastsMs, side } of kinds) {
      const kind = `${lastsMs} ${side}`;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    const expected = [500, 1000, 2000, 5000, 10_000].flatMap((lastsMs) =>
      ['both', 'up', 'down'].map((side) => `${lastsMs} ${side}`),
    );
    expect([...counts.keys()].sort()).toEqual(expected.sort());
    expect(new Set(counts.values())).toEqual(new Set([2]));
    for (let first = 0; first + 5 <= kinds.length; first++) {
      expect(new Set(kinds.slice(first, first + 5).map((kind) => kind.lastsMs)).size).toBe(5);
    }
  });
});

describe('trouble read from a schedule', () => {
  it('is one stretch where steps of the same trouble follow each other, and endless where none ends it', () => {
    const [well] = networkOf('wan', 1).steps;
    if (well === undefined) throw new Error('a schedule without a step');
    const network: Network = {
      steps: [
        well,
        { ...well, atMs: 1000, cut: 'up' },
        { ...well, atMs: 2000, cut: 'both' },
        { ...well, atMs: 3000, flows: 4 },
      ],
    };
    expect(troublesOf(network)).toEqual([
      { fromMs: 1000, untilMs: 3000, type: 'cut' },
      { fromMs: 3000, untilMs: Number.POSITIVE_INFINITY, type: 'congested' },
    ]);
  });
});
