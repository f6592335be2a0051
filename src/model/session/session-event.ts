import type { NetLevel, SessionState } from './session-state.ts';

/** What the measures say at a tick. */
export interface Sight {
  readonly level: NetLevel;
  readonly excessMs: number;
  readonly trendMsPerSecond: number;
  /** Excess below which the net is OK (calm-excess.ts). */
  readonly okExcessMs: number;
  /** false: this server offers no probe, so no answers can be asked for. */
  readonly probing: boolean;
  /** Number of the last message sent, probes included. */
  readonly sequence: number;
  /** When the oldest action was sent that the server has not acknowledged; null: it has read all. */
  readonly oldestUnacknowledgedAtMs: number | null;
  /** rho, retries / actions. */
  readonly retryRatio: number;
  readonly attemptedPerSecond: number;
}

export type SessionEvent =
  /** Every 50 ms. */
  | { readonly type: 'tick'; readonly nowMs: number; readonly sight: Sight }
  /** A probe was answered; `sequence` is the number the probe was sent with. */
  | { readonly type: 'answer'; readonly nowMs: number; readonly excessMs: number; readonly sequence: number }
  /** The user pressed something; `delivered` says whether the gate let it through. */
  | { readonly type: 'input'; readonly nowMs: number; readonly delivered: boolean }
  /** Nothing seen so far counts any more: hidden tab, slept machine, late tick. `sequence`: last message sent. */
  | { readonly type: 'blind'; readonly nowMs: number; readonly sequence: number }
  | { readonly type: 'closed'; readonly nowMs: number };

/** What made the state change. */
export type SessionCause = 'network' | 'user' | 'gate' | 'closed';

export interface SessionEffect {
  readonly type: 'changed';
  readonly from: SessionState;
  readonly to: SessionState;
  readonly cause: SessionCause;
  readonly nowMs: number;
}
