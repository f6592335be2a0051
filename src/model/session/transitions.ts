import { idleLabel } from './idle-label.ts';
import { observe } from './observe.ts';
import { hasCalmed, hasEarned, hasRecovered, isSteadyButSlow } from './recovery.ts';
import type { Session } from './session.ts';
import type { SessionCause, SessionEffect, SessionEvent } from './session-event.ts';
import type { SessionState } from './session-state.ts';
import {
  ABORT_AFTER_MS,
  BAD_HOLD_MS,
  BREAKDOWN_EXCESS_MS,
  EXCESS_DEMAND_HOLD_MS,
  FEEDBACK_BREAKDOWN_MS,
  IDLE_AFTER_MS,
  MIN_STAY_MS,
  RE_ENTRY_MS,
  RECOVERY_HOLD_MAX_MS,
  RECOVERY_HOLD_MS,
  RETRY_RATIO_BREAKDOWN,
  RETRY_RATIO_UNSTABLE,
  RISING_MS_PER_SECOND,
  STALL_BREAKDOWN_MS,
  SUPPRESSED_AFTER_MS,
} from './thresholds.ts';

export interface Transition {
  readonly state: Session;
  readonly effects: readonly SessionEffect[];
}

/** One row of the table: the first whose `from` and `when` fit is taken. */
interface Row {
  readonly from: readonly SessionState[];
  readonly to: SessionState | 'stable-or-idle';
  readonly cause: SessionCause;
  /** The state must have lasted so long. */
  readonly stayMs: number;
  /** Leaves the session on a path that is worse than it was. */
  readonly degraded?: true;
  readonly when: (session: Session, event: SessionEvent, nowMs: number) => boolean;
}

const lasted = (sinceMs: number | null, ms: number, nowMs: number): boolean =>
  sinceMs !== null && nowMs - sinceMs >= ms;
const isBad = ({ net }: Session, nowMs: number): boolean => lasted(net.badSinceMs, BAD_HOLD_MS, nowMs);
const isActive = ({ input }: Session, nowMs: number): boolean => nowMs - input.lastAttemptMs < IDLE_AFTER_MS;
/** Nobody presses any more, or nothing of it goes through. */
const isQuiet = ({ input }: Session, nowMs: number): boolean =>
  nowMs - input.lastAttemptMs >= ABORT_AFTER_MS ||
  lasted(input.suppressedSinceMs, SUPPRESSED_AFTER_MS, nowMs);

/** The paper's Fig. 4 as engineering (docs/model.md, "From level to state"). Worse states first: fast in, slow out. */
const ROWS: readonly Row[] = [
  {
    from: ['idle', 'stable', 'unstable', 'recovery', 'breakdown'],
    to: 'breakdown',
    cause: 'closed',
    stayMs: 0,
    when: (session) => session.closed,
  },
  {
    from: ['idle', 'stable', 'unstable', 'recovery'],
    to: 'breakdown',
    cause: 'network',
    stayMs: 0,
    when: ({ net }, _event, nowMs) => lasted(net.stallSinceMs, STALL_BREAKDOWN_MS, nowMs),
  },
  {
    from: ['unstable'],
    to: 'breakdown',
    cause: 'network',
    stayMs: 0,
    when: ({ net }) => net.excessMs > BREAKDOWN_EXCESS_MS,
  },
  {
    from: ['unstable'],
    to: 'breakdown',
    cause: 'user',
    stayMs: FEEDBACK_BREAKDOWN_MS,
    when: ({ net, input }) =>
      input.retryRatio >= RETRY_RATIO_BREAKDOWN &&
      net.trendMsPerSecond >= RISING_MS_PER_SECOND &&
      net.excessMs > net.okExcessMs,
  },
  {
    from: ['stable'],
    to: 'unstable',
    cause: 'network',
    stayMs: 0,
    when: (session, _event, nowMs) => isBad(session, nowMs),
  },
  {
    from: ['stable'],
    to: 'unstable',
    cause: 'user',
    stayMs: 0,
    when: ({ net, input }, _event, nowMs) =>
      (input.retryRatio >= RETRY_RATIO_UNSTABLE && net.excessMs > net.okExcessMs) ||
      lasted(net.overDemandSinceMs, EXCESS_DEMAND_HOLD_MS, nowMs),
  },
  {
    from: ['idle'],
    to: 'unstable',
    cause: 'user',
    stayMs: 0,
    when: (session, event, nowMs) => event.type === 'input' && !session.flags.noData && isBad(session, nowMs),
  },
  {
    from: ['idle'],
    to: 'stable',
    cause: 'user',
    stayMs: 0,
    when: ({ flags }, event) => event.type === 'input' && !flags.noData,
  },
  {
    from: ['stable'],
    to: 'idle',
    cause: 'user',
    stayMs: MIN_STAY_MS,
    when: (session, _event, nowMs) => !isActive(session, nowMs) && session.net.badSinceMs === null,
  },
  {
    from: ['unstable'],
    to: 'stable-or-idle',
    cause: 'network',
    stayMs: MIN_STAY_MS,
    when: hasCalmed,
  },
  {
    from: ['unstable', 'recovery'],
    to: 'stable-or-idle',
    cause: 'network',
    stayMs: 0,
    degraded: true,
    when: isSteadyButSlow,
  },
  {
    from: ['unstable'],
    to: 'recovery',
    cause: 'user',
    stayMs: MIN_STAY_MS,
    when: (session, _event, nowMs) => isQuiet(session, nowMs),
  },
  {
    from: ['breakdown'],
    to: 'recovery',
    cause: 'network',
    stayMs: MIN_STAY_MS,
    // That nobody acts goes without saying: the gate has let nothing through since the Breakdown began.
    when: ({ net, answered, flags }) => answered && !flags.noData && net.notStalledSinceMs !== null,
  },
  {
    from: ['recovery'],
    to: 'unstable',
    cause: 'user',
    stayMs: 0,
    when: (session, event, nowMs) =>
      event.type === 'input' && event.delivered && session.earned && isBad(session, nowMs),
  },
  {
    from: ['recovery'],
    to: 'stable-or-idle',
    cause: 'network',
    stayMs: 0,
    when: hasRecovered,
  },
];

