import { array, assert, boolean, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIVE_EVERY_MS, type LivePiece, MAX_PIECE_POINTS } from '../../../src/model/annotation/live-piece.ts';
import type { StrokePoint } from '../../../src/model/annotation/mark.ts';
import { LiveSender } from '../../../src/ui/draw/live-sender.ts';
import { LiveStrokes } from '../../../src/ui/draw/live-strokes.ts';
import type { Stroke } from '../../../src/ui/draw/stroke.ts';

const ADA = 'AdaAdaAdaAdaAdaAdaAda1';
const FRAME = { width: 640, height: 480 };
const LOOK = { by: 'pointer', number: 5, color: 'cyan', width: 4, fadeMs: null, frame: FRAME } as const;
const lineOf = (count: number): Stroke => ({
  ...LOOK,
  type: 'line',
  tool: 'pen',
  points: Array.from({ length: count }, (_, x): StrokePoint => ({ x, y: 0, pressure: 0.5 })),
});
const spanTo = (x: number): Stroke => ({
  ...LOOK,
  type: 'span',
  tool: 'arrow',
  from: { x: 0, y: 0 },
  to: { x, y: 0 },
  calibration: null,
});

describe('what goes out while a stroke is drawn', () => {
  test('is a piece every 50 ms, and none where nothing is drawn that others see', () => {
    const sender = new LiveSender();
    const sent: number[] = [];
    for (let ms = 0; ms < 1000; ms += 10) if (sender.next(lineOf(ms / 10 + 1), ms) !== null) sent.push(ms);
    expect(sent).toHaveLength(1000 / LIVE_EVERY_MS);
    expect(new LiveSender().next(null, 0)).toBeNull();
    expect(new LiveSender().next({ ...LOOK, type: 'rub' }, 0)).toBeNull();
  });

  test('says again what the last half second drew, and then only that it is still there', () => {
    const sender = new LiveSender();
    const stroke = spanTo(9);
    let sent = 0;
    for (let ms = 0; ms < 500; ms += 10) if (sender.next(stroke, ms) !== null) sent++;
    expect(sent).toBe(10);
    for (let ms = 500; ms < 3500; ms += 10) if (sender.next(stroke, ms) !== null) sent++;
    expect(sent).toBe(13);
  });

  test('says with a length and a scale bar how long they are', () => {
    const calibration = { unitsPerPixel: 0.05, unit: 'µm' } as const;
    const span = { ...LOOK, type: 'span', from: { x: 10, y: 0 }, to: { x: 95, y: 0 }, calibration } as const;
    const length = new LiveSender().next({ ...span, tool: 'length' }, 0);
    expect(length).toMatchObject({ tool: 'length', from: { x: 10 }, to: { x: 95 }, calibration });
    // 4.25 µm were pulled; the bar will be of 5.
    const bar = new LiveSender().next({ ...span, tool: 'scale-bar' }, 0);
    expect(bar).toMatchObject({ tool: 'scale-bar', from: { x: 10 }, to: { x: 110 }, calibration });
    expect(new LiveSender().next({ ...span, tool: 'arrow' }, 0)).not.toHaveProperty('calibration');
  });

  test('is short, however long the stroke is', () => {
    const sender = new LiveSender();
    for (let ms = 0; ms < 5000; ms += 16) {
      const piece = sender.next(lineOf(1 + Math.floor(ms / 3)), ms);
      if (piece !== null && 'points' in piece) {
        expect(piece.points.length).toBeGreaterThan(0);
        expect(piece.points.length).toBeLessThanOrEqual(MAX_PIECE_POINTS);
      }
    }
  });

  test('makes the same stroke at the other end, also where up to eight pieces in a row are lost', () => {
    const growth = array(integer({ min: 0, max: 8 }), { minLength: 20, maxLength: 120 });
    assert(
      property(growth, array(boolean(), { minLength: 120, maxLength: 120 }), (steps, losses) => {
        const sender = new LiveSender();
        const other = new LiveStrokes();
        let count = 1;
        let lostInARow = 0;
        let last: LivePiece | null = null;
        let nowMs = 0;
        steps.forEach((step, index) => {
          count += step;
          nowMs += 50;
          const piece = sender.next(lineOf(count), nowMs);
          if (piece === null) return;
          last = piece;
          if (losses[index] === true && lostInARow < 8) lostInARow++;
          else {
            lostInARow = 0;
            other.hear(ADA, piece, nowMs);
          }
        });
        if (last !== null) other.hear(ADA, last, nowMs);
        const [stroke] = other.strokes(nowMs, '', () => false);
        const xs = stroke !== undefined && 'points' in stroke ? stroke.points.map(({ x }) => x) : [];
        expect(xs).toEqual(Array.from({ length: xs.length }, (_, x) => x));
      }),
    );
  });
});
