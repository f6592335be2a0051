import type { IdleLabel, NetLevel, SessionState } from '../session/session-state.ts';
import type { ProbeKind } from './readings.ts';

/**
 * What happened between two ticks, 50 ms as a rule: the session as a series. Every quantity of the paper is computed
 * from bins, live and from a trace alike, so both give the same numbers. No keys, no text, no places.
 */
export interface Bin {
  /** When it ended. */
  readonly atMs: number;
  /** Longer than 50 ms after a late tick. */
  readonly lengthMs: number;
  /** By function, only those that were used; at most {@link MAX_BIN_FUNCTIONS}, what is beyond counts as `other`. */
  readonly activity: readonly BinActivity[];
  /** What arrived, replies to our own probes excluded. */
  readonly supplyBytes: number;
  /** Framebuffer updates that were complete. */
  readonly updates: number;
  /** The largest of them that came in more than one piece: bytes behind its first piece, and how long they took. */
  readonly trainBytes: number;
  readonly trainMs: number;
  /** From a press to the first picture at its place; the newest of this bin. null: none. */
  readonly responseMs: number | null;
  /** Presses that no picture followed within 3 s. */
  readonly noResponse: number;
  /** The newest round trip that was completed in this bin; null: none. */
  readonly roundTripMs: number | null;
  /** RTT_eff and RTT_base at its end. */
  readonly effectiveMs: number | null;
  readonly baseMs: number | null;
  readonly level: NetLevel;
  /** psi_net at its end. */
  readonly quality: number;
  /** How the round trip is measured: a refresh waits for the server's next look at its screen as well. */
  readonly probe: ProbeKind;
  /** false: no probe here, or still learning. */
  readonly settled: boolean;
  readonly state: SessionState;
  /** Nothing is known: hidden tab, slept machine. */
  readonly noData: boolean;
  readonly idleLabel: IdleLabel | null;
  /** Presses that may still execute. */
  readonly unacknowledged: number;
  /** rho over the last 5 s. */
  readonly retryRatio: number;
  /** Freezes and the share of time frozen over the last 30 s. */
  readonly freezes: number;
  readonly frozenRatio: number;
}

/** What the user did with one function of the instrument in one bin. Bytes are RFB messages. */
export interface BinActivity {
  /** The profile's `function`; what nobody marked is told by its kind, {@link UNMARKED}. */
  readonly function: string;
  readonly actions: number;
  readonly retries: number;
  /** Actions that the gate let out. */
  readonly delivered: number;
  readonly attemptedBytes: number;
  readonly deliveredBytes: number;
  /** Messages that went out: each costs headers on the wire. */
  readonly messages: number;
}

/** Names for what no profile has marked: buttons and drags, wheel, keys, text and commands, moves without a button. */
export const UNMARKED = ['pointer', 'wheel', 'keyboard', 'clipboard', 'pointing'] as const;
export const MAX_BIN_FUNCTIONS = 8;
