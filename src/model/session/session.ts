import type { IdleLabel, NetLevel, SessionFlags, SessionState } from './session-state.ts';
import { OK_EXCESS_MIN_MS, RECOVERY_HOLD_MS } from './thresholds.ts';

/** What was seen of the path: since when something has held without a break; null while it does not hold. */
export interface NetHistory {
  readonly level: NetLevel;
  readonly excessMs: number;
  /** e_ok of the newest tick. */
  readonly okExcessMs: number;
  /** false: this server offers no probe. */
  readonly probing: boolean;
  readonly trendMsPerSecond: number;
  /** Level ok and the excess below e_ok. */
  readonly okSinceMs: number | null;
  /** Level bad or stall (while DEGRADED: or a much larger excess). */
  readonly badSinceMs: number | null;
  readonly stallSinceMs: number | null;
  readonly notBadSinceMs: number | null;
  readonly notStalledSinceMs: number | null;
  /** The excess is below the limit for DEGRADED and does not rise. */
  readonly steadySinceMs: number | null;
  /** More demand than the path can serve, on a path that gets worse. */
  readonly overDemandSinceMs: number | null;
  /** The last times the level was above ok, and bad. */
  readonly lastWarnMs: number;
  readonly lastBadMs: number;
}

/** What the user did and what became of it. */
export interface InputHistory {
  readonly lastAttemptMs: number;
  readonly lastDeliveredMs: number;
  readonly lastDroppedMs: number;
  /** Since when nothing went through although the user tried. */
  readonly suppressedSinceMs: number | null;
  /** When the oldest action was sent that the server has not acknowledged; null: it has read all. */
  readonly oldestUnacknowledgedAtMs: number | null;
  readonly retryRatio: number;
}

/** What the path has shown since the link healed. */
export interface RecoveryProgress {
  /** Only answers to probes numbered above this count: they were sent after the link healed. null: not healed. */
  readonly healSequence: number | null;
  /** Excess of the newest answers, at most RECOVERY_ANSWERS; the oldest makes room. */
  readonly answersMs: readonly number[];
  readonly holdMs: number;
  readonly endedMs: number;
}

/** A session at one instant: a plain value that {@link transition} takes and returns. */
export interface Session {
  readonly name: SessionState;
  readonly sinceMs: number;
  readonly flags: SessionFlags;
  /** Set in Idle only: why the user does nothing. */
  readonly idleLabel: IdleLabel | null;
  /** false from a Breakdown on until the path has proved itself: no press goes out before (gate/permit.ts). */
  readonly earned: boolean;
  /** An answer came since the state began. */
  readonly answered: boolean;
  readonly closed: boolean;
  /** Since when nothing seen before counts; a server without probes is believed again some time later. */
  readonly blindSinceMs: number;
  /** Answers to probes up to this number were asked for before that, and prove nothing about now. */
  readonly blindSequence: number;
  readonly net: NetHistory;
  readonly input: InputHistory;
  readonly recovery: RecoveryProgress;
}

/** Nothing is known about the path: after the start, and again after every gap in what could be seen. */
export const UNSEEN_NET: NetHistory = {
  level: 'ok',
  excessMs: 0,
  okExcessMs: OK_EXCESS_MIN_MS,
  probing: true,
  trendMsPerSecond: 0,
  okSinceMs: null,
  badSinceMs: null,
  stallSinceMs: null,
  notBadSinceMs: null,
  notStalledSinceMs: null,
  steadySinceMs: null,
  overDemandSinceMs: null,
  lastWarnMs: Number.NEGATIVE_INFINITY,
  lastBadMs: Number.NEGATIVE_INFINITY,
};

/** A connection begins idle and without data: the first round trip ends that. */
export function startSession(nowMs: number): Session {
  return {
    name: 'idle',
    sinceMs: nowMs,
    flags: { warn: false, noData: true, degraded: false, nonIdeal: false },
    idleLabel: 'no-data',
    earned: true,
    answered: false,
    closed: false,
    blindSinceMs: nowMs,
    blindSequence: -1,
    net: UNSEEN_NET,
    input: {
      lastAttemptMs: Number.NEGATIVE_INFINITY,
      lastDeliveredMs: Number.NEGATIVE_INFINITY,
      lastDroppedMs: Number.NEGATIVE_INFINITY,
      suppressedSinceMs: null,
      oldestUnacknowledgedAtMs: null,
      retryRatio: 0,
    },
    recovery: {
      healSequence: null,
      answersMs: [],
      holdMs: RECOVERY_HOLD_MS,
      endedMs: Number.NEGATIVE_INFINITY,
    },
  };
}
