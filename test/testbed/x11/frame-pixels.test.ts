import { describe, expect, test } from 'vitest';
import { Frame } from '../../../testbed/instrument/frame.ts';
import { palette } from '../../../testbed/instrument/palette.ts';
import { framePixels } from '../../../testbed/x11/frame-pixels.ts';

describe('a part of the screen as an X display takes it', () => {
  test('is that part row by row, each pixel as blue, green, red', () => {
    const frame = new Frame(4, 3);
    frame.pixels.set([0, 1, 2, 3, 10, 11, 12, 13, 60, 61, 62, 100]);
    const pixels = framePixels(frame, { x: 1, y: 1, width: 3, height: 2 });
    const expected = [11, 12, 13, 61, 62, 100].flatMap((index) => {
      const [red, green, blue] = palette[index]!;
      return [blue, green, red, 0];
    });
    expect([...pixels]).toEqual(expected);
  });
});
