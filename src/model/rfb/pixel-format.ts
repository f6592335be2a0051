import type { ByteReader } from './byte-reader.ts';
import type { PixelFormat } from './messages.ts';

/** Length of PIXEL_FORMAT on the wire, RFC 6143 section 7.4. */
export const PIXEL_FORMAT_BYTES = 16;

/** Either the format, or the bits per pixel that no RFB client may use. */
export type PixelFormatReading = PixelFormat | { readonly badBitsPerPixel: number };

/** Reads PIXEL_FORMAT; ask `has(PIXEL_FORMAT_BYTES)` before. */
export function readPixelFormat(reader: ByteReader): PixelFormatReading {
  const bitsPerPixel = reader.u8();
  const depth = reader.u8();
  reader.skip(1); // byte order decides no length
  const trueColour = reader.u8() !== 0;
  const redMax = reader.u16();
  const greenMax = reader.u16();
  const blueMax = reader.u16();
  reader.skip(6); // shifts and padding
  if (bitsPerPixel !== 8 && bitsPerPixel !== 16 && bitsPerPixel !== 32) {
    return { badBitsPerPixel: bitsPerPixel };
  }
  return { bitsPerPixel, depth, trueColour, redMax, greenMax, blueMax };
}
