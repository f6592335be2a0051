import type { BoardChange, SaidChange } from '../annotation/board-change.ts';
import type { LivePiece } from '../annotation/live-piece.ts';
import type { PackedChange, PackedPiece, PackedSaid } from '../annotation/packed.ts';
import type { SeatOrder, SeatWord } from '../control/seat-order.ts';
import type { MemberId, Role } from '../room/member.ts';
import type { RoomAct, RoomPanelAct } from './room-command.ts';
import type { RoomMode, RoomPanelState, RoomStatus } from './room-view.ts';

/**
 * What crosses the ports to the room host: an offscreen document in Chrome, the event page in Firefox. Who is at the
 * other end is told by the browser (`port.sender`), never by a message.
 */

/** Name of the port of a document with a session (`runtime.connect`). Opened only where a room is. */
export const SESSION_PORT = 'room';
/** Name of the port of the side panel, the sidebar or the popup. */
export const PANEL_PORT = 'room-panel';
/** So often something is said through each port: Firefox ends an event page that heard nothing for 30 s. */
export const PING_MS = 10_000;

/** From a document with a session. */
export type FromSession =
  /** This connection is open. It takes the place of the one this room had at the same address of the same frame. */
  | { readonly type: 'sit'; readonly connection: string; readonly address: string }
  /** From that connection's gate. */
  | { readonly type: 'word'; readonly connection: string; readonly word: SeatWord }
  | { readonly type: 'act'; readonly act: RoomAct }
  | { readonly type: 'point'; readonly place: FramebufferPlace | null }
  /** What the user drew, erased or decided about drawing. */
  | { readonly type: 'draw'; readonly change: PackedChange }
  /** What the user is drawing now. */
  | { readonly type: 'live'; readonly piece: PackedPiece }
  /** Somebody looks at the drawing from now on: all of it, please. It is told after `sit` as well. */
  | { readonly type: 'board' }
  | { readonly type: 'outsider' }
  | { readonly type: 'ping' };

/** The same as the host takes it: strokes are unpacked. */
export type HeardFromSession =
  | Exclude<FromSession, { readonly type: 'draw' | 'live' }>
  | { readonly type: 'draw'; readonly change: BoardChange }
  | { readonly type: 'live'; readonly piece: LivePiece };

export type ToSession =
  | { readonly type: 'order'; readonly connection: string; readonly order: SeatOrder }
  /** `connection`: whose room it is. Ages in it are as of now. */
  | { readonly type: 'status'; readonly connection: string; readonly status: RoomStatus }
  /** What changed the room's board, own changes too; applied to an empty board all of them since `sit` give this one. */
  | { readonly type: 'drawn'; readonly connection: string; readonly changes: readonly PackedSaid[] }
  /** What somebody else is drawing now; pieces may be lost. */
  | {
      readonly type: 'live';
      readonly connection: string;
      readonly from: MemberId;
      readonly piece: PackedPiece;
    }
  /** The host knows of no room for this document: there is none, or it was lost with the host. */
  | { readonly type: 'no-room' };

/** The same as the link takes it: what it hands on it does not read. */
export type HeardInSession =
  | Exclude<ToSession, { readonly type: 'status' | 'drawn' | 'live' }>
  | { readonly type: 'status'; readonly connection: string; readonly status: unknown }
  | { readonly type: 'drawn' }
  | { readonly type: 'live' };

/** The same as the overlay takes it. */
export type DrawingNews =
  | { readonly type: 'drawn'; readonly connection: string; readonly changes: readonly SaidChange[] }
  | {
      readonly type: 'live';
      readonly connection: string;
      readonly from: MemberId;
      readonly piece: LivePiece;
    };

/** Changes of one `drawn`. */
export const MAX_DRAWN = 100;

/** Framebuffer pixels. */
export interface FramebufferPlace {
  readonly x: number;
  readonly y: number;
}

/** From the side panel, the sidebar or the popup. */
export type FromPanel =
  /** The room of this tab; what it is told from now on is about it. */
  | { readonly type: 'look'; readonly tabId: number }
  | { readonly type: 'act'; readonly act: RoomPanelAct }
  | { readonly type: 'ping' };

