import { isAtLeast, type MemberId, type Role } from '../room/member.ts';
import { obey } from './lock-commands.ts';
import { passTime } from './lock-due.ts';
import type { LockEffect, LockEvent } from './lock-event.ts';
import { isEligible, type LockState, memberOf } from './lock-state.ts';
import { LOCK_TIMES, type LockTimes } from './lock-times.ts';
import { drain, dropRequest, offerNext, type Turn } from './lock-turn.ts';

export interface LockTransition {
  readonly state: LockState;
  readonly effects: readonly LockEffect[];
}

/**
 * The arbiter of a room's lock: the one place where control is granted. Never two gates may be open, whatever is
 * delayed, lost or said twice: the next grant waits until the former gate proves that it is closed, or until its lease
 * and a drain are over by this clock. `nowMs` is monotonic and may stand still, which only makes others wait; it must
 * not jump ahead as a wall clock does.
 */
export function transition(
  before: LockState,
  event: LockEvent,
  nowMs: number,
  times: LockTimes = LOCK_TIMES,
): LockTransition {
  const turn: Turn = { state: before, effects: [], nowMs, times };
  // A renewal that comes after its lease comes too late, even where no timer has said so yet.
  passTime(turn);
  happen(turn, event);
  // What has just come may be due: a first request while the holder has been idle for long.
  passTime(turn);
  const { state, effects } = turn;
  if (isShownAlike(before, state)) return { state, effects };
  return { state: { ...state, seq: before.seq + 1 }, effects: [...effects, { type: 'view' }] };
}

function happen(turn: Turn, event: LockEvent): void {
  switch (event.type) {
    case 'joined':
      enter(turn, event.member, event.role);
      return;
    case 'role':
      changeRole(turn, event.member, event.role, event.by);
      return;
    case 'present':
      setPresent(turn, event.member, true);
      return;
    case 'absent':
      setPresent(turn, event.member, false);
      return;
    case 'left':
      leave(turn, event.member);
      return;
    case 'command': {
      const { member: id, command } = event;
      const member = memberOf(turn.state, id);
      const reason = member === undefined ? 'no-such-member' : obey(turn, member, command);
      if (reason !== null) turn.effects.push({ type: 'refused', to: id, command: command.type, reason });
      return;
    }
    case 'time':
  }
}

function enter(turn: Turn, id: MemberId, role: Role): void {
  const { state } = turn;
  const askedAtMs = memberOf(state, id)?.askedAtMs ?? Number.NEGATIVE_INFINITY;
  const others = state.members.filter((member) => member.id !== id);
  turn.state = { ...state, members: [...others, { id, role, isPresent: true, askedAtMs }] };
}

function changeRole(turn: Turn, id: MemberId, role: Role, by: MemberId): void {
  const { state } = turn;
  turn.state = {
    ...state,
    members: state.members.map((member) => (member.id === id ? { ...member, role } : member)),
  };
  if (isAtLeast(role, 'operator')) return;
  dropRequest(turn, id);
  if (state.phase.type === 'held' && state.phase.holder === id) drain(turn, id, 'taken', by);
}

function setPresent(turn: Turn, id: MemberId, isPresent: boolean): void {
  const { state } = turn;
  turn.state = {
    ...state,
    members: state.members.map((member) => (member.id === id ? { ...member, isPresent } : member)),
  };
  // Nobody waits for an answer of who is not there; its place in the queue is kept.
  const { phase } = turn.state;
  if (phase.type === 'offered' && !isEligible(turn.state, phase.to)) offerNext(turn, phase.cause);
}

function leave(turn: Turn, id: MemberId): void {
  const { state } = turn;
  turn.state = { ...state, members: state.members.filter((member) => member.id !== id) };
  dropRequest(turn, id);
  if (state.phase.type === 'held' && state.phase.holder === id) drain(turn, id, 'left', id);
}

/** Whether nobody can tell the one from the other. */
function isShownAlike(before: LockState, after: LockState): boolean {
  return (
    before.epoch === after.epoch &&
    before.phase === after.phase &&
    before.queue === after.queue &&
    before.keepsIdle === after.keepsIdle &&
    before.idlePassAtMs === after.idlePassAtMs &&
    before.mayStillExecute === after.mayStillExecute
  );
}
