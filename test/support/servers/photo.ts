/**
 * A picture as a camera would take it, in the X Window Dump format (XWDFile.h): smooth shades and noise, so that
 * servers choose JPEG or plain zlib for it rather than a palette.
 */
export function makePhoto(widthPx: number, heightPx: number): Uint8Array {
  const header = Buffer.alloc(HEADER_BYTES);
  const words = [
    ...[HEADER_BYTES, 7, Z_PIXMAP, 24, widthPx, heightPx, 0],
    // byte order (least significant first), bitmap unit, bitmap order, pad, bits per pixel, bytes per line
    ...[0, 32, 0, 32, 32, 4 * widthPx],
    // visual class TrueColor, masks, bits per RGB, no colour map
    ...[4, 0xff0000, 0x00ff00, 0x0000ff, 8, 256, 0],
    // window width, height, x, y, border
    ...[widthPx, heightPx, 0, 0, 0],
  ];
  for (const [i, word] of words.entries()) header.writeUInt32BE(word, 4 * i);
  header.write('photo\0', HEADER_BYTES - 6, 'latin1');
  const pixels = Buffer.alloc(4 * widthPx * heightPx);
  let noise = 1;
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      // A linear congruential generator (Numerical Recipes): the same picture each time.
      noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
      const grain = (noise >>> 29) - 4;
      const wave = 40 * Math.sin(x / 17) * Math.cos(y / 23);
      const at = 4 * (y * widthPx + x);
      pixels[at] = clamp(60 + (120 * y) / heightPx + grain);
      pixels[at + 1] = clamp(128 + wave + grain);
      pixels[at + 2] = clamp(40 + (180 * x) / widthPx - wave + grain);
    }
  }
  return Buffer.concat([header, pixels]);
}

const HEADER_BYTES = 100 + 8;
const Z_PIXMAP = 2;

function clamp(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}
