import type { MemberId } from '../room/member.ts';

/** Why control goes from one to another. */
export type PassCause =
  /** The holder gave it to somebody, or let go of it. */
  | 'passed'
  | 'released'
  /** A trainer took it. */
  | 'taken'
  /** A trainer stopped everybody. */
  | 'frozen'
  /** The holder was idle while others waited. */
  | 'idle'
  /** The holder's lease ran out: its machine, its page or its network is gone. */
  | 'expired'
  /** The holder left the room, or was sent out. */
  | 'left';

/**
 * Who may open its gate.
 * - free: nobody; a request is granted at once
 * - held: the holder, while its lease runs
 * - draining: nobody. The former holder lets go of everything and says so, or its lease runs out
 * - offered: nobody, until `to` accepts
 * - frozen: nobody, until a trainer ends it
 */
export type LockPhase =
  | { readonly type: 'free' }
  | { readonly type: 'held'; readonly holder: MemberId }
  | {
      readonly type: 'draining';
      readonly from: MemberId;
      /** Who gets it then; null: whoever waits first, or nobody. */
      readonly to: MemberId | null;
      readonly cause: PassCause;
      /** At the latest. */
      readonly leftMs: number;
    }
  | { readonly type: 'offered'; readonly to: MemberId; readonly cause: PassCause; readonly leftMs: number }
  | { readonly type: 'frozen'; readonly by: MemberId };

/** Somebody who waits for control. */
export interface QueueEntry {
  readonly member: MemberId;
  readonly waitingMs: number;
  /** The request is dropped then, unless it is made again. */
  readonly leftMs: number;
}

/**
 * The lock of a room as its arbiter tells it: always whole, never a difference, so that a lost message heals itself.
 * Durations instead of times: no two clocks are compared.
 */
export interface LockView {
  /** Grows with each view; an older one that comes later is ignored. */
  readonly seq: number;
  /** Grows with each grant and never falls, restarts of the relay included. Who holds an older one holds nothing. */
  readonly epoch: number;
  readonly phase: LockPhase;
  readonly queue: readonly QueueEntry[];
  /** The holder is idle, somebody waits, and control goes on then; null: no such countdown. */
  readonly idlePassMs: number | null;
  /** A trainer asked not to pass control on for idleness: a long acquisition has no input. */
  readonly keepsIdle: boolean;
  /**
   * Actions of the former holder that its server had not acknowledged when it was last heard of: they may still
   * execute. null: unknown, it was never heard of.
   */
  readonly mayStillExecute: number | null;
}
