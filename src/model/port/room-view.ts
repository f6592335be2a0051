import { type DenyReason, LOCK_REFUSALS, type LockRefusal } from '../control/lock-command.ts';
import type { LockView } from '../control/lock-view.ts';
import type { MemberId, Role } from '../room/member.ts';
import { BYE_REASONS, type ByeReason, RELAY_REFUSALS, type RelayRefusal } from '../room/room-message.ts';

/** A member as a person sees it. */
export interface RoomPerson {
  readonly id: MemberId;
  /** As they call themselves, cleaned; '' until their sealed name has come. */
  readonly name: string;
  /**
   * Why the name may mislead; null: nothing seen.
   * - mixed: letters of several scripts in it, which may look like another name
   * - taken: somebody else here has one that reads the same
   */
  readonly nameDoubt: 'mixed' | 'taken' | null;
  readonly role: Role;
  readonly isPresent: boolean;
  readonly isSelf: boolean;
  /** watch: looks on and directs; operate: may take control. What somebody says of itself. */
  readonly mode: RoomMode;
  /**
   * - proven: showed that it has the invite's key
   * - unproven: the relay says it is here, and it cannot show the invite's key; nothing sealed reaches it
   */
  readonly trust: 'proven' | 'unproven';
}

/** Tele-observation and tele-operation. */
export type RoomMode = 'watch' | 'operate';

/** What a person should know before they rely on the room. */
export type RoomAlarm =
  /** Members were told different things about the lock: the relay lies, or has split. */
  | { readonly type: 'lock-mismatch'; readonly by: MemberId }
  /** Messages that were forged, replayed or unreadable, since the room began. */
  | { readonly type: 'bad-messages'; readonly count: number; readonly from: MemberId | null }
  /** Somebody is here without the invite's key. */
  | { readonly type: 'unproven'; readonly member: MemberId }
  /** The pointer moved or the picture changed by nobody of this room. */
  | { readonly type: 'outsider'; readonly agoMs: number };

export interface RoomPointer {
  readonly member: MemberId;
  /** Framebuffer pixels. */
  readonly x: number;
  readonly y: number;
  readonly agoMs: number;
}

/** Why an act did nothing. `lost`: the relay does not answer now. */
export type ActRefusal = LockRefusal | RelayRefusal | 'lost';

export const ACT_REFUSALS: Readonly<Record<ActRefusal, true>> = {
  ...LOCK_REFUSALS,
  ...RELAY_REFUSALS,
  lost: true,
};

/** What the overlay shows of the room of its session. No chat in it: that never enters a page's document. */
export interface RoomState {
  readonly self: MemberId;
  readonly relayHost: string;
  readonly people: readonly RoomPerson[];
  readonly lock: LockView;
  /** Age of `lock`, for countdowns. */
  readonly lockAgeMs: number;
  /** The relay does not answer, for so long; null: it does. */
  readonly lostMs: number | null;
  /** The own request was sent back, or a command did nothing; the newest alone. */
  readonly answer:
    | { readonly type: 'denied'; readonly by: MemberId; readonly reason: DenyReason; readonly agoMs: number }
    | { readonly type: 'refused'; readonly reason: ActRefusal; readonly agoMs: number }
    | null;
  readonly pointers: readonly RoomPointer[];
  readonly alarms: readonly RoomAlarm[];
  readonly unread: number;
  /** Who waits to be let in; empty for who may not decide. */
  readonly knocking: readonly RoomPerson[];
}

export type RoomStatus =
  /** This session has no room. `relays`: hosts of relays a room can be begun on without asking for anything. */
  | { readonly type: 'none'; readonly relays: readonly string[] }
  | { readonly type: 'joining'; readonly relayHost: string; readonly stage: 'connecting' | 'lobby' | 'keys' }
  | { readonly type: 'in'; readonly room: RoomState }
  | { readonly type: 'ended'; readonly relayHost: string; readonly reason: RoomEnding };

/** Why a room is over for this member. `unreachable`: the relay never answered. */
export type RoomEnding = ByeReason | 'unreachable';

export const ROOM_ENDINGS: Readonly<Record<RoomEnding, true>> = { ...BYE_REASONS, unreachable: true };

export interface ChatEntry {
  /** Of this client; a sent one keeps it. */
  readonly id: number;
  readonly from: MemberId;
  /** As it was when this was said: people leave. */
  readonly name: string;
  readonly text: string;
  readonly wallMs: number;
  /** unsent: the room is lost, it goes out when it is back; failed: it will not. */
  readonly state: 'sent' | 'unsent' | 'failed' | 'received';
  readonly mentionsSelf: boolean;
}

/** What the side panel and the popup show: they are the extension's own pages. */
export interface RoomPanelState {
  readonly status: RoomStatus;
  readonly chat: readonly ChatEntry[];
  /** Older entries were dropped: only so many are kept. */
  readonly droppedChat: number;
  /** Links that were made in this room, to be given on. */
  readonly invites: readonly RoomInvite[];
}

export interface RoomInvite {
  readonly link: string;
  readonly role: Role;
  readonly wallMs: number;
  readonly lifeMs: number;
}
