import type { ByteReader } from '../byte-reader.ts';
import { desync, MAX_WHOLE_PAYLOAD_BYTES, type RectSkipper, type SkipProgress } from './rect-skipper.ts';

/** ITU T.81 table B.1: markers that stand alone. */
const TEMPORARY = 0x01;
const FIRST_RESTART = 0xd0;
const LAST_RESTART = 0xd7;
const START_OF_IMAGE = 0xd8;
const END_OF_IMAGE = 0xd9;
/** Entropy-coded data follows this one's segment. */
const START_OF_SCAN = 0xda;
const STUFFED = 0x00;

/**
 * - prefix: 0xFF is expected
 * - marker: 0xFF was seen, the marker's number is expected
 * - length: a segment's length is expected; scan: as length, of a start of scan
 * - entropy: entropy-coded data, up to a 0xFF
 * - entropy-marker: 0xFF was seen in entropy-coded data
 */
type Step = 'prefix' | 'marker' | 'length' | 'scan' | 'entropy' | 'entropy-marker';

/**
 * JPEG (encoding 21): a JPEG file without any length in front, so its markers must be followed to the end of the
 * image; the one encoding whose payload has to be looked at. Tables may be missing: the client keeps those of
 * the image before. Fill bytes (0xFF before a marker, T.81 B.1.1.2) are passed over; noVNC would lose its way
 * there, and no server is known to send them.
 */
export class JpegSkipper implements RectSkipper {
  #step: Step = 'prefix';
  /** Offset of the image's first byte; null until the reader stands there. */
  #startByte: number | null = null;

  begin(): void {
    this.#step = 'prefix';
    this.#startByte = null;
  }

  skip(reader: ByteReader): SkipProgress {
    this.#startByte ??= reader.offsetBytes;
    const mostByte = this.#startByte + MAX_WHOLE_PAYLOAD_BYTES;
    for (;;) {
      if (this.#step === 'entropy') this.#passEntropy(reader);
      if (reader.offsetBytes > mostByte) {
        return desync(this.#startByte, 'length-over-limit', MAX_WHOLE_PAYLOAD_BYTES);
      }
      if (!reader.has(this.#step === 'length' || this.#step === 'scan' ? 2 : 1)) return 'more';
      const progress = this.#field(reader);
      if (progress !== 'more') return progress;
    }
  }

  /**
   * Goes to the marker that ends the entropy-coded data, or to the end of the chunk. Stuffed bytes and restarts
   * (every 256 bytes or so) are passed over here, where they cost least.
   */
  #passEntropy(reader: ByteReader): void {
    const chunk = reader.rest();
    let at = chunk.indexOf(0xff);
    while (at >= 0) {
      const next = chunk[at + 1];
      if (next === undefined || !continuesEntropy(next)) break;
      at = chunk.indexOf(0xff, at + 2);
    }
    reader.skip(at < 0 ? chunk.length : at);
  }

  /** One field that has arrived: 'more' goes on. */
  #field(reader: ByteReader): SkipProgress {
    const atByte = reader.offsetBytes;
    switch (this.#step) {
      case 'prefix': {
        const prefix = reader.u8();
        if (prefix !== 0xff) return desync(atByte, 'bad-encoding-data', prefix);
        this.#step = 'marker';
        return 'more';
      }
      case 'marker':
        return this.#marker(reader.u8(), atByte);
      case 'length':
      case 'scan': {
        const bytes = reader.u16();
        if (bytes < 2) return desync(atByte, 'bad-encoding-data', bytes);
        reader.skip(bytes - 2);
        this.#step = this.#step === 'scan' ? 'entropy' : 'prefix';
        return 'more';
      }
      case 'entropy':
        if (reader.u8() === 0xff) this.#step = 'entropy-marker';
        return 'more';
      case 'entropy-marker': {
        const next = reader.u8();
        if (continuesEntropy(next)) {
          this.#step = 'entropy';
          return 'more';
        }
        return this.#marker(next, atByte);
      }
    }
  }

  /** The byte behind 0xFF. */
  #marker(marker: number, atByte: number): SkipProgress {
    if (marker === 0xff) return 'more';
    if (marker === STUFFED) return desync(atByte, 'bad-encoding-data', marker);
    if (marker === END_OF_IMAGE) return 'done';
    const alone = marker === TEMPORARY || (marker >= FIRST_RESTART && marker <= START_OF_IMAGE);
    if (alone) this.#step = 'prefix';
    else this.#step = marker === START_OF_SCAN ? 'scan' : 'length';
    return 'more';
  }
}

/** Whether 0xFF and this byte are part of entropy-coded data: a stuffed 0xFF or a restart. */
function continuesEntropy(next: number): boolean {
  return next === STUFFED || (next >= FIRST_RESTART && next <= LAST_RESTART);
}
