import type { SessionState } from '../../src/model/session/session-state.ts';
import type { RunPlan } from './plan.ts';

/** One run, judged: one line of JSON. Times in ms unless the name says otherwise; null: does not apply. */
export interface RunResult extends RunPlan {
  readonly version: 1;
  /** From the begin to the end of the last task; the time allowed where it was not finished. */
  readonly taskSeconds: number;
  /** All three tasks done, and the pole piece not touched. */
  readonly success: boolean;
  /** Seconds for each of the paper's three tasks; null: not finished. */
  readonly eachTaskSeconds: readonly (number | null)[];
  /** Presses made, and those executed at the instrument. */
  readonly actionsMade: number;
  readonly actionsExecuted: number;
  /** Presses that the instrument saw and nobody made: 0, or the testbed is wrong. */
  readonly strayExecuted: number;
  readonly retries: number;
  readonly aborts: number;
  /** Executed although nobody wanted them any more: late, twice, or given up. Each press counts once. */
  readonly unintendedExecuted: number;
  /** Of those: more than 1 s after they were made; a repetition of one that was executed too; after it was given up. */
  readonly lateExecuted: number;
  readonly duplicateExecuted: number;
  readonly givenUpExecuted: number;
  /**
   * Late presses of one trouble, and the W in force when it began: of the trouble in which they exceed W most. The
   * first is null without a trouble, the second without a trouble or a gate.
   */
  readonly lateInOneTrouble: number | null;
  readonly creditAtTrouble: number | null;
  /** Contacts with the pole piece; by a press made when a gate could know of the trouble; by one already executed then. */
  readonly limitContacts: number;
  readonly limitContactsKnowable: number;
  readonly limitContactsLatched: number;
  /** How far the stage went, over all motions, after the hand had let go of the button that drove it. */
  readonly overshootUm: number;
  /** The oldest press executed, from when it was made. */
  readonly oldestExecutedMs: number;
  /** Presses held back; of those, while the network was well (5 s after a trouble, or as long as it lasted); of those, repetitions. */
  readonly blocked: number;
  readonly blockedLegitimate: number;
  readonly blockedLegitimateRetries: number;
  /** From the begin of each trouble to the alarm; null: no alarm during it. */
  readonly detectionDelaysMs: readonly (number | null)[];
  /** How long the gate was closed: during troubles and 5 s after them, and in the rest of the time. */
  readonly closedSeconds: number;
  readonly closedHealthySeconds: number;
  readonly secondsInState: Readonly<Record<SessionState, number>> | null;
  /** Unstable, breakdown and recovery. */
  readonly unproductiveSeconds: number | null;
  /** Averages over the run, bit/s: on the wire each way, of RFB input that reached the instrument, of pictures. */
  readonly wireUpBitsPerSecond: number;
  readonly wireDownBitsPerSecond: number;
  readonly inputBitsPerSecond: number;
  readonly supplyBitsPerSecond: number | null;
  /** The longest time for which the network itself stood still, because the machine was busy; null: not known, or virtual. */
  readonly networkLateMs: number | null;
  /** q_mos over the session (model: not calibrated); null: not measured. */
  readonly qMos: number | null;
  /** Second by second, for figures; only the first seed has it. */
  readonly series: RunSeries | null;
}

/** What happened in each second of a run. */
export interface RunSeries {
  /** Wire rates, headers included. */
  readonly upKbps: readonly number[];
  readonly downKbps: readonly number[];
  /** RFB input that reached the instrument. */
  readonly inputKbps: readonly number[];
  /** Presses made. */
  readonly presses: readonly number[];
  /** What arrived of the screen, and the state at the second's end; empty where nothing measures. */
  readonly supplyKbps: readonly number[];
  readonly states: readonly SessionState[];
}
