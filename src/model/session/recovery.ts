import type { Session } from './session.ts';
import {
  DEGRADED_AFTER_MS,
  DEGRADED_STEADY_MS,
  PASSIVE_HOLD_FACTOR,
  RECOVERY_ANSWERS,
  RECOVERY_MIN_ANSWERS,
  RECOVERY_OUTLIERS,
  RECOVERY_WORST_EXCESS_MS,
  UNSTABLE_NOT_BAD_MS,
  UNSTABLE_OK_MS,
} from './thresholds.ts';

/** The server has read all that was sent before a time. */
export function isAcknowledged({ input }: Session, beforeMs: number): boolean {
  return input.oldestUnacknowledgedAtMs === null || input.oldestUnacknowledgedAtMs >= beforeMs;
}

/**
 * The path has answered, in order, probes that were sent after the link healed: all that was queued before them
 * has arrived. And nothing we sent before is still under way.
 */
function hasFreshAnswers(session: Session): boolean {
  const { net, recovery, sinceMs } = session;
  if (recovery.healSequence === null || !isAcknowledged(session, sinceMs)) return false;
  return !net.probing || recovery.answersMs.length >= RECOVERY_MIN_ANSWERS;
}

function heldFor(sinceMs: number | null, { net, recovery }: Session, nowMs: number): boolean {
  const holdMs = net.probing ? recovery.holdMs : recovery.holdMs * PASSIVE_HOLD_FACTOR;
  return sinceMs !== null && nowMs - sinceMs >= holdMs;
}

/** Recovery is over: the net has been OK for the hold, by 9 of 10 answers and none far off. */
export function hasRecovered(session: Session, _event: unknown, nowMs: number): boolean {
  const { net, recovery, flags, sinceMs } = session;
  if (flags.noData || !hasFreshAnswers(session)) return false;
  if (!heldFor(net.notBadSinceMs, session, nowMs) || !heldFor(sinceMs, session, nowMs)) return false;
  const late = recovery.answersMs.filter((excessMs) => excessMs >= net.okExcessMs).length;
  const allowed = recovery.answersMs.length >= RECOVERY_ANSWERS ? RECOVERY_OUTLIERS : 0;
  const worstMs = Math.max(0, ...recovery.answersMs);
  return late <= allowed && worstMs <= RECOVERY_WORST_EXCESS_MS;
}

/** Unstable is over: the net has been OK for a while, or at least not bad for longer. */
export function hasCalmed(session: Session, _event: unknown, nowMs: number): boolean {
  const lasted = (sinceMs: number | null, ms: number): boolean =>
    sinceMs !== null && nowMs - sinceMs >= ms && isAcknowledged(session, sinceMs);
  const { okSinceMs, notBadSinceMs } = session.net;
  return lasted(okSinceMs, UNSTABLE_OK_MS) || lasted(notBadSinceMs, UNSTABLE_NOT_BAD_MS);
}

/**
 * After a Breakdown presses may go out again although the net is not OK: it answers, in order and without a
 * stall, and has done so for the hold. The session is then as throttled as any Unstable one.
 */
export function hasEarned(session: Session, nowMs: number): boolean {
  const { name, net, flags, sinceMs } = session;
  if (name !== 'recovery' || flags.noData || !hasFreshAnswers(session)) return false;
  return heldFor(net.notStalledSinceMs, session, nowMs) && heldFor(sinceMs, session, nowMs);
}

/** Liveness: a link that stays slower than it was, but steady, is accepted as it is. Never gated for ever. */
export function isSteadyButSlow(session: Session, _event: unknown, nowMs: number): boolean {
  const { net, flags, earned, sinceMs } = session;
  return (
    earned &&
    !flags.noData &&
    nowMs - sinceMs >= DEGRADED_AFTER_MS &&
    net.steadySinceMs !== null &&
    nowMs - net.steadySinceMs >= DEGRADED_STEADY_MS &&
    isAcknowledged(session, net.steadySinceMs)
  );
}
