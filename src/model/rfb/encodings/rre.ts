import type { ByteReader } from '../byte-reader.ts';
import type { Rect } from '../messages.ts';
import type { PixelBytes } from './pixel-bytes.ts';
import { desync, MAX_RECT_PAYLOAD_BYTES, type RectSkipper, type SkipProgress } from './rect-skipper.ts';

/** Bytes of a subrectangle's position and size: four U16 in RRE, four U8 in CoRRE. */
export type SubrectGeometryBytes = 8 | 4;

/**
 * RRE (RFC 6143 section 7.7.3) and CoRRE: a count, a background pixel, then as many subrectangles of one size.
 * The count and the background are there for an empty rectangle too.
 */
export class RreSkipper implements RectSkipper {
  readonly #geometryBytes: SubrectGeometryBytes;
  #pixelBytes = 4;

  constructor(geometryBytes: SubrectGeometryBytes) {
    this.#geometryBytes = geometryBytes;
  }

  begin(_rect: Rect, pixel: PixelBytes): void {
    this.#pixelBytes = pixel.pixel;
  }

  skip(reader: ByteReader): SkipProgress {
    if (!reader.has(4)) return 'more';
    const atByte = reader.offsetBytes;
    const subrects = reader.u32();
    const bytes = this.#pixelBytes + subrects * (this.#pixelBytes + this.#geometryBytes);
    if (bytes > MAX_RECT_PAYLOAD_BYTES) return desync(atByte, 'length-over-limit', subrects);
    reader.skip(bytes);
    return 'done';
  }
}
