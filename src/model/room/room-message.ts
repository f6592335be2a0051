import type { LockCommand, LockRefusal } from '../control/lock-command.ts';
import type { LockView } from '../control/lock-view.ts';
import type { Member, MemberId, Role } from './member.ts';

/** Of this protocol; both sides say it first and part when it differs. */
export const ROOM_VERSION = 1;

/** Where a relay takes WebSockets, after the origin of its links. */
export const ROOM_PATH = '/room';

/**
 * What members and relay say to each other: one JSON text per WebSocket message. The relay reads who is here and the
 * lock, which it must judge; all content is sealed, and the relay passes it on unread.
 */
export type FromMember =
  /** The first word. `token`: of an invite, or to begin a room. `resume`: of a connection that broke; null: new. */
  | {
      readonly type: 'hello';
      readonly version: typeof ROOM_VERSION;
      readonly room: string;
      readonly token: string;
      readonly signKey: string;
      readonly wrapKey: string;
      readonly proof: string;
      readonly card: string;
      readonly resume: string | null;
    }
  | { readonly type: 'lock'; readonly command: LockCommand }
  /** The room key of this epoch, wrapped to each present member, signed as a whole by who made it. */
  | {
      readonly type: 'keys';
      readonly keyEpoch: number;
      readonly wrapped: readonly WrappedKey[];
      readonly signature: string;
    }
  /**
   * Sealed content; kept in order, none is lost. `to` null: everybody else. A member may say something to itself: what
   * comes back shows that all it said before has arrived.
   */
  | {
      readonly type: 'say';
      readonly to: MemberId | null;
      readonly keyEpoch: number;
      readonly seq: number;
      readonly box: string;
    }
  /** Sealed content that the next one replaces: pointers. May be left out for who is slow. */
  | { readonly type: 'show'; readonly keyEpoch: number; readonly seq: number; readonly box: string }
  /** Trainer and owner: lets somebody in from the lobby, or not. */
  | { readonly type: 'admit'; readonly member: MemberId }
  | { readonly type: 'turn-away'; readonly member: MemberId }
  | { readonly type: 'kick'; readonly member: MemberId }
  /** Owner. */
  | { readonly type: 'give-role'; readonly member: MemberId; readonly role: Role }
  /** Answered with `invited`. `uses` 0: as many as the room takes. */
  | {
      readonly type: 'invite';
      readonly role: Role;
      readonly lifeMs: number;
      readonly uses: number;
      readonly lobby: boolean;
    }
  | { readonly type: 'end-room' }
  | { readonly type: 'leave' };

export interface WrappedKey {
  readonly to: MemberId;
  readonly box: string;
}

export type FromRelay =
  /** `resume` proves in a later hello that this is the same member. */
  | {
      readonly type: 'welcome';
      readonly self: MemberId;
      readonly resume: string;
      readonly roster: Roster;
      readonly lock: LockView;
      /** For voice through firewalls; null: this relay has none. */
      readonly turn: TurnServer | null;
    }
  /** Wait: somebody has to let you in. */
  | { readonly type: 'lobby' }
  | { readonly type: 'roster'; readonly roster: Roster }
  /** To trainers and owners: who waits in the lobby. */
  | { readonly type: 'knocking'; readonly members: readonly Member[] }
  | { readonly type: 'lock'; readonly view: LockView }
  | { readonly type: 'renewed'; readonly epoch: number; readonly nonce: number }
  /** A request was sent back by the holder or a trainer. */
  | {
      readonly type: 'denied';
      readonly by: MemberId;
      readonly reason: Extract<LockCommand, { type: 'deny' }>['reason'];
    }
  | { readonly type: 'lock-refused'; readonly command: LockCommand['type']; readonly reason: LockRefusal }
  | {
      readonly type: 'keys';
      readonly from: MemberId;
      readonly keyEpoch: number;
      readonly wrapped: readonly WrappedKey[];
      readonly signature: string;
    }
  | {
      readonly type: 'said';
      readonly from: MemberId;
      readonly keyEpoch: number;
      readonly seq: number;
      readonly box: string;
    }
  /**
   * What was shown in a short while, all of it to everybody in one message: in the order in which it came, and what its
   * reader showed itself may be in it. What was said meanwhile came before.
   */
  | { readonly type: 'shown'; readonly entries: readonly ShownEntry[] }
  | { readonly type: 'invited'; readonly token: string; readonly role: Role }
  | { readonly type: 'refused'; readonly request: FromMember['type']; readonly reason: RelayRefusal }
  /** The last word; the connection ends after it. */
  | { readonly type: 'bye'; readonly reason: ByeReason };

/** The box of a `show`, and whose it is. */
export interface ShownEntry {
  readonly from: MemberId;
  readonly keyEpoch: number;
  readonly seq: number;
  readonly box: string;
}

export interface Roster {
  /** Grows at every join, leave and kick: content is sealed with the key of the newest one. */
  readonly keyEpoch: number;
  readonly members: readonly Member[];
}

export interface TurnServer {
  readonly urls: readonly string[];
  readonly username: string;
  readonly credential: string;
}

export type RelayRefusal =
  | 'role'
  | 'no-such-member'
  | 'too-often'
  | 'too-large'
  | 'full'
  /** The relay cannot write to its disk: nothing about the lock or the members can be promised. */
  | 'storage';

export const RELAY_REFUSALS: Readonly<Record<RelayRefusal, true>> = {
  role: true,
  'no-such-member': true,
  'too-often': true,
  'too-large': true,
  full: true,
  storage: true,
};

export type ByeReason =
  /** The token is not one of this relay's, is for another room, is used up or too old. */
  | 'token'
  | 'version'
  | 'room-full'
  | 'relay-full'
  /** Sent out, or turned away from the lobby. */
  | 'kicked'
  | 'turned-away'
  | 'ended'
  | 'left'
  /** The same member is here by a newer connection. */
  | 'elsewhere'
  /** Said what cannot be read, or too much. */
  | 'malformed'
  | 'flood'
  /** Took too long to read what it was sent. */
  | 'slow'
  | 'shutdown';

export const BYE_REASONS: Readonly<Record<ByeReason, true>> = {
  token: true,
  version: true,
  'room-full': true,
  'relay-full': true,
  kicked: true,
  'turned-away': true,
  ended: true,
  left: true,
  elsewhere: true,
  malformed: true,
  flood: true,
  slow: true,
  shutdown: true,
};
