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

/** GREYS is a power of two: indices below it can be told from the rest by their bits alone. */
const allGreys: readonly number[] = Array.from({ length: GREYS }, (_, grey) => grey);

/** Turns rectangles of the frame into the bytes one client asked for. */
export class Encoder {
  #encoding: typeof ENCODING_RAW | typeof ENCODING_TIGHT = ENCODING_RAW;
  #bytesPerPixel = 4;
  #pixels = pixelTable(serverFormat);
  #tightPixels = tightPixelTable(serverFormat);
  #level = 1;
  /** Grey to grey: a lower quality merges neighbours, which compresses better. */
  #merge: Uint8Array | null = null;

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
  encode(frame: Frame, rect: Rect): Buffer[] {
    const indices = cut(frame, rect);
    if (this.#merge !== null) replace(indices, this.#merge);
    const header = rectHeader(rect, this.#encoding);
    if (this.#encoding === ENCODING_RAW) {
      return [header, translate(indices, this.#pixels, this.#bytesPerPixel)];
    }
    return [header, ...this.#tight(indices, rect)];
  }

  /** RFB community specification, Tight encoding: fill, or palette filter with zlib. */
  #tight(indices: Uint8Array, rect: Rect): Buffer[] {
    const colours = usedColours(indices);
    const pixelSize = this.#tightPixels.length / palette.length;
    const pixels = translate(Uint8Array.from(colours), this.#tightPixels, pixelSize);
    if (colours.length === 1) return [Buffer.of(TIGHT_FILL), pixels];
    const data = colours.length === 2 ? oneBit(indices, colours[1] ?? 0, rect) : placed(indices, colours);
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

function cut(frame: Frame, rect: Rect): Uint8Array {
  const indices = new Uint8Array(rect.width * rect.height);
  for (let y = 0; y < rect.height; y++) {
    const from = (rect.y + y) * frame.width + rect.x;
    indices.set(frame.pixels.subarray(from, from + rect.width), y * rect.width);
  }
  return indices;
}

/** The palette indices that occur. Of a picture in greys: all greys, so that it need not be renumbered. */
function usedColours(indices: Uint8Array): readonly number[] {
  const first = indices[0] ?? 0;
  let any = 0;
  let differs = 0;
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] ?? 0;
    any |= index;
    differs |= index ^ first;
  }
  if (differs === 0) return [first];
  if (any < GREYS) return allGreys;
  const used = new Uint8Array(palette.length);
  for (let i = 0; i < indices.length; i++) used[indices[i] ?? 0] = 1;
  return palette.map((_, index) => index).filter((index) => used[index] === 1);
}

/** The indices as places in the list of colours. */
function placed(indices: Uint8Array, colours: readonly number[]): Uint8Array {
  if (colours === allGreys) return indices;
  const place = new Uint8Array(palette.length);
  colours.forEach((index, i) => {
    place[index] = i;
  });
  return replace(indices, place);
}

function replace(indices: Uint8Array, by: Uint8Array): Uint8Array {
  for (let i = 0; i < indices.length; i++) indices[i] = by[indices[i] ?? 0] ?? 0;
  return indices;
}

function oneBit(indices: Uint8Array, second: number, rect: Rect): Uint8Array {
  const stride = Math.ceil(rect.width / 8);
  const bits = new Uint8Array(stride * rect.height);
  for (let y = 0; y < rect.height; y++) {
    for (let x = 0; x < rect.width; x++) {
      if (indices[y * rect.width + x] !== second) continue;
      const at = y * stride + (x >> 3);
      bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return bits;
}

function translate(indices: Uint8Array, table: Buffer, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(indices.length * size);
  let at = 0;
  for (let pixel = 0; pixel < indices.length; pixel++) {
    const from = (indices[pixel] ?? 0) * size;
    for (let i = 0; i < size; i++) bytes[at++] = table[from + i] ?? 0;
  }
  return bytes;
}

function mergedGreys(step: number): Uint8Array | null {
  if (step === 1) return null;
  return Uint8Array.from({ length: palette.length }, (_, index) =>
    index < GREYS ? Math.min(GREYS - 1, Math.floor(index / step) * step + Math.floor(step / 2)) : index,
  );
}
