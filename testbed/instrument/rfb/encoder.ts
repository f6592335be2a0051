import { constants, deflateSync } from 'node:zlib';
import type { Frame } from '../frame.ts';
import { GREYS, palette } from '../palette.ts';
import type { Rect } from '../rect.ts';
import { type PixelFormat, pixelTable, serverFormat, tightPixelTable } from './pixel-format.ts';

export const ENCODING_RAW = 0;
export const ENCODING_TIGHT = 7;

/** Tight sends fewer bytes than this as they are, without a length. */
const TIGHT_PLAIN_MAX = 12;
/** Tight control byte: palette filter follows (0x4), stream 0, and that stream starts afresh (0x01). */
const TIGHT_PALETTE_RESET = 0x41;
const TIGHT_FILL = 0x80;
const FILTER_PALETTE = 1;

/** Turns rectangles of the frame into the bytes one client asked for. */
export class Encoder {
  #encoding: typeof ENCODING_RAW | typeof ENCODING_TIGHT = ENCODING_RAW;
  #bytesPerPixel = 4;
  #pixels = pixelTable(serverFormat);
  #tightPixels = tightPixelTable(serverFormat);
  #level = 1;
  /** Grey to grey: a lower quality merges neighbours, which compresses better. */
  #merge: Uint8Array = mergedGreys(1);

  setFormat(format: PixelFormat): void {
    this.#bytesPerPixel = format.bitsPerPixel / 8;
    this.#pixels = pixelTable(format);
    this.#tightPixels = tightPixelTable(format);
  }

  /** Takes encoding, quality (-32 to -23) and compression (-256 to -247) from the client's list. */
  setEncodings(encodings: readonly number[]): void {
    this.#encoding = encodings.includes(ENCODING_TIGHT) ? ENCODING_TIGHT : ENCODING_RAW;
    const compression = encodings.find((encoding) => encoding >= -256 && encoding <= -247);
    this.#level =
      compression === undefined ? 1 : Math.min(6, Math.max(1, Math.ceil((compression + 256) / 2)));
    const quality = (encodings.find((encoding) => encoding >= -32 && encoding <= -23) ?? -23) + 32;
    this.#merge = mergedGreys(quality >= 6 ? 1 : quality >= 3 ? 2 : 4);
  }

  /** The rectangle with its header. */
  encode(frame: Frame, rect: Rect): Buffer {
    const indices = cut(frame, rect, this.#merge);
    const header = rectHeader(rect, this.#encoding);
    if (this.#encoding === ENCODING_RAW) return Buffer.concat([header, this.#raw(indices)]);
    return Buffer.concat([header, ...this.#tight(indices, rect)]);
  }

  #raw(indices: Uint8Array): Buffer {
    return translate(indices, this.#pixels, this.#bytesPerPixel);
  }

  /** RFB community specification, Tight encoding: fill, or palette filter with zlib. */
  #tight(indices: Uint8Array, rect: Rect): Buffer[] {
    const used = new Uint8Array(palette.length);
    for (const index of indices) used[index] = 1;
    const colours: number[] = [];
    used.forEach((isUsed, index) => {
      if (isUsed === 1) colours.push(index);
    });
    const pixelSize = this.#tightPixels.length / palette.length;
    const pixels = translate(Uint8Array.from(colours), this.#tightPixels, pixelSize);
    if (colours.length === 1) return [Buffer.of(TIGHT_FILL), pixels];
    const place = new Uint8Array(palette.length);
    colours.forEach((index, i) => {
      place[index] = i;
    });
    const data =
      colours.length === 2 ? oneBit(indices, place, rect) : indices.map((index) => place[index] ?? 0);
    const head = Buffer.of(TIGHT_PALETTE_RESET, FILTER_PALETTE, colours.length - 1);
    if (data.length < TIGHT_PLAIN_MAX) return [head, pixels, Buffer.from(data)];
    // Every rectangle resets its stream, so it can be compressed without keeping state between them.
    const zipped = deflateSync(data, { level: this.#level, finishFlush: constants.Z_SYNC_FLUSH });
    return [head, pixels, compactLength(zipped.length), zipped];
  }
}

/** x, y, width, height and encoding of a rectangle. */
export function rectHeader(rect: Rect, encoding: number): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(rect.x, 0);
  header.writeUInt16BE(rect.y, 2);
  header.writeUInt16BE(rect.width, 4);
  header.writeUInt16BE(rect.height, 6);
  header.writeInt32BE(encoding, 8);
  return header;
}

/** Tight's length: 7 bits, 7 bits, 8 bits, the high bits of the first two say that more follow. */
export function compactLength(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  if (length < 0x4000) return Buffer.of((length & 0x7f) | 0x80, length >> 7);
  return Buffer.of((length & 0x7f) | 0x80, ((length >> 7) & 0x7f) | 0x80, length >> 14);
}

function cut(frame: Frame, rect: Rect, merge: Uint8Array): Uint8Array {
  const indices = new Uint8Array(rect.width * rect.height);
  let at = 0;
  for (let y = rect.y; y < rect.y + rect.height; y++) {
    const row = y * frame.width;
    for (let x = row + rect.x; x < row + rect.x + rect.width; x++) {
      indices[at++] = merge[frame.pixels[x] ?? 0] ?? 0;
    }
  }
  return indices;
}

function oneBit(indices: Uint8Array, place: Uint8Array, rect: Rect): Uint8Array {
  const stride = Math.ceil(rect.width / 8);
  const bits = new Uint8Array(stride * rect.height);
  for (let y = 0; y < rect.height; y++) {
    for (let x = 0; x < rect.width; x++) {
      if (place[indices[y * rect.width + x] ?? 0] !== 1) continue;
      const at = y * stride + (x >> 3);
      bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return bits;
}

function translate(indices: Uint8Array, table: Buffer, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(indices.length * size);
  let at = 0;
  for (const index of indices) {
    const from = index * size;
    for (let i = 0; i < size; i++) bytes[at++] = table[from + i] ?? 0;
  }
  return bytes;
}

function mergedGreys(step: number): Uint8Array {
  return Uint8Array.from({ length: palette.length }, (_, index) =>
    index < GREYS ? Math.min(GREYS - 1, Math.floor(index / step) * step + Math.floor(step / 2)) : index,
  );
}
