import type { MemberId, Role } from '../room/member.ts';
import type { DenyReason, LockCommand, LockRefusal } from './lock-command.ts';
import type { PassCause } from './lock-view.ts';

/** What happens to a lock. Members first join; commands of somebody else do nothing. */
export type LockEvent =
  /** Also of somebody who is here already: then it is present again. */
  | { readonly type: 'joined'; readonly member: MemberId; readonly role: Role }
  | { readonly type: 'role'; readonly member: MemberId; readonly role: Role; readonly by: MemberId }
  /** Its connection broke. It keeps its lease and its place in the queue, as long as they last. */
  | { readonly type: 'absent'; readonly member: MemberId }
  | { readonly type: 'present'; readonly member: MemberId }
  /** For good: it left, or was sent out. */
  | { readonly type: 'left'; readonly member: MemberId }
  | { readonly type: 'command'; readonly member: MemberId; readonly command: LockCommand }
  /** Nothing but time: when `nextDueMs` has come. */
  | { readonly type: 'time' };

/** What is to be told, in this order, after what `storedLock` says is on disk. */
export type LockEffect =
  /** To everybody: the lock as `lockView` shows it. */
  | { readonly type: 'view' }
  | { readonly type: 'renewed'; readonly to: MemberId; readonly epoch: number; readonly nonce: number }
  | { readonly type: 'denied'; readonly to: MemberId; readonly by: MemberId; readonly reason: DenyReason }
  | {
      readonly type: 'refused';
      readonly to: MemberId;
      readonly command: LockCommand['type'];
      readonly reason: LockRefusal;
    }
  | { readonly type: 'audit'; readonly fact: LockFact };

/** Who had control when, and why not any more. */
export interface LockFact {
  /** By the arbiter's clock. */
  readonly atMs: number;
  /** Of the grant that begins or ends. */
  readonly epoch: number;
  /** Whose grant ends; null: none does. */
  readonly from: MemberId | null;
  /** Whose grant begins, or who is to be next when one ends; null: nobody. */
  readonly to: MemberId | null;
  readonly cause: PassCause | 'requested' | 'accepted' | 'unfrozen';
  /** Who did it; null: time did. */
  readonly actor: MemberId | null;
}
