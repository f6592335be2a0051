import type { Bin, BinActivity } from '../../src/model/measure/bin.ts';

/** A bin of 50 ms at rest on a good path of 40 ms, but for what is told. */
export function binOf(parts: Partial<Bin> & Pick<Bin, 'atMs'>): Bin {
  return {
    lengthMs: 50,
    activity: [],
    supplyBytes: 0,
    updates: 0,
    trainBytes: 0,
    trainMs: 0,
    responseMs: null,
    noResponse: 0,
    roundTripMs: null,
    effectiveMs: 40,
    baseMs: 40,
    level: 'ok',
    quality: 1,
    probe: 'fence',
    settled: true,
    state: 'idle',
    noData: false,
    idleLabel: 'think',
    unacknowledged: 0,
    retryRatio: 0,
    freezes: 0,
    frozenRatio: 0,
    ...parts,
  };
}

/** One press of 6 B that went out, and its release. */
export function activityOf(parts: Partial<BinActivity> = {}): BinActivity {
  return {
    function: 'pointer',
    actions: 1,
    retries: 0,
    delivered: 1,
    attemptedBytes: 12,
    deliveredBytes: 12,
    messages: 2,
    ...parts,
  };
}

/** A row of bins of 50 ms that end at 50, 100, ... ms. */
export function binsOf(count: number, at: (index: number) => Partial<Bin> = () => ({})): Bin[] {
  return Array.from({ length: count }, (_, index) => binOf({ atMs: 50 * (index + 1), ...at(index) }));
}
