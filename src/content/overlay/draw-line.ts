import { packedChange, packedPiece } from '../../model/annotation/packed.ts';
import { run } from '../../model/decode/decode.ts';
import { drawingNewsDecoder } from '../../model/port/room-port-decoder.ts';
import type { LinkRoom } from '../link/handoff.ts';
import { complain, onRoomStatus } from './decoded-status.ts';
import type { DrawLine } from './draw-dock.ts';

/** What is drawn in the room of this document's session. Of the room part it has nothing: that need not decode it. */
export function drawLine(room: Pick<LinkRoom, 'subscribe' | 'draw' | 'live' | 'onDrawing'>): DrawLine {
  return {
    subscribe: (listener) => onRoomStatus(room, 'draw', listener),
    onDrawing: (drawn, piece) =>
      room.onDrawing((input) => {
        const news = run(drawingNewsDecoder, input);
        if (!news.ok) complain('draw', news.problems);
        else if (news.value.type === 'drawn') drawn(news.value.changes);
        else piece(news.value.from, news.value.piece);
      }),
    say: (change) => room.draw(packedChange(change)),
    live: (piece) => room.live(packedPiece(piece)),
  };
}
