import type { PathReading } from '../measure/readings.ts';
import type { BlockReason } from './outcome.ts';

/** The oldest unacknowledged input may be so old, at least: max(500, 1.5 base + 250). */
export const INPUT_AGE_MIN_MS = 500;
export const INPUT_AGE_BASE_FACTOR = 1.5;
export const INPUT_AGE_MARGIN_MS = 250;
/**
 * A refresh probe allows one question at a time: input sent just after one is acknowledged by the next, after up
 * to two round trips.
 */
export const REFRESH_AGE_FACTOR = 2;
/** However slow the path, a probe without an answer for so long is overdue (the cap of the stall limit). */
export const UNANSWERED_MAX_MS = 1500;

/** Everything the permit depends on, at one instant. */
export interface PermitFacts {
  readonly path: PathReading;
  /** When the oldest unacknowledged input was sent; null: all is acknowledged. */
  readonly oldestUnacknowledgedAtMs: number | null;
  readonly maxInputAgeMs: number;
  readonly hidden: boolean;
  /** The machine slept, the page stood still, or no round trip was seen since: nothing is known. */
  readonly noData: boolean;
  /** After a Breakdown: the path has not proved itself yet. */
  readonly earned: boolean;
  readonly unverified: boolean;
  readonly faulty: boolean;
  /** The overlay cannot be seen. */
  readonly interfered: boolean;
  readonly closed: boolean;
  /** There is no room, or control of it is here. */
  readonly seated: boolean;
  readonly nowMs: number;
}

/**
 * Whether a press may go out now: null, or why not. A permit, not a prohibition: it is computed from raw ages at
 * each send, so that a frozen timer, a slept machine or a dead worker all end in "no". The state is never asked.
 */
export function permit(facts: PermitFacts): BlockReason | null {
  const { path, nowMs } = facts;
  if (facts.closed) return 'closed';
  if (facts.faulty) return 'fault';
  // Before all that an override can set aside: the lock is not the network.
  if (!facts.seated) return 'no-control';
  if (facts.unverified) return 'unverified';
  if (facts.interfered) return 'interfered';
  // What nobody looks at comes before what an override can set aside.
  if (facts.hidden) return 'no-data';
  if (!facts.earned) return 'breakdown';
  if (facts.noData || path.unansweredMs === Number.POSITIVE_INFINITY) return 'no-data';
  if (!(path.unansweredMs <= Math.min(path.stallAfterMs, UNANSWERED_MAX_MS))) return 'probe-overdue';
  const oldestMs = facts.oldestUnacknowledgedAtMs;
  if (oldestMs !== null && !(nowMs - oldestMs <= inputAgeLimitMs(path, facts.maxInputAgeMs))) {
    return 'input-overdue';
  }
  return null;
}

/** Age of the oldest unacknowledged input up to which presses may go out. A steady slow link gets more. */
export function inputAgeLimitMs(path: PathReading, maxInputAgeMs: number): number {
  const limitMs = Math.max(
    INPUT_AGE_MIN_MS,
    INPUT_AGE_BASE_FACTOR * (path.baseMs ?? 0) + INPUT_AGE_MARGIN_MS,
  );
  switch (path.probe) {
    case 'fence':
    case 'clipboard':
      return Math.min(limitMs, maxInputAgeMs);
    case 'refresh':
      return Math.min(limitMs * REFRESH_AGE_FACTOR, maxInputAgeMs);
    case 'none':
      // Nothing acknowledges input here but time and the next update; the path's own judgement has to do.
      return maxInputAgeMs;
  }
}
