import type { ByteSource } from './byte-source.ts';
import type { PixelFormat } from './client-messages.ts';

/** Reads past the payload of one rectangle. Throws on an encoding it does not know. */
export async function skipRect(
  source: ByteSource,
  encoding: number,
  w: number,
  h: number,
  format: PixelFormat,
): Promise<void> {
  const pixel = format.bitsPerPixel / 8;
  const skip = (length: number) => source.read(length);
  const maskBytes = Math.ceil(w / 8) * h;
  switch (encoding) {
    case 0: // Raw
      await skip(w * h * pixel);
      return;
    case 1: // CopyRect
      await skip(4);
      return;
    case 2: // RRE
      await skip((await source.readUint32()) * (pixel + 8) + pixel);
      return;
    case 4: // CoRRE
      await skip((await source.readUint32()) * (pixel + 4) + pixel);
      return;
    case 5:
      return skipHextile(source, w, h, pixel);
    case 6: // Zlib
    case 16: // ZRLE
    case 9: // Ultra (libvncserver)
      await skip(await source.readUint32());
      return;
    case 7:
    case -260: // TightPNG
      return skipTight(source, w, h, format);
    case -223: // DesktopSize
    case -224: // LastRect
    case -232: // pointer position, in x and y
    case -257: // QEMU: pointer is absolute or relative, in x
    case -258: // QEMU extended key event
    case 0x574d5666: // VMware cursor position
      return;
    case -239: // Cursor
      await skip(w * h * pixel + maskBytes);
      return;
    case -240: // XCursor
      if (w * h > 0) await skip(6 + 2 * maskBytes);
      return;
    case -261: // LED state
      await skip(1);
      return;
    case -307: // desktop name
      await skip(await source.readUint32());
      return;
    case -308: {
      // ExtendedDesktopSize
      const screens = await source.readUint8();
      await skip(3 + 16 * screens);
      return;
    }
    case -314: // cursor with alpha: an encoding, then its pixels
      return skipRect(source, (await source.readUint32()) | 0, w, h, { ...format, bitsPerPixel: 32 });
    case 0x574d5664: {
      // VMware cursor
      const type = await source.readUint8();
      await skip(1 + w * h * (type === 0 ? 8 : 4));
      return;
    }
    case 0x574d5668: // VMware LED state
      await skip(4);
      return;
    default:
      throw new Error(`[recordings] the scripted client cannot read encoding ${encoding}`);
  }
}

async function skipHextile(source: ByteSource, w: number, h: number, pixel: number): Promise<void> {
  for (let top = 0; top < h; top += 16) {
    for (let left = 0; left < w; left += 16) {
      const flags = await source.readUint8();
      if (flags & 1) {
        await source.read(Math.min(16, w - left) * Math.min(16, h - top) * pixel);
        continue;
      }
      if (flags & 2) await source.read(pixel);
      if (flags & 4) await source.read(pixel);
      if (flags & 8) await source.read((await source.readUint8()) * (flags & 16 ? pixel + 2 : 2));
    }
  }
}

/** The Tight encoding of the community's rfbproto document, section "Tight Encoding". */
async function skipTight(source: ByteSource, w: number, h: number, format: PixelFormat): Promise<void> {
  const { bitsPerPixel, depth, max } = format;
  const pixel = bitsPerPixel === 32 && depth === 24 && max.every((m) => m === 255) ? 3 : bitsPerPixel / 8;
  const kind = (await source.readUint8()) >> 4;
  if (kind === 8) {
    await source.read(pixel);
    return;
  }
  if (kind === 9 || kind === 10) {
    await source.read(await compactLength(source));
    return;
  }
  if (kind > 7) throw new Error(`[recordings] Tight rectangle of kind ${kind}`);
  let dataBytes = w * h * pixel;
  if (kind & 4 && (await source.readUint8()) === 1) {
    const colours = (await source.readUint8()) + 1;
    await source.read(colours * pixel);
    dataBytes = colours === 2 ? Math.ceil(w / 8) * h : w * h;
  }
  await source.read(dataBytes < 12 ? dataBytes : await compactLength(source));
}

async function compactLength(source: ByteSource): Promise<number> {
  let length = 0;
  for (let shift = 0; shift <= 14; shift += 7) {
    const byte = await source.readUint8();
    length |= (shift === 14 ? byte : byte & 0x7f) << shift;
    if (!(byte & 0x80)) break;
  }
  return length;
}
