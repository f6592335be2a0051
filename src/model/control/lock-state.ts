import { isAtLeast, type MemberId, type Role } from '../room/member.ts';
import { LOCK_TIMES, type LockTimes } from './lock-times.ts';
import type { LockView, PassCause } from './lock-view.ts';
import type { StoredLock } from './stored-lock.ts';

/** A lock at one instant, as its arbiter has it: a plain value that `transition` takes and returns. */
export interface LockState {
  readonly seq: number;
  /** Of the newest grant. */
  readonly epoch: number;
  readonly phase: ArbiterPhase;
  /** Of the newest grant; it counts in `held` and `draining`. */
  readonly lease: Lease;
  readonly queue: readonly Waiting[];
  readonly members: readonly LockMember[];
  readonly keepsIdle: boolean;
  /** Control goes on then, because its holder is idle; null: it is not, or nobody waits. */
  readonly idlePassAtMs: number | null;
  /** See LockView. */
  readonly mayStillExecute: number | null;
  /** Whose grant ended last: only it may still correct `mayStillExecute`. */
  readonly former: { readonly member: MemberId; readonly epoch: number } | null;
  /** Nothing is granted before: somebody may hold a lease that this arbiter has forgotten. null: nobody does. */
  readonly notBeforeMs: number | null;
}

export type ArbiterPhase =
  | { readonly type: 'free' }
  | { readonly type: 'held'; readonly holder: MemberId }
  | {
      readonly type: 'draining';
      readonly from: MemberId;
      readonly to: MemberId | null;
      readonly cause: PassCause;
      readonly untilMs: number;
      /** A trainer stopped everybody: nothing follows. */
      readonly frozenBy: MemberId | null;
    }
  | {
      readonly type: 'offered';
      readonly to: MemberId;
      readonly cause: PassCause;
      readonly untilMs: number;
    }
  | { readonly type: 'frozen'; readonly by: MemberId };

/** The holder's gate may be open until then by its own, earlier, count. */
export interface Lease {
  readonly untilMs: number;
  readonly idleSinceMs: number;
  /** As the gate told last; 0 before it may have opened; null: unknown. */
  readonly unacknowledged: number | null;
}

export interface Waiting {
  readonly member: MemberId;
  readonly sinceMs: number;
  readonly untilMs: number;
}

export interface LockMember {
  readonly id: MemberId;
  readonly role: Role;
  readonly isPresent: boolean;
  /** When it last asked for control. */
  readonly askedAtMs: number;
}

/** The lock of a room that begins. `unixMs`: the wall clock. */
export function newLock(unixMs: number): LockState {
  return {
    // Views and epochs must grow even where the store of an earlier relay is lost: time does.
    seq: Math.floor(unixMs),
    epoch: Math.floor(unixMs / 1000) * 1000,
    phase: { type: 'free' },
    lease: { untilMs: 0, idleSinceMs: 0, unacknowledged: 0 },
    queue: [],
    members: [],
    keepsIdle: false,
    idlePassAtMs: null,
    mayStillExecute: 0,
    former: null,
    notBeforeMs: null,
  };
}

/**
 * The lock of a room whose arbiter is gone, after a restart or on another relay. Members join anew. The former holder
 * may go on as if control had been granted now: for nobody else anything begins before its lease and drain are over.
 * @param stored null: lost. Then the epoch follows the wall clock, and everybody waits for a lease nobody remembers.
 */
export function restoredLock(
  stored: StoredLock | null,
  nowMs: number,
  unixMs: number,
  times: LockTimes = LOCK_TIMES,
): LockState {
  const fresh = newLock(unixMs);
  const untilMs = nowMs + times.leaseMs;
  const overMs = untilMs + times.drainMs;
  if (stored === null) {
    // Counted from when the wait is over: what was forgotten may have been granted in this very second.
    const { epoch } = newLock(unixMs + overMs - nowMs);
    return { ...fresh, epoch, mayStillExecute: null, notBeforeMs: overMs };
  }
  return {
    ...fresh,
    mayStillExecute: null,
    epoch: stored.epoch,
    phase: restoredPhase(stored, overMs),
    // Restarted again before the wait was over: it begins anew.
    notBeforeMs: stored.hasForgotten ? overMs : null,
    lease: { untilMs, idleSinceMs: nowMs, unacknowledged: null },
    keepsIdle: stored.keepsIdle,
    former: stored.holder === null ? null : { member: stored.holder, epoch: stored.epoch },
  };
}

function restoredPhase({ holder, frozenBy }: StoredLock, untilMs: number): ArbiterPhase {
  if (frozenBy === null) return holder === null ? { type: 'free' } : { type: 'held', holder };
  if (holder === null) return { type: 'frozen', by: frozenBy };
  return { type: 'draining', from: holder, to: null, cause: 'frozen', untilMs, frozenBy };
}

/** The lock as everybody is told of it. Who is being offered control, or will be, is not in the queue. */
export function lockView(state: LockState, nowMs: number): LockView {
  const { seq, epoch, queue, keepsIdle, idlePassAtMs, mayStillExecute } = state;
  const leftMs = (untilMs: number) => Math.max(0, untilMs - nowMs);
  const { phase } = state;
  const next = phase.type === 'draining' || phase.type === 'offered' ? phase.to : null;
  return {
    seq,
    epoch,
    phase: shownPhase(phase, leftMs),
    queue: queue
      .filter((waiting) => waiting.member !== next)
      .map(({ member, sinceMs, untilMs }) => ({
        member,
        waitingMs: Math.max(0, nowMs - sinceMs),
        leftMs: leftMs(untilMs),
      })),
    idlePassMs: idlePassAtMs === null ? null : leftMs(idlePassAtMs),
    keepsIdle,
    mayStillExecute,
  };
}

function shownPhase(phase: ArbiterPhase, leftMs: (untilMs: number) => number): LockView['phase'] {
  switch (phase.type) {
    case 'free':
    case 'held':
    case 'frozen':
      return phase;
    case 'draining': {
      const { type, from, to, cause, untilMs } = phase;
      return { type, from, to, cause, leftMs: leftMs(untilMs) };
    }
    case 'offered': {
      const { type, to, cause, untilMs } = phase;
      return { type, to, cause, leftMs: leftMs(untilMs) };
    }
  }
}

export function memberOf(state: LockState, id: MemberId): LockMember | undefined {
  return state.members.find((member) => member.id === id);
}

/** Present, and may have control. */
export function isEligible(state: LockState, id: MemberId): boolean {
  const member = memberOf(state, id);
  return member?.isPresent === true && isAtLeast(member.role, 'operator');
}

/** Who waits longest of those who could take control now. */
export function firstInQueue(state: LockState): MemberId | null {
  return state.queue.find(({ member }) => isEligible(state, member))?.member ?? null;
}
