import type { OwnerRecord } from './owner-record.ts';
import { OWN_GUARD_MS, OWN_LEASE_MS } from './ownership-times.ts';

/**
 * Which relay acts for a room, as one of them sees it. Nobody's time is compared with anybody else's: the owner counts
 * from when it sent its last successful write, a challenger from when it first saw that write, which is later.
 * Whoever takes over does so by compare-and-set on exactly that write.
 */
export interface Ownership {
  readonly relay: string;
  /**
   * - none: it does not ask
   * - watch: it has, or just had, members whom another relay serves; when that one dies it takes the room over, also
   *   for members who have gone to a relay that never watched
   * - serve: somebody waits to be served, or is; it begins rooms that nobody has, too
   */
  readonly interest: 'none' | 'watch' | 'serve';
  readonly isBusUp: boolean;
  readonly phase: OwnershipPhase;
  /** The one question that the store has not answered yet. */
  readonly asking: Asking | null;
  /** No question before this. */
  readonly nextSteadyMs: number;
}

export type OwnershipPhase =
  | { readonly type: 'unknown' }
  /** Nobody acts: there is no record, or it was let go, or it is this relay's own from before. */
  | { readonly type: 'free'; readonly kept: Kept | null }
  /** Another relay acts, or did; its record is the same since then. */
  | { readonly type: 'other'; readonly kept: Kept; readonly sinceSteadyMs: number }
  /** This relay acts, until its lease ends. `revision` null: unsure, to be read. */
  | {
      readonly type: 'owner';
      readonly record: OwnerRecord;
      readonly revision: string | null;
      /** When the newest write that succeeded was sent. */
      readonly sentElapsedMs: number;
      /** Number of the newest state that the room gave, and of the newest one that is kept. */
      readonly given: number;
      readonly saved: number;
    }
  /** This relay has stopped acting and says so in the record. `kept` null: unsure, to be read. */
  | { readonly type: 'leaving'; readonly kept: Kept | null; readonly isOver: boolean };

export interface Kept {
  readonly record: OwnerRecord;
  readonly revision: string;
}

export type Asking =
  | { readonly type: 'read' }
  | {
      readonly type: 'write';
      readonly record: OwnerRecord;
      readonly sentElapsedMs: number;
      readonly given: number;
    }
  | { readonly type: 'remove' };

/**
 * - elapsedMs: sleep and set clocks count (model/control/elapsed.ts); an owner's, who must not be late
 * - steadyMs: the monotonic clock; a challenger's, who must not be early
 */
export interface Instant {
  readonly elapsedMs: number;
  readonly steadyMs: number;
}

export const newOwnership = (relay: string): Ownership => ({
  relay,
  interest: 'none',
  isBusUp: true,
  phase: { type: 'unknown' },
  asking: null,
  nextSteadyMs: 0,
});

/** Whether this relay may act for the room now. To be asked at each message, not kept. */
export function mayAct({ phase }: Ownership, now: Instant): boolean {
  return phase.type === 'owner' && isInForce(phase.sentElapsedMs, now);
}

/** The relay to which a member's messages go; null: nobody that is known. */
export function ownerOf({ phase, relay }: Ownership): string | null {
  if (phase.type === 'owner') return relay;
  return phase.type === 'other' ? phase.kept.record.owner : null;
}

/** Whether a lease still counts whose last write that succeeded was sent then. */
export const isInForce = (sentElapsedMs: number, now: Instant): boolean =>
  now.elapsedMs - sentElapsedMs < OWN_LEASE_MS - OWN_GUARD_MS;
