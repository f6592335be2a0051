import type { BoardChange, SaidChange } from '../../src/model/annotation/board-change.ts';
import type { LivePiece } from '../../src/model/annotation/live-piece.ts';
import type { SeatWord } from '../../src/model/control/seat-order.ts';
import type { RoomPanelAct } from '../../src/model/port/room-command.ts';
import type { RoomPanelState } from '../../src/model/port/room-view.ts';
import type { RoomClientApi } from '../../src/room/room-client-options.ts';

/** A room's client that does nothing but remember what it was told. */
export class FakeRoomClient implements RoomClientApi {
  readonly told: unknown[] = [];
  isStopped = false;
  drawn: readonly SaidChange[] = [];
  panel: RoomPanelState = {
    status: { type: 'joining', relayHost: 'relay.example', stage: 'connecting' },
    chat: [],
    droppedChat: 0,
    invites: [],
  };

  state(): RoomPanelState {
    return this.panel;
  }

  act(act: RoomPanelAct): void {
    this.told.push(act);
  }

  seat(word: SeatWord): void {
    this.told.push(word);
  }

  reseat(): void {
    this.told.push('reseat');
  }

  point(place: { readonly x: number; readonly y: number } | null): void {
    this.told.push({ place });
  }

  draw(change: BoardChange): void {
    this.told.push(change);
  }

  live(piece: LivePiece): void {
    this.told.push(piece);
  }

  board(): readonly SaidChange[] {
    return this.drawn;
  }

  noticedOutsider(): void {
    this.told.push('outsider');
  }

  stop(): void {
    this.isStopped = true;
  }
}
