import { array, assert, boolean, integer, property, shuffledSubarray } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LASER_FADE_MS, type LivePiece } from '../../../src/model/annotation/live-piece.ts';
import { MAX_POINTS, type StrokePoint } from '../../../src/model/annotation/mark.ts';
import { type LiveStroke, LiveStrokes, STROKE_LOST_MS } from '../../../src/ui/draw/live-strokes.ts';

const ADA = 'AdaAdaAdaAdaAdaAdaAda1';
const point = (x: number): StrokePoint => ({ x, y: 0, pressure: 0.5 });
const piece = (number: number, first: number, count: number, tool: 'pen' | 'laser' = 'pen'): LivePiece => ({
  number,
  tool,
  color: 'cyan',
  width: 4,
  first,
  points: Array.from({ length: count }, (_, index) => point(first + index)),
});
const strokes = (live: LiveStrokes, nowMs: number): readonly LiveStroke[] =>
  live.strokes(nowMs, '', () => false);
const xs = (stroke: LiveStroke | undefined): readonly number[] =>
  stroke !== undefined && 'points' in stroke ? stroke.points.map(({ x }) => x) : [];

describe('strokes of others', () => {
  test('grow by pieces that overlap, and a lost one leaves no trace', () => {
    const live = new LiveStrokes();
    live.hear(ADA, piece(7, 0, 3), 0);
    live.hear(ADA, piece(7, 1, 5), 50);
    live.hear(ADA, piece(7, 1, 5), 100);
    expect(xs(strokes(live, 100)[0])).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('bridge what was lost for good', () => {
    const live = new LiveStrokes();
    live.hear(ADA, piece(7, 0, 2), 0);
    live.hear(ADA, piece(7, 4, 2), 50);
    expect(xs(strokes(live, 50)[0])).toEqual([0, 1, 4, 4, 4, 5]);
  });

  test('end with the mark, and a late piece brings none back', () => {
    const live = new LiveStrokes();
    live.hear(ADA, piece(7, 0, 2), 0);
    live.end(ADA, 7);
    live.hear(ADA, piece(7, 0, 4), 10);
    expect(strokes(live, 10)).toEqual([]);
    expect(live.isEmpty).toBe(true);
  });

  test('are gone when nothing was heard of them for long', () => {
    const live = new LiveStrokes();
    live.hear(ADA, { number: 1, tool: 'arrow', color: 'white', width: 2, from: point(0), to: point(9) }, 0);
    expect(strokes(live, STROKE_LOST_MS - 1)).toHaveLength(1);
    expect(strokes(live, STROKE_LOST_MS)).toEqual([]);
  });

  test('leave a laser’s trail, which fades beside the next one', () => {
    const live = new LiveStrokes();
    live.hear(ADA, piece(1, 0, 2, 'laser'), 0);
    live.hear(ADA, { number: 1, tool: 'none' }, 100);
    live.hear(ADA, piece(2, 0, 2, 'laser'), 200);
    expect(strokes(live, 300).map((each) => 'isOver' in each && each.isOver)).toEqual([true, false]);
    expect(strokes(live, LASER_FADE_MS).map((each) => 'isOver' in each && each.isOver)).toEqual([false]);
  });

  test('of who is gone or may not draw are not seen', () => {
    const live = new LiveStrokes();
    live.hear(ADA, piece(1, 0, 2), 0);
    expect(live.strokes(0, '', (by) => by === ADA)).toEqual([]);
    live.keepOnly(new Set());
    expect(live.isEmpty).toBe(true);
  });

  test('have no more points than a mark, at most one stroke each, and only points that were said', () => {
    const some = array(integer({ min: 0, max: 3000 }), { maxLength: 20 });
    assert(
      property(some, boolean(), shuffledSubarray([1, 2, 3]), (firsts, isLaser, numbers) => {
        const live = new LiveStrokes();
        for (const number of numbers) {
          for (const first of firsts) live.hear(ADA, piece(number, first, 200, isLaser ? 'laser' : 'pen'), 0);
        }
        const drawn = strokes(live, 0).filter((each) => 'isOver' in each && !each.isOver);
        expect(drawn.length).toBeLessThanOrEqual(1);
        for (const stroke of drawn) {
          const points = xs(stroke);
          expect(points.length).toBeLessThanOrEqual(MAX_POINTS);
          expect(points.every((x) => firsts.some((first) => x >= first && x < first + 200))).toBe(true);
        }
      }),
    );
  });
});
