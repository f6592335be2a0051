import { firstInQueue, type LockState } from './lock-state.ts';
import type { LockTimes } from './lock-times.ts';
import { drain, dropRequest, endDrain, offerNext, type Turn } from './lock-turn.ts';

/** What time alone brings. */
export function passTime(turn: Turn): void {
  const { nowMs } = turn;
  dropOldRequests(turn);
  const { notBeforeMs } = turn.state;
  if (notBeforeMs !== null && nowMs >= notBeforeMs) turn.state = { ...turn.state, notBeforeMs: null };
  const { phase, lease } = turn.state;
  if (phase.type === 'held') {
    if (nowMs >= lease.untilMs) drain(turn, phase.holder, 'expired', null);
    else watchIdleness(turn);
  }
  // Read anew: after a long pause one thing follows at once on the other.
  const then = turn.state.phase;
  if (then.type === 'draining' && nowMs >= then.untilMs) endDrain(turn);
  else if (then.type === 'offered' && nowMs >= then.untilMs) dropRequest(turn, then.to);
  else if (then.type === 'free') offerNext(turn, 'released');
}

/** When time alone brings something next, by the arbiter's clock; null: never. */
export function nextDueMs(state: LockState, times: LockTimes): number | null {
  const { phase, lease, idlePassAtMs, notBeforeMs } = state;
  const due = state.queue.map((waiting) => waiting.untilMs);
  if (phase.type === 'held') {
    due.push(lease.untilMs);
    if (idlePassAtMs !== null) due.push(idlePassAtMs);
    else if (firstInQueue(state) !== null && !state.keepsIdle) due.push(lease.idleSinceMs + times.idleMs);
  } else if (phase.type === 'draining' || phase.type === 'offered') {
    due.push(phase.untilMs);
  }
  if (notBeforeMs !== null) due.push(notBeforeMs);
  return due.length === 0 ? null : Math.min(...due);
}

function dropOldRequests(turn: Turn): void {
  const { state, nowMs } = turn;
  if (state.queue.some((waiting) => waiting.untilMs <= nowMs)) {
    turn.state = { ...state, queue: state.queue.filter((waiting) => waiting.untilMs > nowMs) };
  }
}

/** Who does nothing while somebody waits is warned, and passed on after the warning. */
function watchIdleness(turn: Turn): void {
  const { state, nowMs, times } = turn;
  const { phase, lease, idlePassAtMs } = state;
  if (phase.type !== 'held') return;
  const isIdle =
    nowMs >= lease.idleSinceMs + times.idleMs && !state.keepsIdle && firstInQueue(state) !== null;
  if (!isIdle) {
    if (idlePassAtMs !== null) turn.state = { ...state, idlePassAtMs: null };
  } else if (idlePassAtMs === null) {
    turn.state = { ...state, idlePassAtMs: nowMs + times.idleWarningMs };
  } else if (nowMs >= idlePassAtMs) {
    drain(turn, phase.holder, 'idle', null);
  }
}
