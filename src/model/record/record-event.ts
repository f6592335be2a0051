import type { QualityCause } from '../codec/quality-reading.ts';
import type { BlockReason, InputClass } from '../gate/outcome.ts';
import type { SessionCause } from '../session/session-event.ts';
import type { SessionState } from '../session/session-state.ts';
import type { Guarding, GuardingReason } from '../snapshot.ts';

/** The numbers on which a decision rested. */
export interface RecordedNumbers {
  readonly roundTripMs: number | null;
  readonly excessMs: number;
  /** Age of the oldest unanswered probe. */
  readonly unansweredMs: number | null;
  /** Presses and releases that might still execute. */
  readonly unacknowledged: number;
}

/** Why a user went past the gate. */
export type OverrideReason = 'stop-motion' | 'protect-sample' | 'staff-instruction' | 'other';
/** What ended an override. */
export type OverrideEnd = 'time' | 'user' | 'blur' | 'hidden' | 'fault' | 'unguarded' | 'detached' | 'closed';

/**
 * What opened or closed this gate for the lock of a room.
 * - watch, granted, drain, solo: the order that came
 * - deadline: no renewal was answered in time
 * - fault, unguarded, closed: this connection could not keep to the lock any more
 */
export type ControlCause =
  | 'watch'
  | 'granted'
  | 'drain'
  | 'solo'
  | 'deadline'
  | 'fault'
  | 'unguarded'
  | 'closed';

/**
 * One fact for the record of a session. Never keys, text or clipboard: what was pressed is told by its class and
 * by the name its function has in the facility's own profile.
 */
export type RecordEvent =
  /** The server's first word after the handshake. `instrument`: name of the profile in force. */
  | { readonly type: 'connected'; readonly instrument: string | null }
  | ({
      readonly type: 'state';
      readonly from: SessionState;
      readonly to: SessionState;
      readonly cause: SessionCause;
    } & RecordedNumbers)
  /** The permit came or went; null: presses may go out. */
  | ({ readonly type: 'gate'; readonly blocked: BlockReason | null } & RecordedNumbers)
  /** A press was not sent. `count` follows of the same kind are told together. */
  | {
      readonly type: 'block';
      readonly reason: BlockReason;
      readonly inputClass: InputClass;
      /** `name` of the profile's region or key. */
      readonly function: string | null;
      readonly count: number;
    }
  /** A repeat of a press that was sent so long ago and is not acknowledged was not sent. */
  | { readonly type: 'retry'; readonly sentAgoMs: number }
  /** We let go of what was down at the server. */
  | {
      readonly type: 'release';
      readonly cause: 'gate' | 'fault' | 'closing' | 'unguarded' | 'journal';
      readonly keys: number;
      readonly buttons: number;
    }
  | { readonly type: 'override'; readonly phase: 'begin'; readonly reason: OverrideReason }
  | { readonly type: 'override'; readonly phase: 'end'; readonly reason: OverrideEnd; readonly sent: number }
  | { readonly type: 'override'; readonly phase: 'refused'; readonly reason: 'forbidden' | 'spent' | 'fault' }
  | { readonly type: 're-arm' }
  /** Buttons that the server may have kept down were pressed and let go by the user's command. */
  | { readonly type: 'unstick'; readonly buttons: number }
  | { readonly type: 'stop'; readonly function: string }
  | { readonly type: 'fault'; readonly latched: boolean }
  | { readonly type: 'guarding'; readonly to: Guarding; readonly reason: GuardingReason | null }
  /** Nobody looked for so long: hidden, frozen or slept. */
  | { readonly type: 'blind'; readonly cause: 'hidden' | 'gap'; readonly gapMs: number }
  | { readonly type: 'interfered'; readonly interfered: boolean }
  | { readonly type: 'detached' }
  /**
   * The lock of a room let this gate open, or closed it; solo: the room was left. `epoch`: of the newest grant, 0 for
   * none. No names: the room knows them.
   */
  | {
      readonly type: 'control';
      readonly to: 'open' | 'closed' | 'solo';
      readonly cause: ControlCause;
      readonly epoch: number;
      /** Actions and releases that might still execute. */
      readonly unacknowledged: number;
    }
  /**
   * The quality of the picture became another one, 0 to 9; null: the page asked for none, or it is not known. Changes
   * that follow each other within a second are told as one.
   */
  | {
      readonly type: 'quality';
      readonly from: number | null;
      readonly to: number | null;
      readonly cause: QualityCause;
    }
  | { readonly type: 'closed'; readonly unacknowledged: number }
  /** Entries were lost between here and the store: a buffer was full. */
  | { readonly type: 'gap'; readonly lost: number };

/** A fact with both clocks. */
export interface RecordEntry {
  /** Monotonic, corrected for sleep; counts from the document's beginning. */
  readonly atMs: number;
  /** Milliseconds since 1970 UTC, by the user's own clock. */
  readonly wallMs: number;
  readonly event: RecordEvent;
}
