import { describe, expect, test } from 'vitest';
import type { Mark, MarkShape } from '../../../src/model/annotation/mark.ts';
import { markAt, placesOf } from '../../../src/ui/draw/hit.ts';

const markOf = (shape: MarkShape, number = 1): Mark => ({
  by: '',
  number,
  shape,
  color: 'yellow',
  width: 2,
  frame: { width: 640, height: 480 },
  fadeMs: null,
});
const at = (x: number, y: number) => ({ x, y });
const isMet = (shape: MarkShape, x: number, y: number, reach = 4): boolean =>
  markAt([{ mark: markOf(shape) }], at(x, y), reach) !== null;

describe('what is under a place', () => {
  test('is a line that passes within reach, whole width and all', () => {
    const line: MarkShape = { tool: 'arrow', from: at(10, 10), to: at(110, 10) };
    expect(isMet(line, 60, 14)).toBe(true);
    expect(isMet(line, 60, 16)).toBe(false);
    expect(isMet(line, 116, 10)).toBe(false);
  });

  test('is the edge of a rectangle or an ellipse, not what it goes round', () => {
    for (const tool of ['rectangle', 'ellipse'] as const) {
      const round: MarkShape = { tool, from: at(100, 100), to: at(200, 180) };
      expect(isMet(round, 100, 140)).toBe(true);
      expect(isMet(round, 150, 180)).toBe(true);
      expect(isMet(round, 150, 140)).toBe(false);
    }
    expect(isMet({ tool: 'rectangle', from: at(100, 100), to: at(200, 180) }, 101, 101)).toBe(true);
    expect(isMet({ tool: 'ellipse', from: at(100, 100), to: at(200, 180) }, 101, 101)).toBe(false);
  });

  test('is a pen’s line between its points, and a dot', () => {
    const points = [at(0, 0), at(50, 50), at(100, 0)].map((each) => ({ ...each, pressure: 0.5 }));
    expect(isMet({ tool: 'pen', points }, 25, 25)).toBe(true);
    expect(isMet({ tool: 'pen', points }, 50, 30)).toBe(false);
    expect(isMet({ tool: 'pen', points: points.slice(0, 1) }, 2, 2)).toBe(true);
  });

  test('is the whole plate of a text', () => {
    const text: MarkShape = { tool: 'text', at: at(20, 20), text: 'grain boundary' };
    expect(isMet(text, 100, 30)).toBe(true);
    expect(isMet(text, 300, 30)).toBe(false);
  });

  test('is the topmost of several', () => {
    const shape: MarkShape = { tool: 'arrow', from: at(10, 10), to: at(110, 10) };
    const shown = [{ mark: markOf(shape, 1) }, { mark: markOf(shape, 2) }];
    expect(markAt(shown, at(60, 10), 3)?.mark.number).toBe(2);
    expect(markAt([], at(60, 10), 3)).toBeNull();
  });

  test('is told by beginning and end', () => {
    expect(
      placesOf(
        markOf({
          tool: 'scale-bar',
          at: at(10, 20),
          length: 5,
          calibration: { unitsPerPixel: 0.1, unit: 'µm' },
        }),
      ),
    ).toEqual([at(10, 20), at(60, 20)]);
  });
});
