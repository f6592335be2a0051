import type { ByteReader } from '../byte-reader.ts';
import type { Rect } from '../messages.ts';
import { desync, MAX_WHOLE_PAYLOAD_BYTES, type RectSkipper, type SkipProgress } from './rect-skipper.ts';

export interface LengthPrefixedOptions {
  /** Bytes between the length and the data it counts. */
  readonly gapBytes: number;
  /** Whether an empty rectangle has no payload, not even the length. */
  readonly absentWhenEmpty: boolean;
}

/**
 * A U32 length and as many bytes:
 * - ZRLE (RFC 6143 section 7.7.6), Ultra (libvncserver) and the desktop name (rfbproto)
 * - H.264 (rfbproto): with a U32 of flags behind the length
 * - Zlib (rfbproto): noVNC reads no length for an empty rectangle. Servers do not encode empty rectangles, so
 *   only noVNC's reading can matter.
 */
export class LengthPrefixedSkipper implements RectSkipper {
  readonly #options: LengthPrefixedOptions;
  #absent = false;

  constructor(options: LengthPrefixedOptions) {
    this.#options = options;
  }

  begin(rect: Rect): void {
    this.#absent = this.#options.absentWhenEmpty && (rect.width === 0 || rect.height === 0);
  }

  skip(reader: ByteReader): SkipProgress {
    if (this.#absent) return 'done';
    if (!reader.has(4)) return 'more';
    const atByte = reader.offsetBytes;
    const bytes = reader.u32();
    if (bytes > MAX_WHOLE_PAYLOAD_BYTES) return desync(atByte, 'length-over-limit', bytes);
    reader.skip(this.#options.gapBytes + bytes);
    return 'done';
  }
}
