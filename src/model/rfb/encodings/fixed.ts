import type { ByteReader } from '../byte-reader.ts';
import type { Rect } from '../messages.ts';
import type { PixelBytes } from './pixel-bytes.ts';
import { desync, MAX_RECT_PAYLOAD_BYTES, type RectSkipper, type SkipProgress } from './rect-skipper.ts';

/** Payload length in bytes, as far as the rectangle's header decides it. */
export type PayloadBytes = (rect: Rect, pixel: PixelBytes) => number;

/** An encoding whose payload length follows from the rectangle's header and the pixel format alone. */
export class FixedSkipper implements RectSkipper {
  readonly #payloadBytes: PayloadBytes;
  #bytes = 0;

  constructor(payloadBytes: PayloadBytes) {
    this.#payloadBytes = payloadBytes;
  }

  begin(rect: Rect, pixel: PixelBytes): void {
    this.#bytes = this.#payloadBytes(rect, pixel);
  }

  skip(reader: ByteReader): SkipProgress {
    if (this.#bytes > MAX_RECT_PAYLOAD_BYTES) {
      return desync(reader.offsetBytes, 'length-over-limit', this.#bytes);
    }
    reader.skip(this.#bytes);
    return 'done';
  }
}

/** Nothing behind the header: the rectangle's four numbers are the whole message. */
export const noPayload: PayloadBytes = () => 0;

/** CopyRect, RFC 6143 section 7.7.2: the source position; noVNC reads it for an empty rectangle too. */
export const copyRectBytes: PayloadBytes = () => 4;

/** The keyboard's lights as bits: QEMU's form. */
export const ledStateBytes: PayloadBytes = () => 1;

/** The keyboard's lights: VMware's form. */
export const vmwareLedStateBytes: PayloadBytes = () => 4;
