import { describe, expect, it } from 'vitest';
import { lockView, newLock, restoredLock } from '../../../src/model/control/lock-state.ts';
import { RESTART_GRACE_MS } from '../../../src/model/control/lock-times.ts';
import { type StoredLock, storedLock, storedLockDecoder } from '../../../src/model/control/stored-lock.ts';
import { run } from '../../../src/model/decode/decode.ts';
import { LockBench } from '../../support/lock-bench.ts';

const REQUEST = { type: 'request' } as const;
const STORED: StoredLock = {
  version: 1,
  epoch: 41,
  holder: 'ann',
  frozenBy: null,
  keepsIdle: true,
  hasForgotten: false,
};

describe('a lock after a restart', () => {
  it('lets the former holder go on under its epoch', () => {
    const bench = new LockBench(restoredLock(STORED, 1000, 0));
    expect(bench.renew('ann')).toBeNull();
    expect(bench.view).toMatchObject({ epoch: 41, phase: { type: 'held', holder: 'ann' }, keepsIdle: true });
  });

  it('lets nobody else before the grace is over', () => {
    const bench = new LockBench(restoredLock(STORED, 1000, 0));
    bench.say('bob', REQUEST);
    bench.say('tia', { type: 'take' });
    bench.pass(RESTART_GRACE_MS - 1);
    expect(bench.phase.type).toBe('draining');
    bench.pass(1);
    expect(bench.view).toMatchObject({ epoch: 42, phase: { type: 'held', holder: 'tia' } });
  });

  it('becomes free when the former holder does not come back', () => {
    const bench = new LockBench(restoredLock(STORED, 1000, 0));
    bench.pass(RESTART_GRACE_MS);
    expect(bench.phase).toEqual({ type: 'free' });
  });

  it('is free at once when nobody held it', () => {
    const bench = new LockBench(restoredLock({ ...STORED, holder: null }, 1000, 0));
    bench.say('bob', REQUEST);
    expect(bench.view).toMatchObject({ epoch: 42, phase: { type: 'held', holder: 'bob' } });
  });

  it('stays frozen, and the former holder is drained', () => {
    const bench = new LockBench(restoredLock({ ...STORED, frozenBy: 'tia' }, 1000, 0));
    expect(bench.phase).toMatchObject({ type: 'draining', from: 'ann', cause: 'frozen' });
    bench.pass(RESTART_GRACE_MS);
    expect(bench.phase).toEqual({ type: 'frozen', by: 'tia' });
    const nobody = new LockBench(restoredLock({ ...STORED, holder: null, frozenBy: 'tia' }, 1000, 0));
    expect(nobody.phase).toEqual({ type: 'frozen', by: 'tia' });
  });

  it('says that it does not know what may still execute', () => {
    expect(lockView(restoredLock(STORED, 0, 0), 0).mayStillExecute).toBeNull();
    expect(lockView(newLock(0), 0).mayStillExecute).toBe(0);
  });

  it('without its store grants nothing before every forgotten lease is over, and then a higher epoch', () => {
    const unixMs = 1_800_000_000_000;
    const before = new LockBench(newLock(unixMs));
    before.say('ann', REQUEST);
    const bench = new LockBench(restoredLock(null, 1000, unixMs + 1000));
    bench.say('bob', REQUEST);
    bench.say('tia', { type: 'take' });
    expect(bench.view).toMatchObject({
      phase: { type: 'free' },
      queue: [{ member: 'tia' }, { member: 'bob' }],
    });
    bench.pass(RESTART_GRACE_MS - 1);
    expect(bench.phase).toEqual({ type: 'free' });
    bench.pass(1);
    expect(bench.phase).toMatchObject({ type: 'offered', to: 'tia' });
    bench.say('tia', bench.under('accept'));
    expect(bench.state.epoch).toBeGreaterThan(before.state.epoch);
  });
});

describe('a lock that was restarted twice, first without its store', () => {
  it('waits anew, for what was forgotten', () => {
    const first = new LockBench(restoredLock(null, 1000, 0));
    const second = new LockBench(restoredLock(storedLock(first.state), 1000, 0));
    second.say('bob', REQUEST);
    second.pass(RESTART_GRACE_MS - 1);
    expect(second.phase).toEqual({ type: 'free' });
    second.pass(1);
    expect(second.phase).toMatchObject({ type: 'offered', to: 'bob' });
  });

  it('is as usual once the wait was over', () => {
    const first = new LockBench(restoredLock(null, 1000, 0));
    first.pass(RESTART_GRACE_MS);
    const second = new LockBench(restoredLock(storedLock(first.state), 1000, 0));
    second.say('bob', REQUEST);
    expect(second.phase).toEqual({ type: 'held', holder: 'bob' });
  });
});

describe('what is stored of a lock', () => {
  it('is the holder from before it is told until its gate is closed for certain', () => {
    const bench = new LockBench();
    const holders = [storedLock(bench.state).holder];
    const note = () => holders.push(storedLock(bench.state).holder);
    bench.say('ann', REQUEST);
    note();
    bench.say('ann', { type: 'pass', epoch: bench.state.epoch, to: 'bob' });
    note();
    bench.drained('ann');
    note();
    bench.say('bob', bench.under('accept'));
    note();
    expect(holders).toEqual([null, 'ann', 'ann', null, 'bob']);
  });

  it('does not change with a renewal', () => {
    const bench = new LockBench();
    bench.say('ann', REQUEST);
    const before = storedLock(bench.state);
    bench.renew('ann');
    expect(storedLock(bench.state)).toEqual(before);
  });

  it('is read back as it was written, and nothing else is', () => {
    const stored = { ...STORED, holder: 'abcdefghijklmnopqrstuv' };
    expect(run(storedLockDecoder, JSON.parse(JSON.stringify(stored)))).toEqual({ ok: true, value: stored });
    for (const broken of [
      { ...stored, version: 2 },
      { ...stored, epoch: -1 },
      { ...stored, holder: 'ann' },
      null,
    ]) {
      expect(run(storedLockDecoder, broken).ok).toBe(false);
    }
  });
});
