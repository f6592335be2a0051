import type { MemberId } from '../room/member.ts';
import type { LockEffect, LockFact } from './lock-event.ts';
import { firstInQueue, isEligible, type LockState } from './lock-state.ts';
import type { LockTimes } from './lock-times.ts';
import type { PassCause } from './lock-view.ts';

/** One transition on its way. `effects` lacks the view, which comes last and once. */
export interface Turn {
  state: LockState;
  readonly effects: LockEffect[];
  readonly nowMs: number;
  readonly times: LockTimes;
}

/** Control begins: the only place where an epoch does. */
export function grant(turn: Turn, to: MemberId, cause: LockFact['cause'], actor: MemberId | null): void {
  const { nowMs, times, state } = turn;
  const epoch = state.epoch + 1;
  turn.state = {
    ...state,
    epoch,
    phase: { type: 'held', holder: to },
    lease: { untilMs: nowMs + times.leaseMs, idleSinceMs: nowMs, unacknowledged: 0 },
    queue: without(state.queue, to),
    idlePassAtMs: null,
  };
  turn.effects.push({ type: 'audit', fact: { atMs: nowMs, epoch, from: null, to, cause, actor } });
}

/**
 * Control ends: the holder's gate is told to let go. It is over when that gate proves it, or its lease and what was
 * under way must be.
 */
export function drain(
  turn: Turn,
  from: MemberId,
  cause: PassCause,
  actor: MemberId | null,
  to: MemberId | null = null,
): void {
  const { nowMs, times, state } = turn;
  const { epoch, lease } = state;
  turn.state = {
    ...state,
    phase: {
      type: 'draining',
      from,
      to,
      cause,
      untilMs: lease.untilMs + times.drainMs,
      frozenBy: cause === 'frozen' ? actor : null,
    },
    idlePassAtMs: null,
    mayStillExecute: lease.unacknowledged,
    former: { member: from, epoch },
  };
  turn.effects.push({ type: 'audit', fact: { atMs: nowMs, epoch, from, to, cause, actor } });
}

/** Nobody's gate is open any more: whoever is next gets its turn. */
export function endDrain(turn: Turn): void {
  const { state } = turn;
  const { phase } = state;
  if (phase.type !== 'draining') return;
  if (phase.frozenBy !== null) {
    turn.state = { ...state, phase: { type: 'frozen', by: phase.frozenBy } };
  } else if (phase.to !== null && isEligible(state, phase.to)) {
    // Who takes control has just said so; whoever it is passed to may look elsewhere.
    if (phase.cause === 'taken') grant(turn, phase.to, 'taken', phase.to);
    else offer(turn, phase.to, phase.cause);
  } else {
    offerNext(turn, phase.cause);
  }
}

/** To whoever waits first, or nobody: then the seat is free. */
export function offerNext(turn: Turn, cause: PassCause): void {
  const { state } = turn;
  const to = state.notBeforeMs === null ? firstInQueue(state) : null;
  if (to !== null) offer(turn, to, cause);
  else if (state.phase.type !== 'free') turn.state = { ...state, phase: { type: 'free' } };
}

function offer(turn: Turn, to: MemberId, cause: PassCause): void {
  const { state, nowMs, times } = turn;
  turn.state = { ...state, phase: { type: 'offered', to, cause, untilMs: nowMs + times.offerMs } };
}

/** Waits no more: what it was offered or promised goes to the next one. */
export function dropRequest(turn: Turn, member: MemberId): void {
  const { state } = turn;
  const { phase } = state;
  turn.state = { ...state, queue: without(state.queue, member) };
  if (phase.type === 'draining' && phase.to === member) {
    turn.state = { ...turn.state, phase: { ...phase, to: null } };
  } else if (phase.type === 'offered' && phase.to === member) {
    offerNext(turn, phase.cause);
  }
}

/** The same list when it is not in it: lists are compared by identity to see whether something is to be told. */
function without(queue: LockState['queue'], member: MemberId): LockState['queue'] {
  return queue.some((waiting) => waiting.member === member)
    ? queue.filter((waiting) => waiting.member !== member)
    : queue;
}
