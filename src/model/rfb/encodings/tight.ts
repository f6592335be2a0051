import type { ByteReader } from '../byte-reader.ts';
import type { Rect } from '../messages.ts';
import { ENCODING } from '../numbers.ts';
import type { PixelBytes } from './pixel-bytes.ts';
import { desync, type RectSkipper, type SkipProgress } from './rect-skipper.ts';

/** The high nibble of the compression control byte (rfbproto "Tight Encoding"). */
const FILL = 0x8;
const JPEG = 0x9;
const PNG = 0xa;
/** With encoding 7 only, after the client asked for -317: data that was not compressed. */
const BASIC_WITHOUT_ZLIB = 0xa;
const EXPLICIT_FILTER = 0x4;
const NOT_BASIC = 0x8;

const COPY_FILTER = 0;
const PALETTE_FILTER = 1;
const GRADIENT_FILTER = 2;

/** Filtered data shorter than this is neither compressed nor preceded by its length. */
const MIN_COMPRESSED_BYTES = 12;

type Step = 'control' | 'filter' | 'palette' | 'length';

/**
 * Tight and TightPNG. The low nibble of the control byte resets zlib streams and says nothing about lengths. The
 * forms 0xB to 0xF (KasmVNC has its own images there) are refused, except 0xE: see BASIC_WITHOUT_ZLIB.
 */
export class TightSkipper implements RectSkipper {
  #step: Step = 'control';
  #png = false;
  #width = 0;
  #height = 0;
  #tightPixelBytes = 3;

  begin(rect: Rect, pixel: PixelBytes): void {
    this.#step = 'control';
    this.#png = rect.encoding === ENCODING.tightPng;
    this.#width = rect.width;
    this.#height = rect.height;
    this.#tightPixelBytes = pixel.tightPixel;
  }

  skip(reader: ByteReader): SkipProgress {
    if (this.#step === 'control') {
      if (!reader.has(1)) return 'more';
      const atByte = reader.offsetBytes;
      const control = reader.u8();
      const form = control >> 4;
      if (form === FILL) {
        reader.skip(this.#tightPixelBytes);
        return 'done';
      }
      if (form === JPEG || (this.#png && form === PNG)) {
        this.#step = 'length';
      } else if (!this.#png && isBasic(form)) {
        if (form & EXPLICIT_FILTER) this.#step = 'filter';
        else if (this.#endsWithin(reader, this.#pixelDataBytes)) return 'done';
      } else {
        return desync(atByte, 'bad-encoding-data', control);
      }
    }
    if (this.#step === 'filter') {
      if (!reader.has(1)) return 'more';
      const atByte = reader.offsetBytes;
      const filter = reader.u8();
      if (filter === PALETTE_FILTER) {
        this.#step = 'palette';
      } else if (filter !== COPY_FILTER && filter !== GRADIENT_FILTER) {
        return desync(atByte, 'bad-encoding-data', filter);
      } else if (this.#endsWithin(reader, this.#pixelDataBytes)) {
        return 'done';
      }
    }
    if (this.#step === 'palette') {
      if (!reader.has(1)) return 'more';
      const colours = reader.u8() + 1;
      reader.skip(colours * this.#tightPixelBytes);
      const rowBytes = colours <= 2 ? Math.ceil(this.#width / 8) : this.#width;
      if (this.#endsWithin(reader, rowBytes * this.#height)) return 'done';
    }
    return skipCompact(reader);
  }

  get #pixelDataBytes(): number {
    return this.#width * this.#height * this.#tightPixelBytes;
  }

  /** Whether `dataBytes` of filtered data stand in the stream as they are; if not, a compact length follows. */
  #endsWithin(reader: ByteReader, dataBytes: number): boolean {
    this.#step = 'length';
    if (dataBytes >= MIN_COMPRESSED_BYTES) return false;
    reader.skip(dataBytes);
    return true;
  }
}

function isBasic(form: number): boolean {
  return (form & NOT_BASIC) === 0 || (form & ~EXPLICIT_FILTER) === BASIC_WITHOUT_ZLIB;
}

/**
 * A compact length (7 bits, 7 bits, 8 bits; a set high bit says that another byte follows; at most 4 MiB) and as
 * many bytes.
 */
function skipCompact(reader: ByteReader): SkipProgress {
  if (!reader.has(1)) return 'more';
  const low = reader.peek();
  if (low < 0x80) return skipCounted(reader, 1, low);
  if (!reader.has(2)) return 'more';
  const middle = reader.peek(1);
  if (middle < 0x80) return skipCounted(reader, 2, low - 0x80 + middle * 0x80);
  if (!reader.has(3)) return 'more';
  return skipCounted(reader, 3, low - 0x80 + (middle - 0x80) * 0x80 + reader.peek(2) * 0x4000);
}

function skipCounted(reader: ByteReader, lengthBytes: number, dataBytes: number): SkipProgress {
  reader.skip(lengthBytes + dataBytes);
  return 'done';
}
