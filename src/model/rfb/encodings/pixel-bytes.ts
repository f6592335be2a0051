import type { PixelFormat } from '../messages.ts';

/** The pixel sizes that payload lengths depend on. */
export interface PixelBytes {
  /** PIXEL: bits-per-pixel in bytes, RFC 6143 section 7.7. */
  readonly pixel: number;
  /** TPIXEL of Tight: 3 where a 32-bit pixel holds nothing but three whole bytes (rfbproto "Tight Encoding"). */
  readonly tightPixel: number;
}

/** The sizes of one pixel in `format`. */
export function pixelBytes(format: PixelFormat): PixelBytes {
  const pixel = format.bitsPerPixel / 8;
  const packed =
    format.trueColour &&
    format.bitsPerPixel === 32 &&
    format.depth === 24 &&
    format.redMax === 255 &&
    format.greenMax === 255 &&
    format.blueMax === 255;
  return { pixel, tightPixel: packed ? 3 : pixel };
}
