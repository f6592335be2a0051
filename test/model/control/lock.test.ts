import { describe, expect, it } from 'vitest';
import {
  DRAIN_MS,
  IDLE_MS,
  IDLE_WARNING_MS,
  LEASE_MS,
  OFFER_MS,
  REQUEST_AGAIN_MS,
  REQUEST_MS,
} from '../../../src/model/control/lock-times.ts';
import { LockBench } from '../../support/lock-bench.ts';

const REQUEST = { type: 'request' } as const;
const TAKE = { type: 'take' } as const;
const FREEZE = { type: 'freeze' } as const;
const UNFREEZE = { type: 'unfreeze' } as const;

/** Ann holds. */
function held(): LockBench {
  const bench = new LockBench();
  bench.say('ann', REQUEST);
  return bench;
}

/** Ann holds, bob and cy wait. */
function waited(): LockBench {
  const bench = held();
  bench.say('bob', REQUEST);
  bench.say('cy', REQUEST);
  return bench;
}

describe('a request', () => {
  it('on a free seat is granted at once, under a higher epoch', () => {
    const bench = new LockBench();
    const before = bench.view;
    expect(bench.say('ann', REQUEST)).toBeNull();
    expect(bench.phase).toEqual({ type: 'held', holder: 'ann' });
    expect(bench.view.epoch).toBe(before.epoch + 1);
    expect(bench.view.seq).toBeGreaterThan(before.seq);
    expect(bench.effects.at(-1)).toEqual({ type: 'view' });
  });

  it('waits in line while somebody has control, once per member', () => {
    const bench = waited();
    bench.pass(REQUEST_AGAIN_MS);
    bench.say('bob', REQUEST);
    expect(bench.queue).toEqual(['bob', 'cy']);
  });

  it('is refused when it comes again too soon', () => {
    const bench = waited();
    expect(bench.say('bob', REQUEST)).toBe('too-often');
    bench.pass(REQUEST_AGAIN_MS);
    expect(bench.say('bob', REQUEST)).toBeNull();
  });

  it('is refused to an observer, and to who is not there', () => {
    const bench = new LockBench();
    expect(bench.say('obi', REQUEST)).toBe('role');
    expect(bench.say('eve', REQUEST)).toBe('no-such-member');
    expect(bench.phase).toEqual({ type: 'free' });
  });

  it('is dropped after ten minutes, unless it is made again', () => {
    const bench = waited();
    bench.passHeld('ann', REQUEST_MS - 1000);
    bench.say('cy', REQUEST);
    bench.passHeld('ann', 2000);
    expect(bench.queue).toEqual(['cy']);
  });

  it('can be taken back', () => {
    const bench = waited();
    bench.say('bob', { type: 'withdraw' });
    expect(bench.queue).toEqual(['cy']);
  });

  it('is denied by the holder or a trainer, with a reason, and by nobody else', () => {
    const bench = waited();
    const deny = { type: 'deny', member: 'bob', reason: 'acquiring' } as const;
    expect(bench.say('cy', deny)).toBe('role');
    expect(bench.say('ann', deny)).toBeNull();
    expect(bench.effects).toContainEqual({ type: 'denied', to: 'bob', by: 'ann', reason: 'acquiring' });
    expect(bench.queue).toEqual(['cy']);
    expect(bench.say('tia', deny)).toBe('no-such-member');
    expect(bench.say('tia', { ...deny, member: 'cy' })).toBeNull();
  });

  it('is moved by a trainer', () => {
    const bench = waited();
    expect(bench.say('bob', { type: 'move', member: 'cy', to: 0 })).toBe('role');
    bench.say('tia', { type: 'move', member: 'cy', to: 0 });
    expect(bench.queue).toEqual(['cy', 'bob']);
    expect(bench.say('tia', { type: 'move', member: 'ann', to: 0 })).toBe('no-such-member');
  });
});

