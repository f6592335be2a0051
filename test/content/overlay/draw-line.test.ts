import { afterEach, describe, expect, test, vi } from 'vitest';
import { drawLine } from '../../../src/content/overlay/draw-line.ts';
import type { LivePiece } from '../../../src/model/annotation/live-piece.ts';
import { packedPiece, packedSaid } from '../../../src/model/annotation/packed.ts';
import { markOf, memberId, saidBy, strokeOf } from '../../support/marks.ts';

const anna = memberId('A');
const mark = markOf(anna, 1, { shape: strokeOf(4) });
const piece: LivePiece = {
  number: 2,
  tool: 'length',
  color: 'cyan',
  width: 2,
  from: { x: 1, y: 2 },
  to: { x: 3, y: 4 },
  calibration: null,
};

function lineOver() {
  const sent: unknown[] = [];
  let tell: (news: unknown) => void = () => {};
  const stop = vi.fn();
  const line = drawLine({
    subscribe: () => () => {},
    draw: (change) => sent.push(change),
    live: (piece) => sent.push(piece),
    onDrawing: (listener) => {
      tell = listener;
      return stop;
    },
  });
  return { line, sent, stop, tell: (news: unknown) => tell(JSON.parse(JSON.stringify(news))) };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the overlay’s line to the drawing of its room', () => {
  test('packs what is drawn, and unpacks what comes', () => {
    const { line, sent, tell, stop } = lineOver();
    const said = saidBy(anna, { type: 'mark', mark });
    line.say(said.change);
    line.live(piece);
    expect(sent).toEqual([packedSaid(said).change, packedPiece(piece)]);
    const [drawn, live] = [vi.fn(), vi.fn()];
    const end = line.onDrawing(drawn, live);
    tell({ type: 'drawn', connection: '1', changes: [packedSaid(said)] });
    tell({ type: 'live', connection: '1', from: anna, piece: packedPiece(piece) });
    expect(drawn).toHaveBeenCalledExactlyOnceWith([said]);
    expect(live).toHaveBeenCalledExactlyOnceWith(anna, piece);
    end();
    expect(stop).toHaveBeenCalledOnce();
  });

  test('hands on nothing that it cannot read, and says so', () => {
    const complaint = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const { line, tell } = lineOver();
    const news = vi.fn();
    line.onDrawing(news, news);
    tell({ type: 'drawn', connection: '1', changes: [{ by: 'anna' }] });
    tell({ type: 'live', connection: '1', from: anna, piece: { number: 1, tool: 'bomb' } });
    expect(news).not.toHaveBeenCalled();
    expect(complaint).toHaveBeenCalledTimes(2);
  });
});
