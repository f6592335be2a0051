import type { SeatWord } from '../control/seat-order.ts';
import type { Bin } from '../measure/bin.ts';
import type { RecordEvent } from '../record/record-event.ts';
import type { Journal } from './journal.ts';

/**
 * What the gate says about one client message (docs/gate.md).
 *
 * Classes by effect, not by message type: releases and protocol always pass.
 */
export type InputClass = 'protocol' | 'release' | 'stop' | 'view' | 'normal' | 'hazardous';

/** Why there is no permit at this instant; null-able in a Permit. The UI has a sentence for each. */
export type BlockReason =
  /** A probe is overdue: what is sent now may arrive late. */
  | 'probe-overdue'
  /** The oldest unacknowledged input is older than the limit. */
  | 'input-overdue'
  /** The session is in Breakdown or Recovery and the path has not earned the permit back. */
  | 'breakdown'
  /** One press was dropped; the rest of the burst is dropped too, so that what arrived is a prefix. */
  | 'burst-cut'
  /** A repeat of a pointer action whose predecessor is unacknowledged. */
  | 'retry'
  /** More input is unacknowledged than the state allows. */
  | 'no-credit'
  /** A hazardous action after a Breakdown, before the user armed hazardous functions again. */
  | 'not-armed'
  /** A hazardous action in a state that allows none. */
  | 'hazardous'
  /** The profile wants this press to be made a second time. */
  | 'confirm'
  /** Something covers or hides the overlay, so nobody could see a warning. */
  | 'interfered'
  /** The event that caused it was too old when it was handled. */
  | 'stale-input'
  /** Hidden tab, slept machine, or no round trip yet. */
  | 'no-data'
  /** The server's stream cannot be read: unverified. */
  | 'unverified'
  /** The gate itself failed. */
  | 'fault'
  /** In a room, control is not here: with somebody else, or with nobody. Nothing is wrong. */
  | 'no-control'
  /** This press was blocked before and is still held: a fresh press is needed. */
  | 'held-through-block'
  | 'closed';

/** One verdict per client message, in order. */
export type ClientOutcome =
  | { readonly type: 'send' }
  /** Send these bytes in place of the message. */
  | { readonly type: 'replace'; readonly bytes: Uint8Array }
  | { readonly type: 'drop'; readonly reason: BlockReason | 'coalesced' };

/** One verdict per server message that could be a reply to our own probe. */
export type ServerOutcome = 'deliver' | 'strip';

/** What the driver must do beside delivering the message it asked about. In order. */
export type GuardEffect =
  /** Bytes of our own for the server, as one WebSocket message, after the message asked about. */
  | {
      readonly type: 'send';
      readonly bytes: Uint8Array;
      readonly purpose: 'probe' | 'release' | 'view' | 'quality';
    }
  /** A fact for the record of this session. */
  | { readonly type: 'record'; readonly event: RecordEvent }
  /** What happened since the last tick, for the session model. */
  | { readonly type: 'bin'; readonly bin: Bin }
  /** What is down at the server changed: to be kept where it outlives the page. */
  | { readonly type: 'journal'; readonly journal: Journal }
  /** State, permit or guarding changed: tell the overlay now instead of with the next picture. */
  | { readonly type: 'announce' }
  /** For the arbiter of the room's lock, at once. */
  | { readonly type: 'seat'; readonly word: SeatWord }
  /** In a room: the server showed that somebody acted who is not behind this connection. */
  | { readonly type: 'outsider' }
  /** Policy says an unguarded connection must not stay open. */
  | { readonly type: 'close'; readonly reason: 'unguarded' };