describe('a lease', () => {
  it('is renewed by the holder, who alone is answered', () => {
    const bench = held();
    bench.pass(LEASE_MS - 1);
    expect(bench.renew('ann')).toBeNull();
    expect(bench.effects).toEqual([{ type: 'renewed', to: 'ann', epoch: bench.state.epoch, nonce: 5 }]);
    bench.pass(LEASE_MS - 1);
    expect(bench.phase.type).toBe('held');
  });

  it('is renewed neither by somebody else nor under another epoch', () => {
    const bench = held();
    expect(bench.renew('bob')).toBe('stale');
    const { epoch } = bench.state;
    const renew = { type: 'renew', nonce: 5, idleMs: 0, unacknowledged: 0 } as const;
    expect(bench.say('ann', { ...renew, epoch: epoch - 1 })).toBe('stale');
    expect(bench.say('ann', { ...renew, epoch: epoch + 1 })).toBe('stale');
  });

  it('runs out when it is not renewed, and the next one waits for the drain as well', () => {
    const bench = waited();
    bench.pass(LEASE_MS);
    expect(bench.phase).toEqual({
      type: 'draining',
      from: 'ann',
      to: null,
      cause: 'expired',
      leftMs: DRAIN_MS,
    });
    bench.pass(DRAIN_MS - 1);
    expect(bench.phase.type).toBe('draining');
    bench.pass(1);
    expect(bench.phase).toMatchObject({ type: 'offered', to: 'bob', cause: 'expired' });
  });

  it('is not brought back by a renewal that comes too late, even before any timer', () => {
    const bench = held();
    bench.nowMs += LEASE_MS;
    expect(bench.renew('ann')).toBe('stale');
    expect(bench.phase.type).toBe('draining');
  });

  it('outlives a broken connection', () => {
    const bench = waited();
    bench.event({ type: 'absent', member: 'ann' });
    bench.pass(LEASE_MS - 1);
    bench.event({ type: 'present', member: 'ann' });
    expect(bench.renew('ann')).toBeNull();
    expect(bench.phase).toEqual({ type: 'held', holder: 'ann' });
  });

  it('ends when its holder leaves, but not before the gate must be closed', () => {
    const bench = waited();
    bench.event({ type: 'left', member: 'ann' });
    expect(bench.phase).toMatchObject({ type: 'draining', cause: 'left', leftMs: LEASE_MS + DRAIN_MS });
    bench.pass(LEASE_MS + DRAIN_MS);
    expect(bench.phase).toMatchObject({ type: 'offered', to: 'bob' });
  });

  it('ends when its holder may not have control any more', () => {
    const bench = held();
    bench.event({ type: 'role', member: 'ann', role: 'observer', by: 'tia' });
    expect(bench.phase).toMatchObject({ type: 'draining', from: 'ann', cause: 'taken' });
    expect(bench.facts.at(-1)).toMatchObject({ actor: 'tia' });
  });
});

