import type { Bin } from '../../src/model/measure/bin.ts';
import type { TruthEntry } from '../instrument/truth-log.ts';
import type { MadePress, UserOutcome } from '../users/user-input.ts';
import type { RunPlan } from './plan.ts';

/** A stretch in which the network was not what it should be, as the emulator's schedule says: the ground truth. */
export interface Trouble {
  readonly fromMs: number;
  readonly untilMs: number;
  /** cut: nothing passes (one way or both). congested: slow, or others fill the queue. */
  readonly type: 'cut' | 'congested';
}

/** Bytes that crossed the bottleneck in one second, headers included. */
export interface WireSecond {
  readonly upBytes: number;
  readonly downBytes: number;
}

/** What a run in either realm leaves to be judged (score.ts). All times on one clock, ms from the begin of the run. */
export interface ObservedRun {
  readonly plan: RunPlan;
  readonly endedAtMs: number;
  readonly outcome: UserOutcome;
  readonly presses: readonly MadePress[];
  readonly retries: number;
  readonly aborts: number;
  readonly taskEndsMs: readonly (number | null)[];
  /** The instrument's own log. */
  readonly truth: readonly TruthEntry[];
  readonly troubles: readonly Trouble[];
  /** From the guard (in the plain arm from one that only looks on, in virtual time; live: empty). */
  readonly bins: readonly Bin[];
  /** When the gate was closed to presses, from-until. Empty in arms without a gate. */
  readonly closed: readonly { readonly fromMs: number; readonly untilMs: number }[];
  /** When RICE first told that the path is bad or stalled, for each stretch in which it did. */
  readonly alarmsMs: readonly number[];
  /** The largest W in force at the begin of each trouble; null: no gate. */
  readonly creditAtTrouble: readonly (number | null)[];
  readonly wire: readonly WireSecond[];
  /** The longest time for which the network itself stood still, because the machine was busy; null: not known, or virtual. */
  readonly networkLateMs: number | null;
  /** q_mos (tight for experts, loose for novices), one value a second; empty where nothing measures. */
  readonly qualities: readonly number[];
}
