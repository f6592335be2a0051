import type { ByteReader } from '../byte-reader.ts';
import type { Rect } from '../messages.ts';
import { ENCODING } from '../numbers.ts';
import type { PayloadBytes } from './fixed.ts';
import { desync, MAX_RECT_PAYLOAD_BYTES, type RectSkipper, type SkipProgress } from './rect-skipper.ts';

/** Bytes of a bit mask: each row begins a byte of its own. */
const maskBytes = (rect: Rect): number => Math.ceil(rect.width / 8) * rect.height;

/** Cursor, RFC 6143 section 7.8.1: pixels in the current format, then a mask. An empty one hides the cursor. */
export const cursorBytes: PayloadBytes = (rect, pixel) =>
  rect.width * rect.height * pixel.pixel + maskBytes(rect);

/** XCursor (rfbproto): two colours, a bitmap and a mask; nothing when empty. */
export const xCursorBytes: PayloadBytes = (rect) =>
  rect.width === 0 || rect.height === 0 ? 0 : 6 + 2 * maskBytes(rect);

/** Cursor With Alpha (rfbproto): an encoding number, then 32-bit pixels. TigerVNC and QEMU send them raw. */
export class AlphaCursorSkipper implements RectSkipper {
  #pixels = 0;

  begin(rect: Rect): void {
    this.#pixels = rect.width * rect.height;
  }

  skip(reader: ByteReader): SkipProgress {
    if (!reader.has(4)) return 'more';
    const atByte = reader.offsetBytes;
    const encoding = reader.s32();
    if (encoding !== ENCODING.raw) return desync(atByte, 'unknown-encoding', encoding);
    return skipCursor(reader, atByte, this.#pixels * 4);
  }
}

/** VMware cursor: an AND and an XOR mask of 32-bit pixels (type 0), or RGBA pixels (type 1). */
export class VmwareCursorSkipper implements RectSkipper {
  #pixels = 0;

  begin(rect: Rect): void {
    this.#pixels = rect.width * rect.height;
  }

  skip(reader: ByteReader): SkipProgress {
    if (!reader.has(2)) return 'more';
    const atByte = reader.offsetBytes;
    const cursorType = reader.u8();
    reader.skip(1);
    if (cursorType > 1) return desync(atByte, 'bad-encoding-data', cursorType);
    return skipCursor(reader, atByte, this.#pixels * (cursorType === 0 ? 8 : 4));
  }
}

function skipCursor(reader: ByteReader, atByte: number, bytes: number): SkipProgress {
  if (bytes > MAX_RECT_PAYLOAD_BYTES) return desync(atByte, 'length-over-limit', bytes);
  reader.skip(bytes);
  return 'done';
}
