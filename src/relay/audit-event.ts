import type { LockFact } from '../model/control/lock-event.ts';
import type { MemberId, Role } from '../model/room/member.ts';

/** What the relay's log of a room tells: no names, no content, no tokens, no addresses. */
export type AuditEvent =
  | { readonly type: 'began'; readonly by: MemberId }
  | { readonly type: 'restored' }
  | { readonly type: 'ended'; readonly by: MemberId | null }
  | { readonly type: 'joined'; readonly member: MemberId; readonly role: Role; readonly token: string }
  | { readonly type: 'knocked'; readonly member: MemberId; readonly token: string }
  | { readonly type: 'admitted' | 'turned-away' | 'kicked'; readonly member: MemberId; readonly by: MemberId }
  | { readonly type: 'left'; readonly member: MemberId; readonly cause: 'left' | 'gone' }
  | { readonly type: 'role'; readonly member: MemberId; readonly role: Role; readonly by: MemberId }
  | { readonly type: 'invited'; readonly token: string; readonly role: Role; readonly by: MemberId }
  /** The disk was broken for so long that so many events could not be kept. */
  | { readonly type: 'lost'; readonly count: number }
  /** A grant began or ended. */
  | ({ readonly type: 'lock' } & Omit<LockFact, 'atMs'>);
