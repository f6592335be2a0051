import type { MemberId } from '../room/member.ts';

/** Why a request is denied. Words beyond it go through the sealed chat: the relay reads this. */
export type DenyReason = 'acquiring' | 'not-now' | 'not-trained' | 'other';

export const DENY_REASONS: Readonly<Record<DenyReason, true>> = {
  acquiring: true,
  'not-now': true,
  'not-trained': true,
  other: true,
};

/** Places in the queue that one may be moved to. */
export const MAX_QUEUE = 32;

/** What a member asks of the arbiter. Each that assumes a grant names its epoch, and is refused when that is over. */
export type LockCommand =
  | { readonly type: 'request' }
  | { readonly type: 'withdraw' }
  /** The holder, or a trainer, sends somebody's request back. */
  | { readonly type: 'deny'; readonly member: MemberId; readonly reason: DenyReason }
  | { readonly type: 'pass'; readonly epoch: number; readonly to: MemberId }
  | { readonly type: 'release'; readonly epoch: number }
  /** What was offered is taken, or not. */
  | { readonly type: 'accept'; readonly epoch: number }
  | { readonly type: 'decline'; readonly epoch: number }
  /**
   * From the holder's own gate, every 2 s. `nonce` comes back in `renewed`: the gate counts its deadline from when it
   * sent this. `unacknowledged`: actions that may still execute.
   */
  | {
      readonly type: 'renew';
      readonly epoch: number;
      readonly nonce: number;
      readonly idleMs: number;
      readonly unacknowledged: number;
    }
  /** From the former holder's gate: it is closed and has let go; with nothing unacknowledged it is done. */
  | { readonly type: 'drained'; readonly epoch: number; readonly unacknowledged: number }
  /** Trainer and owner only, from here on. */
  | { readonly type: 'take' }
  | { readonly type: 'freeze' }
  | { readonly type: 'unfreeze' }
  | { readonly type: 'keep-idle'; readonly on: boolean }
  /** Moves a waiting member to another place in the queue, 0 is the first. */
  | { readonly type: 'move'; readonly member: MemberId; readonly to: number };

/** Why a command did nothing. */
export type LockRefusal =
  /** Its epoch is over, or the phase is another by now. */
  | 'stale'
  /** The role does not allow it. */
  | 'role'
  /** Asked again too soon. */
  | 'too-often'
  | 'frozen'
  | 'queue-full'
  /** The member it names is not there, or does not wait. */
  | 'no-such-member';

export const LOCK_REFUSALS: Readonly<Record<LockRefusal, true>> = {
  stale: true,
  role: true,
  'too-often': true,
  frozen: true,
  'queue-full': true,
  'no-such-member': true,
};