/**
 * The session after an event: the only place where its state changes. Pure: the same values give the same
 * answer, which is how a recorded trace is replayed.
 *
 * @example
 * const { state, effects } = transition(startSession(0), { type: 'closed', nowMs: 10 });
 */
export function transition(session: Session, event: SessionEvent): Transition {
  if (session.closed) return { state: session, effects: [] };
  const { nowMs } = event;
  const seen = observe(session, event);
  const row = ROWS.find(
    ({ from, stayMs, when }) =>
      from.includes(seen.name) && nowMs - seen.sinceMs >= stayMs && when(seen, event, nowMs),
  );
  const next = row === undefined ? seen : enter(seen, row, nowMs);
  const earned = next.earned || hasEarned(next, nowMs);
  const nonIdeal = next.name === 'idle' && isBad(next, nowMs);
  const state: Session = { ...next, earned, flags: { ...next.flags, nonIdeal } };
  const changed = row !== undefined && state.name !== session.name;
  return {
    state,
    effects: changed
      ? [{ type: 'changed', from: session.name, to: state.name, cause: row.cause, nowMs }]
      : [],
  };
}

function target(row: Row, session: Session, nowMs: number): SessionState {
  if (row.to !== 'stable-or-idle') return row.to;
  return isActive(session, nowMs) ? 'stable' : 'idle';
}

function enter(session: Session, row: Row, nowMs: number): Session {
  const to = target(row, session, nowMs);
  if (to === session.name) return session;
  const entered: Session = { ...session, name: to, sinceMs: nowMs, answered: false, idleLabel: null };
  const undegraded = { ...session.flags, degraded: false };
  switch (to) {
    case 'breakdown':
      return { ...entered, earned: false, flags: undegraded, recovery: endRecovery(session, nowMs) };
    case 'recovery':
      return { ...entered, flags: undegraded, recovery: beginRecovery(session, nowMs) };
    case 'unstable':
      return { ...entered, flags: undegraded };
    case 'stable':
    case 'idle':
      return {
        ...entered,
        earned: true,
        idleLabel: to === 'idle' ? idleLabel(session, nowMs) : null,
        flags: row.degraded ? { ...session.flags, degraded: true } : session.flags,
        // What was just accepted as good enough is not bad any more.
        net: row.degraded ? { ...session.net, badSinceMs: null } : session.net,
        recovery: endRecovery(session, nowMs),
      };
  }
}

function endRecovery({ name, recovery }: Session, nowMs: number): Session['recovery'] {
  return name === 'recovery' ? { ...recovery, endedMs: nowMs } : recovery;
}

/** A Recovery soon after the last one must convince for twice as long. */
function beginRecovery({ recovery }: Session, nowMs: number): Session['recovery'] {
  const again = nowMs - recovery.endedMs < RE_ENTRY_MS;
  const holdMs = again ? Math.min(recovery.holdMs * 2, RECOVERY_HOLD_MAX_MS) : RECOVERY_HOLD_MS;
  return { ...recovery, healSequence: null, answersMs: [], holdMs };
}
