import { crc32, deflateSync } from 'node:zlib';

/**
 * A picture in the X Window Dump format (XWDFile.h), as `xwd` writes it on a screen of depth 24, as a PNG (RFC 2083): 32 bits a
 * pixel, or 24 where windows of several visuals are on it. Throws where it is another format: this is for Xvfb.
 */
export function pngOfWindowDump(dump: Buffer): Buffer {
  const word = (index: number): number => dump.readUInt32BE(4 * index);
  const [headerBytes, widthPx, heightPx, bitsPerPixel, lineBytes, colours] = [0, 4, 5, 11, 12, 19].map(word);
  if (
    headerBytes === undefined ||
    widthPx === undefined ||
    heightPx === undefined ||
    lineBytes === undefined ||
    colours === undefined ||
    (bitsPerPixel !== 24 && bitsPerPixel !== 32)
  ) {
    throw new Error(`[desktop] a dump of ${bitsPerPixel} bits a pixel`);
  }
  const first = headerBytes + COLOUR_BYTES * colours;
  // A byte that tells the filter (none), then red, green and blue.
  const lines = Buffer.alloc(heightPx * (1 + 3 * widthPx));
  for (let y = 0, to = 0; y < heightPx; y += 1) {
    to += 1;
    for (let x = 0, from = first + y * lineBytes; x < widthPx; x += 1, from += bitsPerPixel / 8, to += 3) {
      lines[to] = dump[from + 2] ?? 0;
      lines[to + 1] = dump[from + 1] ?? 0;
      lines[to + 2] = dump[from] ?? 0;
    }
  }
  const size = Buffer.alloc(13);
  size.writeUInt32BE(widthPx, 0);
  size.writeUInt32BE(heightPx, 4);
  // 8 bits a sample, colours without a palette.
  size.set([8, 2], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', size),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', NONE),
  ]);
}

const NONE = Buffer.alloc(0);
/** An entry of the dump's colour map. */
const COLOUR_BYTES = 12;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
