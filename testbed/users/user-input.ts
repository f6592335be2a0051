import type { Pose } from '../instrument/pose.ts';

/**
 * What a hand does at the mouse, in pixels of the instrument's screen. No two presses have the same place (buttons are
 * some 40 pixels wide, so a press can be told by where it was), which is how a press is found again at the instrument.
 */
export type UserInput =
  | { readonly type: 'move'; readonly x: number; readonly y: number }
  | { readonly type: 'press'; readonly x: number; readonly y: number }
  | { readonly type: 'release'; readonly x: number; readonly y: number };

/** What the user can see: nothing but the delivered picture, and RICE's warning above it. */
export interface Percept {
  /** The newest pose that was read from the decoded picture; null: none yet. */
  readonly pose: Pose | null;
  /** RICE shows that input is held back or that the network is bad. */
  readonly isWarned: boolean;
}

/** What the user does now. */
export interface UserStep {
  readonly inputs: readonly UserInput[];
  /** When to ask again at the latest; new pictures are shown at once. */
  readonly wakeAtMs: number;
  readonly outcome: UserOutcome;
}

/** gave-up: the time allowed for the task is over, or the instrument is damaged. */
export type UserOutcome = 'working' | 'success' | 'gave-up';

/** One press as it was made, and what became of it in the user's mind. */
export interface MadePress {
  /** 0, 1, 2, ... */
  readonly index: number;
  readonly madeAtMs: number;
  readonly x: number;
  readonly y: number;
  /** When it was let go of; null: still held. */
  readonly releasedAtMs: number | null;
  /** What it was for: presses of the same intent are repetitions of one another. */
  readonly intent: number;
  /** When the user no longer wanted it: the intent was given up. null: it was answered, or is still wanted. */
  readonly givenUpAtMs: number | null;
  /** Which task of the paper it belongs to, 1 to 3. */
  readonly task: 1 | 2 | 3;
  /** What it is meant to do, e.g. `z-up`, `focus-down`, `drag`. */
  readonly purpose: string;
}

/** A user who works. The same seed and the same percepts give the same inputs. */
export interface ScriptedUser {
  /** Call with every new picture, and when `wakeAtMs` has come. Time must not go back. */
  step(percept: Percept, nowMs: number): UserStep;
  readonly presses: readonly MadePress[];
  readonly retries: number;
  readonly aborts: number;
  /** When each of the three tasks was finished; null: not. */
  readonly taskEndsMs: readonly (number | null)[];
}
