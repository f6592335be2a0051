import fc from 'fast-check';
import type { Bin, BinActivity } from '../../src/model/measure/bin.ts';
import { UNMARKED } from '../../src/model/measure/bin.ts';

const activity: fc.Arbitrary<BinActivity> = fc.record({
  function: fc.constantFrom(...UNMARKED, 'stage'),
  actions: fc.nat(5),
  retries: fc.nat(2),
  delivered: fc.nat(5),
  attemptedBytes: fc.nat(500),
  deliveredBytes: fc.nat(500),
  messages: fc.nat(20),
});

/** A bin as the decoder lets it in, whether or not a session could bring it about. */
export const anyBin: fc.Arbitrary<Bin> = fc.record({
  atMs: fc.constant(0),
  lengthMs: fc.oneof(
    { weight: 8, arbitrary: fc.constant(50) },
    fc.constant(0),
    fc.integer({ min: 0, max: 4e6 }),
  ),
  activity: fc.uniqueArray(activity, { selector: (each) => each.function, maxLength: 4 }),
  supplyBytes: fc.oneof(fc.nat(2000), fc.constant(0), fc.nat(1e9)),
  updates: fc.nat(10),
  trainBytes: fc.oneof(fc.constant(0), fc.nat(1e7)),
  trainMs: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e5, noNaN: true })),
  responseMs: fc.option(fc.double({ min: 0, max: 3000, noNaN: true })),
  noResponse: fc.nat(3),
  roundTripMs: fc.option(fc.double({ min: 0, max: 1e5, noNaN: true })),
  effectiveMs: fc.option(fc.double({ min: 0, max: 1e5, noNaN: true })),
  baseMs: fc.option(fc.double({ min: 0, max: 1e4, noNaN: true })),
  level: fc.constantFrom('ok', 'warn', 'bad', 'stall'),
  quality: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
  probe: fc.constantFrom('fence', 'refresh', 'clipboard', 'none'),
  settled: fc.boolean(),
  state: fc.constantFrom('idle', 'stable', 'unstable', 'breakdown', 'recovery'),
  noData: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.boolean()),
  idleLabel: fc.constantFrom(null, 'think', 'abort', 'suppressed', 'no-data'),
  unacknowledged: fc.nat(8),
  retryRatio: fc.double({ min: 0, max: 1, noNaN: true }),
  freezes: fc.nat(64),
  frozenRatio: fc.double({ min: 0, max: 1, noNaN: true }),
});
