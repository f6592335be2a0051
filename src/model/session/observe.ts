import type { InputHistory, NetHistory, RecoveryProgress, Session } from './session.ts';
import { UNSEEN_NET } from './session.ts';
import type { SessionEvent, Sight } from './session-event.ts';
import type { SessionFlags } from './session-state.ts';
import {
  DEGRADED_BAD_EXCESS_MS,
  DEGRADED_CLEAR_MS,
  DEGRADED_EXCESS_MS,
  EXCESS_DEMAND_RATIO,
  OPTIMUM_DEMAND_PER_SECOND,
  PASSIVE_SIGHT_MS,
  RECOVERY_ANSWERS,
  RISING_MS_PER_SECOND,
  UNSEEN_STALL_EXCESS_MS,
  WARN_CLEAR_MS,
} from './thresholds.ts';

/** The session with an event noted in its histories; its state is not judged yet. */
export function observe(session: Session, event: SessionEvent): Session {
  switch (event.type) {
    case 'tick':
      return tick(session, event.sight, event.nowMs);
    case 'answer':
      return event.sequence <= session.blindSequence
        ? session
        : {
            ...session,
            answered: true,
            flags: { ...session.flags, noData: false },
            recovery: noteAnswer(session.recovery, event.sequence, event.excessMs),
          };
    case 'input':
      return { ...session, input: noteInput(session.input, event.delivered, event.nowMs) };
    case 'blind':
      return {
        ...session,
        answered: false,
        blindSinceMs: event.nowMs,
        blindSequence: event.sequence,
        flags: { ...session.flags, noData: true },
        net: { ...UNSEEN_NET, lastWarnMs: session.net.lastWarnMs, lastBadMs: session.net.lastBadMs },
        recovery: { ...session.recovery, healSequence: null, answersMs: [] },
      };
    case 'closed':
      return { ...session, closed: true };
  }
}

function tick(session: Session, sight: Sight, nowMs: number): Session {
  const net = noteNet(session, sight, nowMs);
  const input: InputHistory = {
    ...session.input,
    oldestUnacknowledgedAtMs: sight.oldestUnacknowledgedAtMs,
    retryRatio: sight.retryRatio,
  };
  const flags = noteFlags(session, net, sight, nowMs);
  // A server without probes cannot be asked: it counts as having answered once the path is not stalled.
  const answered = session.answered || (!sight.probing && net.stallSinceMs === null);
  return { ...session, net, input, flags, recovery: noteHealing(session, net, sight), answered };
}

function noteNet(session: Session, sight: Sight, nowMs: number): NetHistory {
  const { net, flags } = session;
  const since = (holds: boolean, sinceMs: number | null): number | null =>
    holds ? (sinceMs ?? nowMs) : null;
  const stalled = sight.level === 'stall' || (flags.noData && sight.excessMs >= UNSEEN_STALL_EXCESS_MS);
  const bad =
    stalled || (sight.level === 'bad' && (!flags.degraded || sight.excessMs >= DEGRADED_BAD_EXCESS_MS));
  const rising = sight.trendMsPerSecond >= RISING_MS_PER_SECOND;
  // What was usual while all was well is OK again, whatever early sign it gives: not what gets worse.
  const ok =
    (sight.level === 'ok' || (sight.level === 'warn' && !rising)) && sight.excessMs < sight.okExcessMs;
  const overDemand =
    sight.attemptedPerSecond > EXCESS_DEMAND_RATIO * OPTIMUM_DEMAND_PER_SECOND &&
    sight.excessMs > sight.okExcessMs &&
    sight.trendMsPerSecond > 0;
  return {
    level: stalled ? 'stall' : sight.level,
    excessMs: sight.excessMs,
    okExcessMs: flags.degraded ? DEGRADED_EXCESS_MS : sight.okExcessMs,
    trendMsPerSecond: sight.trendMsPerSecond,
    probing: sight.probing,
    okSinceMs: since(ok, net.okSinceMs),
    badSinceMs: since(bad, net.badSinceMs),
    stallSinceMs: since(stalled, net.stallSinceMs),
    notBadSinceMs: since(!bad, net.notBadSinceMs),
    notStalledSinceMs: since(!stalled, net.notStalledSinceMs),
    steadySinceMs: since(!stalled && !rising && sight.excessMs < DEGRADED_EXCESS_MS, net.steadySinceMs),
    overDemandSinceMs: since(overDemand, net.overDemandSinceMs),
    lastWarnMs: sight.level === 'ok' ? net.lastWarnMs : nowMs,
    lastBadMs: bad ? nowMs : net.lastBadMs,
  };
}

/** What is sent from the first moment without a stall on is sent over a link that works. */
function noteHealing({ name, recovery }: Session, net: NetHistory, sight: Sight): RecoveryProgress {
  if (name !== 'recovery') return recovery;
  if (net.stallSinceMs !== null) return { ...recovery, healSequence: null, answersMs: [] };
  if (recovery.healSequence !== null) return recovery;
  return { ...recovery, healSequence: sight.sequence, answersMs: [] };
}

function noteFlags(session: Session, net: NetHistory, sight: Sight, nowMs: number): SessionFlags {
  const { flags } = session;
  const sighted = !sight.probing && nowMs - session.blindSinceMs >= PASSIVE_SIGHT_MS;
  const restored = net.okSinceMs !== null && nowMs - net.okSinceMs >= DEGRADED_CLEAR_MS;
  return {
    warn: nowMs - net.lastWarnMs < WARN_CLEAR_MS,
    noData: flags.noData && !sighted,
    degraded: flags.degraded && !restored,
    nonIdeal: flags.nonIdeal,
  };
}

function noteInput(input: InputHistory, delivered: boolean, nowMs: number): InputHistory {
  return delivered
    ? { ...input, lastAttemptMs: nowMs, lastDeliveredMs: nowMs, suppressedSinceMs: null }
    : {
        ...input,
        lastAttemptMs: nowMs,
        lastDroppedMs: nowMs,
        suppressedSinceMs: input.suppressedSinceMs ?? nowMs,
      };
}

function noteAnswer(recovery: RecoveryProgress, sequence: number, excessMs: number): RecoveryProgress {
  if (recovery.healSequence === null || sequence <= recovery.healSequence) return recovery;
  return { ...recovery, answersMs: [...recovery.answersMs, excessMs].slice(-RECOVERY_ANSWERS) };
}
