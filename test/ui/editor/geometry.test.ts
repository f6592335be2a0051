import { assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitted, HANDLES, moved, rectBetween, resized, scaled } from '../../../src/ui/editor/geometry.ts';

const bounds = { width: 100, height: 80 };

describe('a rectangle', () => {
  test('lies between two pixels, whichever is first', () => {
    const rect = { x: 10, y: 20, width: 31, height: 6 };
    expect(rectBetween({ x: 10.2, y: 20.9 }, { x: 40.1, y: 25 }, bounds)).toEqual(rect);
    expect(rectBetween({ x: 40.1, y: 25 }, { x: 10.2, y: 20.9 }, bounds)).toEqual(rect);
  });

  test('ends at the edge of the framebuffer when drawn beyond it', () => {
    expect(rectBetween({ x: 90, y: 70 }, { x: 500, y: 500 }, bounds)).toEqual({
      x: 90,
      y: 70,
      width: 10,
      height: 10,
    });
  });

  test('keeps its size when moved against an edge', () => {
    expect(moved({ x: 10, y: 10, width: 20, height: 20 }, { x: -50, y: 500 }, bounds)).toEqual({
      x: 0,
      y: 60,
      width: 20,
      height: 20,
    });
  });

  test('keeps the opposite side when a handle is pulled past it', () => {
    expect(resized({ x: 10, y: 10, width: 20, height: 20 }, 'nw', { x: 500, y: 500 }, bounds)).toEqual({
      x: 29,
      y: 29,
      width: 1,
      height: 1,
    });
  });

  test('becomes what is possible when nonsense was typed', () => {
    expect(fitted({ x: Number.NaN, y: -3, width: 0, height: 1e9 }, bounds)).toEqual({
      x: 0,
      y: 0,
      width: 1,
      height: 80,
    });
  });

  test('scales with the framebuffer, and neighbours stay neighbours', () => {
    const left = scaled({ x: 0, y: 0, width: 33, height: 10 }, bounds, { width: 151, height: 80 });
    const right = scaled({ x: 33, y: 0, width: 33, height: 10 }, bounds, { width: 151, height: 80 });
    expect(left.width).toBe(right.x);
  });

  test('stays inside and is never empty, whatever is done with it', () => {
    const far = integer({ min: -300, max: 300 });
    const size = record({ width: integer({ min: 1, max: 300 }), height: integer({ min: 1, max: 300 }) });
    assert(
      property(
        record({ x: far, y: far, width: far, height: far }),
        record({ x: far, y: far }),
        constantFrom(...HANDLES),
        size,
        size,
        (typed, by, handle, from, to) => {
          const rect = fitted(typed, from);
          for (const [each, within] of [
            [rect, from],
            [moved(rect, by, from), from],
            [resized(rect, handle, by, from), from],
            [rectBetween(typed, by, from), from],
            [scaled(rect, from, to), to],
          ] as const) {
            expect(Object.values(each).every(Number.isInteger)).toBe(true);
            expect(Math.min(each.x, each.y)).toBeGreaterThanOrEqual(0);
            expect(Math.min(each.width, each.height)).toBeGreaterThanOrEqual(1);
            expect(each.x + each.width).toBeLessThanOrEqual(within.width);
            expect(each.y + each.height).toBeLessThanOrEqual(within.height);
          }
        },
      ),
    );
  });
});
