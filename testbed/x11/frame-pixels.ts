import type { Frame } from '../instrument/frame.ts';
import { palette } from '../instrument/palette.ts';
import type { Rect } from '../instrument/rect.ts';

/** Palette index to blue, green, red, nothing, in the order of bytes in memory. */
const words = new Uint32Array(
  new Uint8Array(palette.flatMap(([red, green, blue]) => [blue, green, red, 0])).buffer,
);

/** A part of a frame as an X display of 24 bits wants it: blue, green, red, nothing; row by row. */
export function framePixels(frame: Frame, rect: Rect): Buffer {
  const pixels = new Uint32Array(rect.width * rect.height);
  let to = 0;
  for (let y = rect.y; y < rect.y + rect.height; y++) {
    const row = y * frame.width + rect.x;
    for (let from = row; from < row + rect.width; from++) {
      pixels[to++] = words[frame.pixels[from] ?? 0] ?? 0;
    }
  }
  return Buffer.from(pixels.buffer);
}
