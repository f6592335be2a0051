import { palette } from '../palette.ts';
import { ProtocolError } from './protocol-error.ts';

/** How a client wants pixels (RFB 6143 section 7.4); always true colour here. */
export interface PixelFormat {
  readonly bitsPerPixel: 8 | 16 | 32;
  readonly depth: number;
  readonly bigEndian: boolean;
  readonly max: readonly [number, number, number];
  readonly shift: readonly [number, number, number];
}

/** What the server announces: 32 bits, little endian, red in the lowest byte. */
export const serverFormat: PixelFormat = {
  bitsPerPixel: 32,
  depth: 24,
  bigEndian: false,
  max: [255, 255, 255],
  shift: [0, 8, 16],
};

/** Reads the 16 bytes of a pixel format; throws ProtocolError when no pixel can be made of it. */
export function decodePixelFormat(bytes: Buffer): PixelFormat {
  const bitsPerPixel = bytes.readUInt8(0);
  if (bitsPerPixel !== 8 && bitsPerPixel !== 16 && bitsPerPixel !== 32) {
    throw new ProtocolError(`${bitsPerPixel} bits per pixel`);
  }
  if (bytes.readUInt8(3) === 0) throw new ProtocolError('colour maps are not supported');
  const format: PixelFormat = {
    bitsPerPixel,
    depth: bytes.readUInt8(1),
    bigEndian: bytes.readUInt8(2) !== 0,
    max: [bytes.readUInt16BE(4), bytes.readUInt16BE(6), bytes.readUInt16BE(8)],
    shift: [bytes.readUInt8(10), bytes.readUInt8(11), bytes.readUInt8(12)],
  };
  format.max.forEach((max, i) => {
    const bits = Math.log2(max + 1);
    if (bits < 1 || !Number.isInteger(bits) || bits + (format.shift[i] ?? 0) > bitsPerPixel) {
      throw new ProtocolError('a colour does not fit its pixel');
    }
  });
  return format;
}

/** The 16 bytes of a pixel format. */
export function encodePixelFormat(format: PixelFormat): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt8(format.bitsPerPixel, 0);
  bytes.writeUInt8(format.depth, 1);
  bytes.writeUInt8(format.bigEndian ? 1 : 0, 2);
  bytes.writeUInt8(1, 3);
  format.max.forEach((max, i) => {
    bytes.writeUInt16BE(max, 4 + 2 * i);
  });
  format.shift.forEach((shift, i) => {
    bytes.writeUInt8(shift, 10 + i);
  });
  return bytes;
}

/** The palette as pixels of a format: entry i at i * bytesPerPixel. */
export function pixelTable(format: PixelFormat): Buffer {
  const size = format.bitsPerPixel / 8;
  const table = Buffer.alloc(palette.length * size);
  palette.forEach((colour, i) => {
    let value = 0;
    colour.forEach((part, c) => {
      value += Math.round((part * (format.max[c] ?? 0)) / 255) * 2 ** (format.shift[c] ?? 0);
    });
    if (size === 1) table.writeUInt8(value, i);
    else if (format.bigEndian) table.writeUIntBE(value, i * size, size);
    else table.writeUIntLE(value, i * size, size);
  });
  return table;
}

/** Tight's pixels: three bytes red, green, blue when the format has 24 full bits in 32, else the format's. */
export function tightPixelTable(format: PixelFormat): Buffer {
  const packed = format.bitsPerPixel === 32 && format.depth === 24 && format.max.every((max) => max === 255);
  return packed ? Buffer.from(palette.flat()) : pixelTable(format);
}
