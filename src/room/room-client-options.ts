import type { BoardChange, SaidChange } from '../model/annotation/board-change.ts';
import type { LivePiece } from '../model/annotation/live-piece.ts';
import type { SeatOrder, SeatWord } from '../model/control/seat-order.ts';
import type { RoomPanelAct } from '../model/port/room-command.ts';
import type { RoomMode, RoomPanelState } from '../model/port/room-view.ts';
import type { InviteLink } from '../model/room/invite-link.ts';
import type { MemberId } from '../model/room/member.ts';

/** The part of a WebSocket that a room needs; tests give another. */
export interface RoomSocket {
  send(text: string): void;
  close(): void;
  readonly bufferedBytes: number;
}

export interface RoomSocketEvents {
  readonly onOpen: () => void;
  readonly onText: (text: string) => void;
  readonly onClose: () => void;
}

export interface RoomClientOptions {
  readonly link: InviteLink;
  readonly name: string;
  readonly mode: RoomMode;
  readonly openSocket: (url: string, events: RoomSocketEvents) => RoomSocket;
  readonly crypto: Crypto;
  /** max(monotonic, wall) is the client's own affair: performance.now() stops in sleep. */
  readonly clock: { readonly monotonicMs: () => number; readonly wallMs: () => number };
  /** Calls back once after `delayMs`; the returned function ends it. */
  readonly later: (delayMs: number, callback: () => void) => () => void;
  /** Something that `state()` tells is new. Not called more often than ten times a second. */
  readonly onChange: () => void;
  /** For the gate of the session that is in this room. */
  readonly onSeatOrder: (order: SeatOrder) => void;
  /** What changed the board of the room, own ones too. */
  readonly onDrawn: (changes: readonly SaidChange[]) => void;
  /** What somebody else is drawing now; some pieces never come. */
  readonly onPiece: (from: MemberId, piece: LivePiece) => void;
}

/** One membership in one room: connects, comes back after a break, seals and opens, and keeps what is shown. */
export interface RoomClientApi {
  state(): RoomPanelState;
  act(act: RoomPanelAct): void;
  /** The gate's word on its lease; passed to the relay at once. */
  seat(word: SeatWord): void;
  /** The gate of this session is another now (its connection was replaced): what holds is told to it again. */
  reseat(): void;
  /** Own pointer in framebuffer pixels; null: it left the picture. Thinned to 10 a second. */
  point(place: { readonly x: number; readonly y: number } | null): void;
  /** What this user drew, erased or decided about drawing. Refused with an answer where they may not. */
  draw(change: BoardChange): void;
  /** What this user is drawing now. Thinned to 20 a second. */
  live(piece: LivePiece): void;
  /** All that stands on the room's board, for who looks from now on. */
  board(): readonly SaidChange[];
  /** The picture changed or the pointer moved, and nothing that this room sent explains it. */
  noticedOutsider(): void;
  /**
   * Leaves, and frees the gate (`solo`): a room without members ends. When the room is over by itself (`ended`), call
   * this only when the person says so: a gate of who was sent out stays shut until then.
   */
  stop(): void;
}
