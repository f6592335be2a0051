import type { PathReading } from '../measure/readings.ts';
import { BAD_EXCESS_MS } from '../measure/thresholds.ts';
import type { ProfileThresholds } from '../policy/instrument-profile.ts';
import type { SessionFlags, SessionState } from '../session/session-state.ts';
import { inputAgeLimitMs } from './permit.ts';

/** W: how many actions of a class may be unacknowledged at any time. */
export interface CreditLimits {
  /** Presses that nobody has marked, and those marked `view`. */
  readonly normal: number;
  /** Presses marked hazardous. 0: they are held back. */
  readonly hazardous: number;
}

/** By state (docs/gate.md). What passed before a cut can execute after it: this many and no more. */
export const CREDIT: Readonly<Record<SessionState, CreditLimits>> = {
  idle: { normal: 8, hazardous: 2 },
  stable: { normal: 8, hazardous: 2 },
  unstable: { normal: 1, hazardous: 0 },
  breakdown: { normal: 0, hazardous: 0 },
  recovery: { normal: 1, hazardous: 0 },
};
/** While the path shows early signs; on a slow path as many normal ones as a typist has under way when all is well. */
export const CREDIT_WARN: CreditLimits = { normal: 3, hazardous: 1 };
/** A stop action goes out in every state, but not again before the server has read it. */
export const STOP_CREDIT = 1;

/** A fast typist: so many presses a second need credit for as long as the permit lets input go unread. */
const TYPING_PER_SECOND = 8;
/**
 * From a press to its receipt, beyond the round trips: the wait for a probe (100 ms), and how late it may be answered
 * before the path is called bad (measure/thresholds.ts): a typist is not cut by less.
 */
const RECEIPT_MARGIN_MS = 100 + BAD_EXCESS_MS;
/** A refresh probe that is under way has to come back before the one that acknowledges can go out. */
const REFRESH_ROUND_TRIPS = 2;
/** However slow the path, input may be unread for so long at most; see permit.ts. */
const MAX_AGE_MS = 1500;

/** Tells how many actions may be unacknowledged now. */
export type CreditRule = typeof creditLimits;

/** How many actions may be unacknowledged now. A profile's thresholds can only lower it. */
export function creditLimits(
  state: SessionState,
  flags: SessionFlags,
  path: PathReading,
  thresholds: ProfileThresholds,
): CreditLimits {
  const calm = CREDIT[state];
  const careful = flags.warn || flags.nonIdeal;
  const normal = careful ? Math.min(calm.normal, warnCredit(path)) : typingCredit(calm.normal, path);
  const hazardous = careful ? Math.min(calm.hazardous, CREDIT_WARN.hazardous) : calm.hazardous;
  return {
    normal: Math.min(normal, thresholds.normalCredit ?? normal),
    hazardous: flags.nonIdeal ? 0 : Math.min(hazardous, thresholds.hazardousCredit ?? hazardous),
  };
}

/** With 3 alone, every early sign on a 600 ms link would cut what is typed. */
function warnCredit({ probe, baseMs }: PathReading): number {
  const roundTrips = probe === 'refresh' ? REFRESH_ROUND_TRIPS : 1;
  const receiptMs = roundTrips * (baseMs ?? 0) + RECEIPT_MARGIN_MS;
  return Math.max(CREDIT_WARN.normal, Math.ceil((TYPING_PER_SECOND * receiptMs) / 1000));
}

/**
 * On a steady slow link W covers eight keys a second until the age of the oldest closes the permit: 10 at 600 ms with
 * fences, 12 with refresh probes and at most.
 */
function typingCredit(calm: number, path: PathReading): number {
  if (calm < CREDIT.stable.normal) return calm;
  // A path without probes has no receipts but time; there the credit stays what it is.
  if (path.probe === 'none') return calm;
  return Math.max(calm, Math.ceil((TYPING_PER_SECOND * inputAgeLimitMs(path, MAX_AGE_MS)) / 1000));
}
