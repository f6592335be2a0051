import { describe, expect, it } from 'vitest';
import { HoldLog, MAX_HOLDS } from '../../../src/ui/diagnostics/hold-log.ts';
import { blockedBy, snapshotOf } from '../snapshots.ts';

const NOON = Date.UTC(2026, 2, 14, 12);

describe('the log of holds', () => {
  it('has nothing to tell while presses pass', () => {
    const log = new HoldLog();
    log.record([snapshotOf()], NOON);
    expect(log.holds).toEqual([]);
    expect(log.lastOf('c1')).toBeNull();
  });

  it('tells of the last hold when it is over: since when, why, how long, what was not sent', () => {
    const log = new HoldLog();
    log.record([blockedBy('probe-overdue', { blockedMs: 400 })], NOON);
    expect(log.lastOf('c1')).toBeNull();
    log.record([blockedBy('probe-overdue', { blockedMs: 900, droppedPresses: 3 })], NOON + 500);
    log.record([snapshotOf()], NOON + 600);
    expect(log.lastOf('c1')).toEqual({
      connection: 'c1',
      reasons: ['probe-overdue'],
      startEpochMs: NOON - 400,
      lastedMs: 900,
      dropped: 3,
      isOver: true,
    });
  });

  it('keeps what began a hold in front of what it became', () => {
    const log = new HoldLog();
    for (const reason of ['probe-overdue', 'breakdown', 'breakdown', 'burst-cut'] as const) {
      log.record([blockedBy(reason)], NOON);
    }
    log.record([snapshotOf()], NOON);
    expect(log.lastOf('c1')?.reasons).toEqual(['probe-overdue', 'breakdown', 'burst-cut']);
  });

  it('forgets a spike that cost nothing, and keeps one that cost a press', () => {
    const log = new HoldLog();
    log.record([blockedBy('probe-overdue', { blockedMs: 100 })], NOON);
    log.record([snapshotOf()], NOON);
    expect(log.holds).toEqual([]);
    log.record([blockedBy('probe-overdue', { blockedMs: 100, droppedPresses: 1 })], NOON);
    log.record([snapshotOf()], NOON);
    expect(log.holds).toHaveLength(1);
  });

  it('does not take the words of one connection for those of another', () => {
    const log = new HoldLog();
    log.record([blockedBy('no-data'), blockedBy('fault', { connection: 'c2' })], NOON);
    log.record([snapshotOf(), snapshotOf({ connection: 'c2' })], NOON);
    expect(log.lastOf('c1')?.reasons).toEqual(['no-data']);
    expect(log.lastOf('c2')?.reasons).toEqual(['fault']);
  });

  it('takes the end of a connection for the end of its hold', () => {
    const log = new HoldLog();
    log.record([blockedBy('breakdown')], NOON);
    log.record([blockedBy('closed', { guarding: 'closed' })], NOON);
    expect(log.lastOf('c1')?.reasons).toEqual(['breakdown']);
  });

  it('remembers the newest ones, and no more than it says', () => {
    const log = new HoldLog();
    for (let hold = 0; hold <= MAX_HOLDS; hold++) {
      log.record([blockedBy('no-credit')], NOON + 10_000 * hold);
      log.record([snapshotOf()], NOON + 10_000 * hold);
    }
    expect(log.holds).toHaveLength(MAX_HOLDS);
    expect(log.holds[0]?.startEpochMs).toBe(NOON + 10_000 - 2_000);
  });
});
