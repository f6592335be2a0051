import type { NetLevel } from '../session/session-state.ts';
import { IDLE_INTERVAL_MS, RAISE_HOLD_MS, VAIN_HOLD_MS } from './law-constants.ts';
import type { QualityLevel } from './quality-level.ts';
import type { QualityCause } from './quality-reading.ts';

/** Medians over a time. */
export interface Usual {
  /** e above the least base that was known: a queue that lasts for minutes becomes part of the base. */
  readonly excessMs: number;
  readonly flowBitsPerSecond: number;
}

/** What the law looks at, every tick. */
export interface LawSight {
  readonly level: NetLevel;
  /** Upper decile of e (of a probe that overestimates it, half) since the level settled, at most 5 s of it; null: not watched for 3 s yet. */
  readonly highExcessMs: number | null;
  /** In the same time; null as above. */
  readonly usual: Usual | null;
  /** At the level before the newest change, while e was not ideal and until that had settled; null: it was ideal. */
  readonly former: Usual | null;
  /** e was above what is ideal a moment ago. */
  readonly isFull: boolean;
  /** S at each rung of the ladder; rising. */
  readonly delaysMs: readonly number[];
  /** S comes from a capacity that was measured, not from e. */
  readonly isMeasured: boolean;
  /** What the picture would take of the link at each rung, 1: all of it; rising. */
  readonly loads: readonly number[];
  readonly flowBitsPerSecond: number;
  readonly retryRatio: number;
  /** The user acts more often than usual, and than most do. */
  readonly isPushing: boolean;
  /** q_mos. */
  readonly opinion: number;
  /** The newest change has arrived at the server, and what was written before it here. */
  readonly isSettled: boolean;
  /** The session is Stable or Idle, without early signs of trouble. */
  readonly isWell: boolean;
  /** Nobody has acted for 2 s, and the session is Idle. */
  readonly isIdle: boolean;
  /** The user drives or focuses. */
  readonly isTight: boolean;
  /** A button is down: no raises. */
  readonly isDragging: boolean;
  readonly bounds: LawBounds;
}

/** How far the law may go. `home`: what the page asks for, between the others; above it only while nobody acts. */
export interface LawBounds {
  readonly lowest: QualityLevel;
  readonly home: QualityLevel;
  readonly highest: QualityLevel;
}

export interface LawState {
  readonly level: QualityLevel;
  readonly cause: QualityCause;
  readonly changedAtMs: number;
  /** Since the last step down; null: not. */
  readonly raisedAtMs: number | null;
  /** The level before that raise. */
  readonly raisedFrom: QualityLevel | null;
  readonly raiseHoldMs: number;
  /** How long there has been trouble, less how long there has been none; see {@link TROUBLE_HOLD_MS}. */
  readonly troubleMs: number;
  readonly tickAtMs: number;
  /** The last moment at which the path was not well. */
  readonly uneasyAtMs: number;
  readonly stalledSinceMs: number | null;
  /** A stall ended that was a long one. */
  readonly resumes: boolean;
  /** While raised for idle: where to go back to, and why it was there. */
  readonly former: { readonly level: QualityLevel; readonly cause: QualityCause } | null;
  readonly idleRaisedAtMs: number;
  readonly idleHoldMs: number;
  /** A step down that has not been judged. */
  readonly trial: LawTrial | null;
  /** A step down was in vain: none until then. */
  readonly vainUntilMs: number;
  readonly vainHoldMs: number;
}

/** Whether less quality helps, only e can tell. */
export interface LawTrial {
  /** Before the first of the steps. */
  readonly level: QualityLevel;
  readonly cause: QualityCause;
  /** At that level; null: not known until what is written at the lower one comes. */
  readonly former: Usual | null;
}

export type LawEvent =
  | { readonly type: 'tick'; readonly nowMs: number; readonly sight: LawSight }
  /** Nothing seen so far counts any more: hidden tab, slept machine. */
  | { readonly type: 'blind'; readonly nowMs: number };

export interface LawStep {
  readonly state: LawState;
  readonly effects: readonly LawEffect[];
}

export interface LawEffect {
  readonly type: 'level';
  readonly level: QualityLevel;
  readonly cause: QualityCause;
}

/** At the page's own level. */
export function startLaw(level: QualityLevel, nowMs: number): LawState {
  return {
    level,
    cause: 'page',
    changedAtMs: Number.NEGATIVE_INFINITY,
    raisedAtMs: null,
    raisedFrom: null,
    raiseHoldMs: RAISE_HOLD_MS,
    troubleMs: 0,
    tickAtMs: nowMs,
    uneasyAtMs: nowMs,
    stalledSinceMs: null,
    resumes: false,
    former: null,
    idleRaisedAtMs: Number.NEGATIVE_INFINITY,
    idleHoldMs: IDLE_INTERVAL_MS,
    trial: null,
    vainUntilMs: Number.NEGATIVE_INFINITY,
    vainHoldMs: VAIN_HOLD_MS,
  };
}
