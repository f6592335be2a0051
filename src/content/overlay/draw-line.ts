import { packedChange, packedPiece } from '../../model/annotation/packed.ts';
import { type Problem, run } from '../../model/decode/decode.ts';
import { drawingNewsDecoder } from '../../model/port/room-port-decoder.ts';
import { roomStatusDecoder } from '../../model/port/room-view-decoder.ts';
import type { LinkRoom } from '../link/handoff.ts';
import type { DrawLine } from './draw-dock.ts';

/** What is drawn in the room of this document's session. Of the room part it has nothing: that need not decode it. */
export function drawLine(room: Pick<LinkRoom, 'subscribe' | 'draw' | 'live' | 'onDrawing'>): DrawLine {
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
    onDrawing: (drawn, piece) =>
      room.onDrawing((input) => {
        const news = run(drawingNewsDecoder, input);
        if (!news.ok) complain(news.problems);
        else if (news.value.type === 'drawn') drawn(news.value.changes);
        else piece(news.value.from, news.value.piece);
      }),
    say: (change) => room.draw(packedChange(change)),
    live: (piece) => room.live(packedPiece(piece)),
  };
}

function complain(problems: readonly Problem[]): void {
  console.warn(`[draw] ${JSON.stringify(problems.slice(0, 3))}`);
}