describe('a hand-over', () => {
  const passTo = (bench: LockBench, to: string) =>
    bench.say('ann', { type: 'pass', epoch: bench.state.epoch, to });

  it('is offered at once when the former gate proves that nothing is under way, and taken by a click', () => {
    const bench = held();
    expect(passTo(bench, 'bob')).toBeNull();
    expect(bench.phase).toMatchObject({ type: 'draining', from: 'ann', to: 'bob', cause: 'passed' });
    bench.drained('ann');
    expect(bench.phase).toMatchObject({ type: 'offered', to: 'bob', leftMs: OFFER_MS });
    const { epoch } = bench.state;
    expect(bench.say('bob', bench.under('accept'))).toBeNull();
    expect(bench.phase).toEqual({ type: 'held', holder: 'bob' });
    expect(bench.state.epoch).toBe(epoch + 1);
  });

  it('waits for the lease and the drain while something is under way, and shows how much', () => {
    const bench = held();
    bench.pass(1000);
    bench.renew('ann', 0, 4);
    passTo(bench, 'bob');
    expect(bench.view.mayStillExecute).toBe(4);
    bench.drained('ann', 2);
    expect(bench.view).toMatchObject({ mayStillExecute: 2, phase: { type: 'draining' } });
    bench.pass(LEASE_MS + DRAIN_MS - 1);
    expect(bench.phase.type).toBe('draining');
    bench.pass(1);
    expect(bench.view).toMatchObject({ mayStillExecute: 2, phase: { type: 'offered', to: 'bob' } });
    bench.say('bob', bench.under('accept'));
    expect(bench.view.mayStillExecute).toBe(2);
  });

  it('still hears the former gate after it', () => {
    const bench = held();
    const { epoch } = bench.state;
    passTo(bench, 'bob');
    bench.drained('ann', 2);
    bench.pass(LEASE_MS + DRAIN_MS);
    bench.say('bob', bench.under('accept'));
    bench.say('ann', { type: 'drained', epoch, unacknowledged: 0 });
    expect(bench.view).toMatchObject({ mayStillExecute: 0, phase: { type: 'held', holder: 'bob' } });
  });

  it('is not hurried by a gate that drained under an earlier epoch, nor by another member', () => {
    const bench = held();
    passTo(bench, 'bob');
    const { epoch } = bench.state;
    bench.say('ann', { type: 'drained', epoch: epoch - 1, unacknowledged: 0 });
    bench.say('cy', { type: 'drained', epoch, unacknowledged: 0 });
    expect(bench.phase.type).toBe('draining');
  });

  it('needs the holder, and somebody who is there and may', () => {
    const bench = held();
    expect(bench.say('bob', { type: 'pass', epoch: bench.state.epoch, to: 'cy' })).toBe('stale');
    expect(passTo(bench, 'obi')).toBe('no-such-member');
    expect(passTo(bench, 'ann')).toBe('no-such-member');
    expect(passTo(bench, 'eve')).toBe('no-such-member');
    bench.event({ type: 'absent', member: 'bob' });
    expect(passTo(bench, 'bob')).toBe('no-such-member');
  });

  it('goes to who waits first when control is just let go of', () => {
    const bench = waited();
    bench.say('ann', bench.under('release'));
    bench.drained('ann');
    expect(bench.phase).toMatchObject({ type: 'offered', to: 'bob', cause: 'released' });
    expect(bench.queue).toEqual(['cy']);
  });

  it('leaves the seat free when nobody waits', () => {
    const bench = held();
    bench.say('ann', bench.under('release'));
    bench.drained('ann');
    expect(bench.phase).toEqual({ type: 'free' });
  });

  it('counts a gate that closed by itself as let go', () => {
    const bench = held();
    bench.drained('ann');
    expect(bench.phase).toEqual({ type: 'free' });
    expect(bench.facts.at(-1)).toMatchObject({ from: 'ann', cause: 'released', actor: 'ann' });
  });

  it('goes on to the next one when it is declined, not answered, or its target is gone', () => {
    for (const refuse of [
      (bench: LockBench) => bench.say('bob', bench.under('decline')),
      (bench: LockBench) => bench.pass(OFFER_MS),
      (bench: LockBench) => bench.event({ type: 'absent', member: 'bob' }),
      (bench: LockBench) => bench.event({ type: 'left', member: 'bob' }),
      (bench: LockBench) => bench.event({ type: 'role', member: 'bob', role: 'observer', by: 'tia' }),
      (bench: LockBench) => bench.say('bob', { type: 'withdraw' }),
      (bench: LockBench) => bench.say('tia', { type: 'deny', member: 'bob', reason: 'other' }),
    ]) {
      const bench = waited();
      bench.say('ann', bench.under('release'));
      bench.drained('ann');
      refuse(bench);
      expect(bench.phase).toMatchObject({ type: 'offered', to: 'cy' });
      expect(bench.say('bob', bench.under('accept'))).toMatch(/stale|no-such-member/);
    }
  });

  it('passes over who is not there, and asks it when it is back', () => {
    const bench = waited();
    bench.event({ type: 'absent', member: 'bob' });
    bench.event({ type: 'absent', member: 'cy' });
    bench.say('ann', bench.under('release'));
    bench.drained('ann');
    expect(bench.phase).toEqual({ type: 'free' });
    bench.event({ type: 'present', member: 'cy' });
    expect(bench.phase).toMatchObject({ type: 'offered', to: 'cy' });
  });

  it('takes a request of who is offered control for a yes', () => {
    const bench = waited();
    bench.say('ann', bench.under('release'));
    bench.drained('ann');
    bench.pass(REQUEST_AGAIN_MS);
    bench.say('bob', REQUEST);
    expect(bench.phase).toEqual({ type: 'held', holder: 'bob' });
  });
});

