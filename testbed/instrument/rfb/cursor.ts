import { rectHeader } from './encoder.ts';
import type { PixelFormat } from './pixel-format.ts';
import { pseudo } from './server-messages.ts';

/** A pointer: # is black, . is white, a space lets the picture through. */
const shape = [
  '#           ',
  '##          ',
  '#.#         ',
  '#..#        ',
  '#...#       ',
  '#....#      ',
  '#.....#     ',
  '#......#    ',
  '#.......#   ',
  '#........#  ',
  '#.........# ',
  '#......#####',
  '#...#..#    ',
  '#..##..#    ',
  '#.#  #..#   ',
  '##   #..#   ',
  '#     #..#  ',
  '      #..#  ',
  '       ##   ',
];

/** A Cursor rectangle (RFB 6143 section 7.8.1): noVNC shows no pointer at all before it gets one. */
export function cursorRect(format: PixelFormat): Buffer {
  const width = shape[0]?.length ?? 0;
  const size = format.bitsPerPixel / 8;
  const pixels = Buffer.alloc(width * shape.length * size);
  const stride = Math.ceil(width / 8);
  const mask = Buffer.alloc(stride * shape.length);
  const white = format.max.reduce((sum, max, i) => sum + max * 2 ** (format.shift[i] ?? 0), 0);
  shape.forEach((row, y) => {
    [...row].forEach((dot, x) => {
      if (dot === ' ') return;
      const at = y * stride + (x >> 3);
      mask[at] = (mask[at] ?? 0) | (0x80 >> (x & 7));
      if (dot !== '.') return;
      if (format.bigEndian) pixels.writeUIntBE(white, (y * width + x) * size, size);
      else pixels.writeUIntLE(white, (y * width + x) * size, size);
    });
  });
  return Buffer.concat([
    rectHeader({ x: 0, y: 0, width, height: shape.length }, pseudo.cursor),
    pixels,
    mask,
  ]);
}
