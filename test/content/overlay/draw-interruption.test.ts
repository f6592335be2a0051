import { beforeEach, describe, expect, it } from 'vitest';
import { BLOCKED_FOR_MS, InterruptionWatch } from '../../../src/content/overlay/draw-interruption.ts';
import type { LockPhase } from '../../../src/model/control/lock-view.ts';
import type { RoomStatus } from '../../../src/model/port/room-view.ts';
import type { Snapshot } from '../../../src/model/snapshot.ts';
import { ADA, roomOf, SELF } from '../../ui/room/room-of.ts';
import { snapshotOf } from '../../ui/snapshots.ts';

let watch: InterruptionWatch;
beforeEach(() => {
  watch = new InterruptionWatch();
  watch.begin([snapshotOf()], null);
});

const inRoom = (phase: LockPhase): RoomStatus => ({ type: 'in', room: roomOf({ phase }) });
const next = (parts: Partial<Snapshot>): string | null => watch.look([snapshotOf(parts)], null);

describe('drawing goes on', () => {
  it.each<[string, Partial<Snapshot>]>([
    ['while all is well', {}],
    ['over a spike', { blocked: 'probe-overdue', blockedMs: BLOCKED_FOR_MS - 1 }],
    ['without control', { blocked: 'no-control', blockedMs: 60_000 }],
    ['in a tab that was hidden', { blocked: 'no-data', blockedMs: 60_000 }],
    ['in an unstable session', { state: 'unstable' }],
  ])('%s', (_name, parts) => expect(next(parts)).toBeNull());

  it('whoever else gets control', () => {
    expect(watch.look([snapshotOf()], inRoom({ type: 'held', holder: ADA }))).toBeNull();
  });

  it('when what is wrong was so before', () => {
    const stalled = snapshotOf({ state: 'breakdown' });
    const mine = inRoom({ type: 'held', holder: SELF });
    watch.begin([stalled], mine);
    expect(watch.look([stalled], mine)).toBeNull();
  });
});

describe('drawing is interrupted, once,', () => {
  it.each<[string, Partial<Snapshot>]>([
    ['by a Breakdown', { state: 'breakdown' }],
    ['when presses are held back for a while', { blocked: 'probe-overdue', blockedMs: BLOCKED_FOR_MS }],
    ['by a press that has to be made again', { confirm: 'Vent' }],
    ['by a press that waits', { waitingMs: 900 }],
    ['by a burst that was cut', { cutBurst: { sent: 3, dropped: 1, sinceMs: 10 } }],
    ['by a button that may be down at the server', { stuckButtons: 1 }],
  ])('%s', (_name, parts) => {
    expect(next(parts)).toBe('attention');
    expect(next(parts)).toBeNull();
    next({});
    expect(next(parts)).toBe('attention');
  });

  it('by control that is offered or given', () => {
    const cause = 'passed';
    expect(watch.look([snapshotOf()], inRoom({ type: 'offered', to: SELF, cause, leftMs: 9000 }))).toBe(
      'control',
    );
    expect(watch.look([snapshotOf()], inRoom({ type: 'held', holder: SELF }))).toBeNull();
    watch.begin([snapshotOf()], inRoom({ type: 'free' }));
    expect(watch.look([snapshotOf()], inRoom({ type: 'held', holder: SELF }))).toBe('control');
  });

  it('by the end of the connection', () => {
    expect(next({ guarding: 'closed', state: 'breakdown' })).toBe('closed');
  });
});
