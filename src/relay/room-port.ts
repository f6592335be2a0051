import type { MemberId } from '../model/room/member.ts';
import type { ByeReason, FromMember, FromRelay } from '../model/room/room-message.ts';
import type { AuditEvent } from './audit-event.ts';
import type { TokenClaims } from './token-claims.ts';

/** Of one WebSocket, unique among all relays of an installation. */
export type ConnectionId = string;

/**
 * - control: the lock and who is here; goes before all that waits, in order
 * - content: in order, none left out
 * - show: replaced by the next one, so it is left out for who is slow
 */
export type Lane = 'control' | 'content' | 'show';

/** A hello whose token and resume secret were looked at. What they allow is the room's to say. */
export interface CheckedHello {
  readonly room: string;
  readonly member: MemberId;
  readonly signKey: string;
  readonly wrapKey: string;
  readonly proof: string;
  readonly card: string;
  /** It showed the resume secret of this member in this room. */
  readonly hasResumed: boolean;
  /** null: the token is not this relay's, is too old, or is for another room. */
  readonly claims: TokenClaims | null;
}

/** What comes in: sockets of this relay, or another relay that passes on what it read. */
export interface RoomDoor {
  hello(connection: ConnectionId, hello: CheckedHello): void;
  said(connection: ConnectionId, message: Exclude<FromMember, { readonly type: 'hello' }>): void;
  closed(connection: ConnectionId): void;
}

/** What goes out to connections, wherever they end. */
export interface Delivery {
  send(to: readonly ConnectionId[], message: FromRelay, lane: Lane): void;
  /** The last word; the connection is closed after it and is not heard of again. */
  end(connection: ConnectionId, reason: ByeReason): void;
}

/** All that a room needs from outside: a room knows no socket, no file and no clock. */
export interface RoomPort extends Delivery {
  /** Monotonic: time in which this machine slept may be missing, which only makes leases longer. */
  readonly nowMs: () => number;
  readonly wallMs: () => number;
  /** @returns takes it back */
  readonly later: (delayMs: number, callback: () => void) => () => void;
  /**
   * Resolves when all of it would survive a loss of power. Rejects: it may or may not be on disk.
   * @returns conflict: another relay has this room by now
   */
  readonly keep: (text: string, events: readonly AuditEvent[]) => Promise<'kept' | 'conflict'>;
  readonly mint: (claims: Omit<TokenClaims, 'room'>) => Promise<string>;
  readonly resumeSecret: (member: MemberId) => string;
  readonly turn: (member: MemberId) => Extract<FromRelay, { readonly type: 'welcome' }>['turn'];
  /** A random name for an invite. */
  readonly newTokenId: () => string;
  /** The room is over, and its value is to be removed. `events` are the last ones. */
  readonly ended: (events: readonly AuditEvent[]) => void;
  /** Another relay has this room: its members were sent there. */
  readonly lost: () => void;
}
