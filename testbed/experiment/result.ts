import type { SessionState } from '../../src/model/session/session-state.ts';
import type { RunPlan } from './plan.ts';

/** One run, judged: one line of JSON. Times in ms unless the name says otherwise; null: does not apply. */
export interface RunResult extends RunPlan {
  readonly version: 1;
  /** From the begin to the end of the last task; the time allowed where it was not finished. */
  readonly taskSeconds: number;
  readonly success: boolean;
  /** Seconds for each of the paper's three tasks; null: not finished. */
  readonly eachTaskSeconds: readonly (number | null)[];
  /** Presses made, and those executed at the instrument. */
  readonly actionsMade: number;
  readonly actionsExecuted: number;
  readonly retries: number;
  readonly aborts: number;
  /** Executed although nobody wanted them any more: late, twice, or given up. Each press counts once. */
  readonly unintendedExecuted: number;
  /** Of those: more than 1 s after they were made; a repetition of one that was executed too; after it was given up. */
  readonly lateExecuted: number;
  readonly duplicateExecuted: number;
  readonly givenUpExecuted: number;
  /** The most late presses after one trouble, and the W in force when it began; null: no trouble, or no gate. */
  readonly lateInOneTrouble: number | null;
  readonly creditAtTrouble: number | null;
  /** Contacts with the pole piece; by a press made when a gate could know of the trouble; by one already executed then. */
  readonly limitContacts: number;
  readonly limitContactsKnowable: number;
  readonly limitContactsLatched: number;
  readonly overshootUm: number;
  /** The oldest press executed, from when it was made. */
  readonly oldestExecutedMs: number;
  /** Presses held back; of those, while the network was well and had been for 5 s. */
  readonly blocked: number;
  readonly blockedLegitimate: number;
  /** From the begin of each trouble to the alarm; null: no alarm during it. */
  readonly detectionDelaysMs: readonly (number | null)[];
  /** Of a cut or congestion, how much of the time the gate was closed; of the healthy time. */
  readonly closedSeconds: number;
  readonly closedHealthySeconds: number;
  readonly secondsInState: Readonly<Record<SessionState, number>> | null;
  /** Unstable, breakdown and recovery. */
  readonly unproductiveSeconds: number | null;
  /** Averages over the run, bit/s: on the wire each way, of RFB input, of pictures. */
  readonly wireUpBitsPerSecond: number;
  readonly wireDownBitsPerSecond: number;
  readonly inputBitsPerSecond: number | null;
  readonly supplyBitsPerSecond: number | null;
  /** q_mos over the session (model: not calibrated); null: not measured. */
  readonly qMos: number | null;
  /** Wire rates second by second, kbit/s, for figures; only seed 1 has them. */
  readonly series: { readonly upKbps: readonly number[]; readonly downKbps: readonly number[] } | null;
}
