import type { BoardChange, SaidChange } from '../../model/annotation/board-change.ts';
import type { LivePiece } from '../../model/annotation/live-piece.ts';
import type { RoomPerson } from '../../model/port/room-view.ts';
import type { MemberId } from '../../model/room/member.ts';
import type { Messages } from '../surroundings.ts';
import type { DrawView } from './draw-view.ts';

/** The room that is drawn in; what is drawn alone never goes there. */
export interface DrawRoom {
  readonly self: MemberId;
  readonly people: readonly RoomPerson[];
}

/** Why drawing ends by itself: something needs the user, who might take the picture for free to draw on. */
export type DrawInterruption =
  /** Control was given to this user, or waits to be taken. */
  | 'control'
  /** Presses are held back, or a question is asked. */
  | 'attention'
  | 'closed';

export interface DrawSurroundings {
  readonly messages: Messages;
  readonly nowMs: () => number;
  readonly wallMs: () => number;
  /** Remembers tool, colour, width, fading and calibration of this portal. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null;
  /** null: no picture is seen, or it is a part of the screen and nobody knows which. */
  readonly findView: () => DrawView | null;
  readonly everyFrame: (callback: () => void) => () => void;
  /** null: alone. */
  readonly room: () => DrawRoom | null;
  /** To the room; comes back by `drawn`. Not called alone. */
  readonly say: (change: BoardChange) => void;
  readonly live: (piece: LivePiece) => void;
  /** A copy of the picture as it is now; null: it cannot be read. */
  readonly capture: () => HTMLCanvasElement | null;
  readonly download: (name: string, content: Blob) => void;
  /** Draw mode is over, by the user or by `interrupt`: the picture may have input again. Not called by `end`. */
  readonly onModeEnd: () => void;
}

/** What is drawn is seen from the mount on; draw mode is on between `begin` and `end`. */
export interface DrawUi {
  begin(): void;
  end(): void;
  readonly isOn: boolean;
  interrupt(why: DrawInterruption): void;
  /** From the room, own ones too. */
  drawn(changes: readonly SaidChange[]): void;
  pieceOf(from: MemberId, piece: LivePiece): void;
  /** People came, went, or changed. */
  roomChanged(): void;
  remove(): void;
}
