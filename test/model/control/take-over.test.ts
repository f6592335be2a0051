import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEASE_MS, RENEW_MS } from '../../../src/model/control/lock-times.ts';
import { Seat } from '../../../src/model/control/seat.ts';
import { LockBench } from '../../support/lock-bench.ts';

/** A slow way round the world, and back. */
const ROUND_TRIP_MS = 300;

/** Bob's gate from the grant on. @returns when it opens */
function openedAtMs(bench: LockBench): number {
  const seat = new Seat(0);
  seat.order({ type: 'watch' });
  bench.pass(ROUND_TRIP_MS / 2);
  seat.order({ type: 'granted', epoch: bench.state.epoch });
  const [word] = seat.tick(bench.nowMs, { unacknowledged: 0, idleMs: 0 });
  if (word === undefined) return Number.NaN;
  bench.pass(ROUND_TRIP_MS / 2);
  bench.say('bob', word);
  bench.pass(ROUND_TRIP_MS / 2);
  for (const effect of bench.effects) if (effect.type === 'renewed') seat.order(effect);
  return seat.isOpen(bench.nowMs) ? bench.nowMs : Number.NaN;
}

describe('taking over', () => {
  it('from a dead holder takes at most the lease and 3 s, whenever somebody asks', () => {
    const moments = fc.record({ livedMs: fc.integer({ min: 1, max: 20_000 }), askedMs: fc.nat(15_000) });
    fc.assert(
      fc.property(moments, ({ livedMs, askedMs }) => {
        const bench = new LockBench();
        bench.say('ann', { type: 'request' });
        bench.passHeld('ann', livedMs);
        const diedAtMs = bench.nowMs;
        bench.pass(askedMs);
        bench.say('bob', { type: 'request' });
        const askedAtMs = bench.nowMs;
        while (bench.phase.type !== 'held' || bench.phase.holder !== 'bob') {
          bench.pass(ROUND_TRIP_MS);
          if (bench.phase.type === 'offered') bench.say('bob', bench.under('accept'));
          expect(bench.nowMs).toBeLessThan(diedAtMs + 60_000);
        }
        const deadline = Math.max(diedAtMs + LEASE_MS + 3000, askedAtMs + 3 * ROUND_TRIP_MS);
        expect(openedAtMs(bench)).toBeLessThanOrEqual(deadline);
      }),
    );
  });

  it('a free seat takes one round trip, and one more until the gate is open', () => {
    const bench = new LockBench();
    const askedAtMs = bench.nowMs;
    bench.pass(ROUND_TRIP_MS / 2);
    bench.say('bob', { type: 'request' });
    expect(openedAtMs(bench)).toBe(askedAtMs + 2 * ROUND_TRIP_MS);
  });

  it('from a holder who is there takes no wait at all', () => {
    const bench = new LockBench();
    bench.say('ann', { type: 'request' });
    bench.passHeld('ann', 3 * RENEW_MS);
    bench.say('ann', { type: 'pass', epoch: bench.state.epoch, to: 'bob' });
    bench.pass(ROUND_TRIP_MS);
    bench.drained('ann');
    const offeredAtMs = bench.nowMs;
    bench.say('bob', bench.under('accept'));
    expect(openedAtMs(bench)).toBe(offeredAtMs + 1.5 * ROUND_TRIP_MS);
  });
});