/** `state` null: this tab has no room. */
export interface ToPanel {
  readonly type: 'state';
  readonly tabId: number;
  readonly state: RoomPanelState | null;
}

/** The session that a room is for. */
export interface RoomSeat {
  readonly tabId: number;
  readonly frameId: number;
  /** As the hook numbers it; a later one at its address takes its place. */
  readonly connection: string;
}

/** Background to room host. */
export type ToRoomHost =
  | {
      readonly type: 'host-join';
      readonly seat: RoomSeat;
      /** An invite link as text, start or join. */
      readonly link: string;
      readonly name: string;
      readonly mode: RoomMode;
    }
  /** The person leaves, or the tab is gone. */
  | { readonly type: 'host-leave'; readonly tabId: number }
  /** The browser put another tab in the place of one: Chromium does so with a tab that it discards. */
  | { readonly type: 'host-move'; readonly tabId: number; readonly toTabId: number };

/** The answer to each: tabs that have a room now. */
export interface HostRooms {
  readonly tabs: readonly number[];
}

/** Extension pages to background, about rooms. */
export type FromPagesAboutRooms =
  /** What a room can be begun or joined with. Answered with `RoomEntry`. */
  | { readonly type: 'room-entry'; readonly tabId: number }
  /** Answered with `RoomOutcome`. The permission for the relay was asked for in the click. */
  | {
      readonly type: 'join-room';
      readonly seat: RoomSeat;
      readonly link: string;
      readonly name: string;
      readonly mode: RoomMode;
    }
  /** On a relay whose start link is remembered. Answered with `RoomOutcome`. */
  | { readonly type: 'start-room'; readonly seat: RoomSeat; readonly relay: string; readonly name: string }
  | { readonly type: 'leave-room'; readonly tabId: number }
  | { readonly type: 'forget-relay'; readonly relay: string }
  | { readonly type: 'set-room-name'; readonly name: string };

/** Content scripts to background, about rooms. */
export type FromContentAboutRooms =
  /** Relays a room can be begun on without asking for anything. Answered with `ReadyRelays`. */
  | { readonly type: 'ready-relays' }
  /** One click, on one of those. Answered with `RoomOutcome`. */
  | { readonly type: 'start-room-here'; readonly connection: string; readonly relayHost: string }
  /** Opens the side panel. Answered with `RoomPageOpened`. */
  | { readonly type: 'open-room-page' };

export interface ReadyRelays {
  readonly relays: readonly string[];
}

/**
 * - opened: the side panel is there
 * - by-hand: this browser opens it only from toolbar, popup or shortcut
 */
export interface RoomPageOpened {
  readonly how: 'opened' | 'by-hand';
}

/** A session that a room can be for. */
export interface RoomSession {
  readonly tabId: number;
  readonly frameId: number;
  readonly connection: string;
  readonly host: string | null;
}

export interface RoomEntry {
  /** As the person called themselves last; '' at first. */
  readonly name: string;
  /** Relays that were used before. */
  readonly relays: readonly KnownRelay[];
  /** Of this tab; if it has none, of all tabs. */
  readonly sessions: readonly RoomSession[];
  /** Web origin of the relay whose room this tab is in, or was when the host was lost. */
  readonly room: string | null;
}

export interface KnownRelay {
  /** Web origin, such as https://relay.example.org. */
  readonly origin: string;
  /** A start link of it is remembered. */
  readonly canStart: boolean;
}

export type RoomOutcome =
  | { readonly type: 'joining' }
  /** This is no link into a room. */
  | { readonly type: 'bad-link' }
  /** The session is not there any more. */
  | { readonly type: 'no-session' }
  /** The relay's start link is not remembered any more. */
  | { readonly type: 'no-relay' }
  /** The facility allows no rooms on this relay, or none at all. */
  | { readonly type: 'forbidden'; readonly relay: string }
  /** The browser was not allowed to reach the relay. */
  | { readonly type: 'not-allowed'; readonly relay: string }
  /** The browser could not run the room; its own words. */
  | { readonly type: 'failed'; readonly fault: string };

/** Roles an invite may give: an owner begins a room and is not invited. */
export type InvitedRole = Exclude<Role, 'owner'>;