describe('a trainer', () => {
  it('takes control without a question, once the holder has let go', () => {
    const bench = waited();
    expect(bench.say('bob', TAKE)).toBe('role');
    expect(bench.say('tia', TAKE)).toBeNull();
    expect(bench.phase).toMatchObject({ type: 'draining', from: 'ann', to: 'tia', cause: 'taken' });
    bench.drained('ann');
    expect(bench.phase).toEqual({ type: 'held', holder: 'tia' });
    expect(bench.queue).toEqual(['bob', 'cy']);
  });

  it('takes it before whoever it was passed or offered to', () => {
    const passing = held();
    passing.say('ann', { type: 'pass', epoch: passing.state.epoch, to: 'bob' });
    passing.say('tia', TAKE);
    passing.drained('ann');
    expect(passing.phase).toEqual({ type: 'held', holder: 'tia' });

    const offered = waited();
    offered.say('ann', offered.under('release'));
    offered.drained('ann');
    offered.say('tia', TAKE);
    expect(offered.phase).toEqual({ type: 'held', holder: 'tia' });
    expect(offered.queue).toEqual(['bob', 'cy']);
  });

  it('stops everybody, once the holder has let go, and lets them go on', () => {
    const bench = waited();
    bench.say('tia', FREEZE);
    expect(bench.phase).toMatchObject({ type: 'draining', from: 'ann', to: null, cause: 'frozen' });
    expect(bench.say('tia', TAKE)).toBe('frozen');
    bench.drained('ann');
    expect(bench.phase).toEqual({ type: 'frozen', by: 'tia' });
    expect(bench.say('ann', REQUEST)).toBe('too-often');
    bench.pass(REQUEST_AGAIN_MS);
    expect(bench.say('ann', REQUEST)).toBe('frozen');
    expect(bench.say('tia', TAKE)).toBe('frozen');
    expect(bench.say('tia', UNFREEZE)).toBeNull();
    expect(bench.phase).toMatchObject({ type: 'offered', to: 'bob' });
  });

  it('stops everybody in any phase', () => {
    const free = new LockBench();
    free.say('tia', FREEZE);
    expect(free.phase).toEqual({ type: 'frozen', by: 'tia' });
    free.say('tia', UNFREEZE);
    expect(free.phase).toEqual({ type: 'free' });
    expect(free.say('tia', UNFREEZE)).toBe('stale');

    const draining = waited();
    draining.say('ann', draining.under('release'));
    draining.say('tia', FREEZE);
    draining.say('tia', UNFREEZE);
    draining.say('tia', FREEZE);
    draining.drained('ann');
    expect(draining.phase).toEqual({ type: 'frozen', by: 'tia' });

    const offered = waited();
    offered.say('ann', offered.under('release'));
    offered.drained('ann');
    offered.say('tia', FREEZE);
    expect(offered.phase).toEqual({ type: 'frozen', by: 'tia' });
    expect(offered.queue).toEqual(['bob', 'cy']);
  });
});

describe('a holder who does nothing', () => {
  /** Idle since the bench began. */
  const idle = (bench: LockBench, forMs: number) => bench.passHeld('ann', forMs, (nowMs) => nowMs - 1000);

  it('keeps control while nobody waits', () => {
    const bench = held();
    idle(bench, 2 * IDLE_MS);
    expect(bench.view).toMatchObject({ idlePassMs: null, phase: { type: 'held' } });
  });

  it('is warned when somebody waits, and then passed on', () => {
    const bench = held();
    idle(bench, IDLE_MS);
    bench.say('bob', REQUEST);
    expect(bench.view.idlePassMs).toBe(IDLE_WARNING_MS);
    idle(bench, IDLE_WARNING_MS - 1000);
    expect(bench.phase.type).toBe('held');
    idle(bench, 1000);
    expect(bench.phase).toMatchObject({ type: 'draining', from: 'ann', cause: 'idle' });
    bench.drained('ann');
    expect(bench.phase).toMatchObject({ type: 'offered', to: 'bob' });
  });

  it('keeps control by doing something, or when the other one gives up', () => {
    const busy = held();
    idle(busy, IDLE_MS);
    busy.say('bob', REQUEST);
    busy.renew('ann', 100);
    expect(busy.view.idlePassMs).toBeNull();

    const alone = held();
    idle(alone, IDLE_MS);
    alone.say('bob', REQUEST);
    alone.say('bob', { type: 'withdraw' });
    expect(alone.view.idlePassMs).toBeNull();
  });

  it('keeps control where a trainer said so', () => {
    const bench = held();
    idle(bench, IDLE_MS);
    bench.say('bob', REQUEST);
    expect(bench.say('ann', { type: 'keep-idle', on: true })).toBe('role');
    bench.say('tia', { type: 'keep-idle', on: true });
    expect(bench.view).toMatchObject({ idlePassMs: null, keepsIdle: true });
    idle(bench, 2 * IDLE_WARNING_MS);
    expect(bench.phase.type).toBe('held');
  });
});

describe('what an arbiter tells', () => {
  it('is nothing where nothing can be seen to have changed', () => {
    const bench = held();
    bench.pass(1000);
    bench.renew('ann');
    expect(bench.effects.map(({ type }) => type)).toEqual(['renewed']);
    bench.event({ type: 'time' });
    expect(bench.effects).toEqual([]);
    bench.say('ann', REQUEST);
    expect(bench.effects).toEqual([]);
  });

  it('is kept as facts: who had control, and why not any more', () => {
    const bench = waited();
    bench.say('tia', TAKE);
    bench.drained('ann');
    const { epoch } = bench.state;
    expect(bench.facts).toEqual([
      { atMs: 1000, epoch: epoch - 1, from: null, to: 'ann', cause: 'requested', actor: 'ann' },
      { atMs: 1000, epoch: epoch - 1, from: 'ann', to: 'tia', cause: 'taken', actor: 'tia' },
      { atMs: 1000, epoch, from: null, to: 'tia', cause: 'taken', actor: 'tia' },
    ]);
  });
});
