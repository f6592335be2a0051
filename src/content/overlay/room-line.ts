import type { BoardChange } from '../../model/annotation/board-change.ts';
import type { LivePiece } from '../../model/annotation/live-piece.ts';
import { packedChange, packedPiece } from '../../model/annotation/packed.ts';
import { type Decoder, type Problem, run } from '../../model/decode/decode.ts';
import type { FromContent } from '../../model/port/extension-message.ts';
import type { RoomAct } from '../../model/port/room-command.ts';
import type {
  DrawingNews,
  FramebufferPlace,
  RoomOutcome,
  RoomPageOpened,
} from '../../model/port/room-port.ts';
import {
  drawingNewsDecoder,
  readyRelaysDecoder,
  roomOutcomeDecoder,
  roomPageOpenedDecoder,
} from '../../model/port/room-port-decoder.ts';
import type { RoomStatus } from '../../model/port/room-view.ts';
import { roomStatusDecoder } from '../../model/port/room-view-decoder.ts';
import type { LinkRoom } from '../link/handoff.ts';

/** The room of this document's session, for the overlay. */
export interface RoomLine {
  /** Calls the listener now and on change, some ten times a second at most; null: no room. Returns the way to stop. */
  subscribe(listener: (status: RoomStatus | null) => void): () => void;
  /** What the user decided. Only ever from a trusted event. */
  act(act: RoomAct): void;
  /** The own pointer over the picture; null: it left. */
  point(place: FramebufferPlace | null): void;
  /** What the user drew, erased or decided about drawing; it comes back as news. Only ever from a trusted event. */
  draw(change: BoardChange): void;
  /** What the user is drawing now. */
  live(piece: LivePiece): void;
  /**
   * Calls the listener with what is drawn in the room, first with all that stands, and after a break of the port with
   * all of it again. Another room is another board: the listener forgets the old one. Returns the way to stop.
   */
  onDrawing(listener: (news: DrawingNews) => void): () => void;
  /** Hosts of relays a room can be begun on in one click. */
  readyRelays(): Promise<readonly string[]>;
  /** Begins a room on one of those; undefined: the extension does not answer. First thing in a click. */
  start(connection: string, relayHost: string): Promise<RoomOutcome | undefined>;
  /** Opens the side panel, or says that only the toolbar can. First thing in a click. */
  openPage(): Promise<RoomPageOpened['how']>;
}

/** @param send asks the background */
export function roomLine(room: LinkRoom, send: (message: FromContent) => Promise<unknown>): RoomLine {
  const ask = async <T>(message: FromContent, decoder: Decoder<T>): Promise<T | undefined> => {
    const answer = run(decoder, await send(message).catch(() => undefined));
    return answer.ok ? answer.value : undefined;
  };
  return {
    subscribe: (listener) =>
      room.subscribe((input) => {
        if (input === null) {
          listener(null);
          return;
        }
        const status = run(roomStatusDecoder, input);
        if (status.ok) listener(status.value);
        else complain(status.problems);
      }),
    act: (act) => room.act(act),
    point: (place) => room.point(place),
    draw: (change) => room.draw(packedChange(change)),
    live: (piece) => room.live(packedPiece(piece)),
    onDrawing: (listener) =>
      room.onDrawing((input) => {
        const news = run(drawingNewsDecoder, input);
        if (news.ok) listener(news.value);
        else complain(news.problems);
      }),
    readyRelays: async () => (await ask({ type: 'ready-relays' }, readyRelaysDecoder))?.relays ?? [],
    start: (connection, relayHost) =>
      ask({ type: 'start-room-here', connection, relayHost }, roomOutcomeDecoder),
    openPage: async () => (await ask({ type: 'open-room-page' }, roomPageOpenedDecoder))?.how ?? 'by-hand',
  };
}

function complain(problems: readonly Problem[]): void {
  console.warn(`[room] ${JSON.stringify(problems.slice(0, 3))}`);
}
