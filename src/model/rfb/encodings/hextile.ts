import type { ByteReader } from '../byte-reader.ts';
import type { Rect } from '../messages.ts';
import type { PixelBytes } from './pixel-bytes.ts';
import { desync, MAX_RECT_PAYLOAD_BYTES, type RectSkipper, type SkipProgress } from './rect-skipper.ts';

const TILE_SIZE = 16;
/** RFC 6143 section 7.7.4: the bits of a tile's first byte. */
const RAW = 1;
const BACKGROUND = 2;
const FOREGROUND = 4;
const ANY_SUBRECTS = 8;
const SUBRECTS_COLOURED = 16;
/** noVNC ends the session above this; no server sends raw with other bits. */
const MAX_SUBENCODING = 30;

/**
 * Hextile: 16x16 tiles row by row, each with a byte that says what follows. Nothing when the rectangle is empty.
 * A screen has thousands of tiles, so they are counted on the chunk itself, and only a tile whose first fields
 * are split over two chunks is read through the reader.
 */
export class HextileSkipper implements RectSkipper {
  #pixelBytes = 4;
  #columns = 0;
  #rows = 0;
  #column = 0;
  #row = 0;
  /** Width of the last column, height of the last row. */
  #lastWidth = 0;
  #lastHeight = 0;
  #payloadBytes = 0;

  begin(rect: Rect, pixel: PixelBytes): void {
    this.#pixelBytes = pixel.pixel;
    const empty = rect.width === 0 || rect.height === 0;
    this.#columns = empty ? 0 : Math.ceil(rect.width / TILE_SIZE);
    this.#rows = empty ? 0 : Math.ceil(rect.height / TILE_SIZE);
    this.#lastWidth = rect.width - (this.#columns - 1) * TILE_SIZE;
    this.#lastHeight = rect.height - (this.#rows - 1) * TILE_SIZE;
    this.#column = 0;
    this.#row = 0;
    this.#payloadBytes = rect.width * rect.height * pixel.pixel;
  }

  skip(reader: ByteReader): SkipProgress {
    if (this.#payloadBytes > MAX_RECT_PAYLOAD_BYTES) {
      return desync(reader.offsetBytes, 'length-over-limit', this.#payloadBytes);
    }
    while (this.#row < this.#rows) {
      if (!this.#skipTilesOfChunk(reader)) {
        if (!reader.has(1)) return 'more';
        const subencoding = reader.peek();
        if (subencoding > MAX_SUBENCODING) {
          return desync(reader.offsetBytes, 'bad-encoding-data', subencoding);
        }
        const headBytes = this.#headBytes(subencoding);
        if (!reader.has(headBytes)) return 'more';
        reader.skip(this.#tileBytes(subencoding, reader.peek(headBytes - 1)));
        this.#nextTile();
      }
    }
    return 'done';
  }

  /** Passes over the tiles whose first fields lie in the chunk; false if there is none. */
  #skipTilesOfChunk(reader: ByteReader): boolean {
    const chunk = reader.rest();
    let at = 0;
    while (this.#row < this.#rows && at < chunk.length) {
      const subencoding = chunk[at] ?? 0;
      if (subencoding > MAX_SUBENCODING) break;
      const last = chunk[at + this.#headBytes(subencoding) - 1];
      if (last === undefined) break;
      at += this.#tileBytes(subencoding, last);
      this.#nextTile();
    }
    reader.skip(at);
    return at > 0;
  }

  /** Bytes up to and including the subrectangle count, or those that decide the tile's length. */
  #headBytes(subencoding: number): number {
    if ((subencoding & (RAW | ANY_SUBRECTS)) !== ANY_SUBRECTS) return 1;
    const background = subencoding & BACKGROUND ? this.#pixelBytes : 0;
    const foreground = subencoding & FOREGROUND ? this.#pixelBytes : 0;
    return 2 + background + foreground;
  }

  /** Bytes of the whole tile; `subrects` counts only if the subencoding says that there are any. */
  #tileBytes(subencoding: number, subrects: number): number {
    const pixelBytes = this.#pixelBytes;
    if (subencoding & RAW) {
      const width = this.#column === this.#columns - 1 ? this.#lastWidth : TILE_SIZE;
      const height = this.#row === this.#rows - 1 ? this.#lastHeight : TILE_SIZE;
      return 1 + width * height * pixelBytes;
    }
    let bytes = 1;
    if (subencoding & BACKGROUND) bytes += pixelBytes;
    if (subencoding & FOREGROUND) bytes += pixelBytes;
    if (subencoding & ANY_SUBRECTS) {
      bytes += 1 + subrects * (subencoding & SUBRECTS_COLOURED ? pixelBytes + 2 : 2);
    }
    return bytes;
  }

  #nextTile(): void {
    this.#column++;
    if (this.#column < this.#columns) return;
    this.#column = 0;
    this.#row++;
  }
}
