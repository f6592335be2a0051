/**
 * Builders for what an RFB server sends after ServerInit (RFC 6143 section 7.6 and 7.7, rfbproto). They say the
 * format a second time, independently of the parser: lengths here come from the bytes that are really put in.
 */
import { deflateSync } from 'node:zlib';

export type Bytes = readonly number[] | Uint8Array;

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Sizes of one pixel: PIXEL and Tight's TPIXEL. */
export interface PixelSizes {
  readonly pixel: 1 | 2 | 4;
  readonly tightPixel: 1 | 2 | 3 | 4;
}

/** What noVNC asks for: 32 bits per pixel, depth 24. */
export const NOVNC_PIXEL: PixelSizes = { pixel: 4, tightPixel: 3 };

export const u8 = (value: number): number[] => [value & 0xff];
export const u16 = (value: number): number[] => [(value >>> 8) & 0xff, value & 0xff];
export const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value)];

export function join(...parts: readonly Bytes[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** `count` bytes that look like noise, the same for the same seed. */
export function noise(count: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(count);
  let state = (seed * 2654435761) >>> 0 || 1;
  for (let i = 0; i < count; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[i] = state >>> 8;
  }
  return bytes;
}

// ---------------------------------------------------------------------------------------------------------
// messages

/** A framebuffer update; `announced` is the count in its header. */
export const update = (rects: readonly Bytes[], announced = rects.length): Uint8Array =>
  join([0, 0], u16(announced), ...rects);

/** An update of unknown length, ended by a LastRect. */
export const openUpdate = (rects: readonly Bytes[]): Uint8Array => update([...rects, lastRect()], 0xffff);

export const colourMap = (entries: number): Uint8Array =>
  join([1, 0], u16(0), u16(entries), noise(entries * 6));
export const bell = (): Uint8Array => join([2]);
export const cutText = (textBytes: number): Uint8Array =>
  join(
    [3, 0, 0, 0],
    u32(textBytes),
    noise(textBytes).map((byte) => 0x20 + (byte % 0x5f)),
  );

/** Extended clipboard: the length is negative and counts the flags. */
export const clipboard = (flags: number, body: Bytes = []): Uint8Array =>
  join([3, 0, 0, 0], u32(-(4 + body.length)), u32(flags), body);

export const endOfContinuousUpdates = (): Uint8Array => join([150]);
export const fence = (flags: number, payload: Bytes = []): Uint8Array =>
  join([248, 0, 0, 0], u32(flags), u8(payload.length), payload);
export const xvp = (action: number): Uint8Array => join([250, 0, 1], u8(action));

// ---------------------------------------------------------------------------------------------------------
// rectangles

export const rect = (area: Area, encoding: number, ...payload: readonly Bytes[]): Uint8Array =>
  join(u16(area.x), u16(area.y), u16(area.width), u16(area.height), u32(encoding), ...payload);

export const raw = (area: Area, { pixel }: PixelSizes = NOVNC_PIXEL): Uint8Array =>
  rect(area, 0, noise(area.width * area.height * pixel));

export const copyRect = (area: Area): Uint8Array => rect(area, 1, u16(3), u16(5));

export const rre = (area: Area, subrects: number, { pixel }: PixelSizes = NOVNC_PIXEL): Uint8Array =>
  rect(area, 2, u32(subrects), noise(pixel), noise(subrects * (pixel + 8)));

export const coRre = (area: Area, subrects: number, { pixel }: PixelSizes = NOVNC_PIXEL): Uint8Array =>
  rect(area, 4, u32(subrects), noise(pixel), noise(subrects * (pixel + 4)));

/** One Hextile tile: raw, or a choice of background, foreground and subrectangles. */
export type Tile =
  | { readonly type: 'raw' }
  | {
      readonly type: 'flat';
      readonly background: boolean;
      readonly foreground: boolean;
      /** null: the tile says that it has no subrectangles, and no count follows. */
      readonly subrects: number | null;
      readonly coloured: boolean;
    };

/** `tileOf` is asked for each tile, row by row. */
export function hextile(
  area: Area,
  tileOf: (index: number) => Tile,
  { pixel }: PixelSizes = NOVNC_PIXEL,
): Uint8Array {
  const tiles: Uint8Array[] = [];
  for (let y = 0; y < area.height && area.width > 0; y += 16) {
    for (let x = 0; x < area.width; x += 16) {
      const pixels = Math.min(16, area.width - x) * Math.min(16, area.height - y);
      tiles.push(tileBytes(tileOf(tiles.length), pixels, pixel));
    }
  }
  return rect(area, 5, ...tiles);
}

function tileBytes(tile: Tile, pixels: number, pixel: number): Uint8Array {
  if (tile.type === 'raw') return join([1], noise(pixels * pixel));
  const parts: Bytes[] = [];
  let subencoding = 0;
  if (tile.background) {
    subencoding |= 2;
    parts.push(noise(pixel));
  }
  if (tile.foreground) {
    subencoding |= 4;
    parts.push(noise(pixel));
  }
  if (tile.subrects !== null) {
    subencoding |= 8;
    parts.push([tile.subrects], noise(tile.subrects * (tile.coloured ? pixel + 2 : 2)));
  }
  if (tile.coloured) subencoding |= 16;
  return join([subencoding], ...parts);
}

/** Zlib, ZRLE and the desktop name: a U32 length and the data. */
export const lengthPrefixed = (area: Area, encoding: number, data: Bytes): Uint8Array =>
  rect(area, encoding, u32(data.length), data);
/** An empty Zlib rectangle, as noVNC reads it, is a header with this and nothing else. */
export const ZLIB_ENCODING = 6;
export const zlib = (area: Area, data: Bytes): Uint8Array => lengthPrefixed(area, ZLIB_ENCODING, data);
export const zrle = (area: Area, data: Bytes): Uint8Array => lengthPrefixed(area, 16, data);

/** Real Zlib data of `area`'s size, for clients that inflate. */
export const zlibDeflated = (area: Area): Uint8Array =>
  zlib(area, deflateSync(noise(area.width * area.height * 4)));

/** Real ZRLE data: every 64x64 tile solid. */
export const zrleDeflated = (area: Area): Uint8Array => {
  const tiles = Math.ceil(area.width / 64) * Math.ceil(area.height / 64);
  const solid = new Uint8Array(tiles * 4).map((_, i) => (i % 4 === 0 ? 1 : i));
  return zrle(area, deflateSync(solid));
};

export const h264 = (area: Area, data: Bytes, flags = 0): Uint8Array =>
  rect(area, 50, u32(data.length), u32(flags), data);

// ---------------------------------------------------------------------------------------------------------
// Tight

/** A length of Tight: 7 bits, 7 bits, 8 bits. */
export function compactLength(length: number): number[] {
  if (length < 0x80) return [length];
  if (length < 0x4000) return [(length & 0x7f) | 0x80, length >> 7];
  return [(length & 0x7f) | 0x80, ((length >> 7) & 0x7f) | 0x80, length >> 14];
}

export const compactData = (data: Bytes): Uint8Array => join(compactLength(data.length), data);

/** The data of a basic rectangle behind its filter: as it is when short, else compressed. */
const filtered = (dataBytes: number, compress: (data: Uint8Array) => Uint8Array): Uint8Array => {
  const data = noise(dataBytes);
  return dataBytes < 12 ? data : compactData(compress(data));
};

export interface TightOptions {
  readonly pixel?: PixelSizes;
  /** Low nibble of the control byte: zlib streams to reset. All by default, since every builder starts its own. */
  readonly resets?: number;
  readonly encoding?: 7 | -260;
  /** Control nibble 0xA or 0xE instead: the data is not compressed. */
  readonly withoutZlib?: boolean;
  /** zlib stream 0 to 3. */
  readonly stream?: number;
}

export type TightFilter =
  | { readonly type: 'none' | 'copy' | 'gradient' }
  | { readonly type: 'palette'; readonly colours: number };

export function tightBasic(area: Area, filter: TightFilter, options: TightOptions = {}): Uint8Array {
  const tightPixel = (options.pixel ?? NOVNC_PIXEL).tightPixel;
  const explicit = filter.type === 'none' ? 0 : 4;
  const form = options.withoutZlib ? 0xa | explicit : (options.stream ?? 0) | explicit;
  const parts: Bytes[] = [[(form << 4) | (options.resets ?? 0xf)]];
  let dataBytes = area.width * area.height * tightPixel;
  if (filter.type === 'copy') parts.push([0]);
  if (filter.type === 'gradient') parts.push([2]);
  if (filter.type === 'palette') {
    parts.push([1, filter.colours - 1], noise(filter.colours * tightPixel));
    dataBytes = (filter.colours <= 2 ? Math.ceil(area.width / 8) : area.width) * area.height;
  }
  parts.push(filtered(dataBytes, options.withoutZlib ? (data) => data : deflateSync));
  return rect(area, options.encoding ?? 7, ...parts);
}

export const tightFill = (area: Area, options: TightOptions = {}): Uint8Array =>
  rect(
    area,
    options.encoding ?? 7,
    [0x80 | (options.resets ?? 0)],
    noise((options.pixel ?? NOVNC_PIXEL).tightPixel),
  );

/** An image (JPEG by default) inside Tight or TightPNG. */
export const tightImage = (
  area: Area,
  data: Bytes,
  options: TightOptions & { readonly form?: number } = {},
): Uint8Array =>
  rect(area, options.encoding ?? 7, [((options.form ?? 9) << 4) | (options.resets ?? 0)], compactData(data));

// ---------------------------------------------------------------------------------------------------------
// JPEG

export interface JpegParts {
  readonly tables: boolean;
  /** Bytes of entropy-coded data before stuffing, per scan. */
  readonly scans: readonly number[];
  readonly seed?: number;
  readonly restarts?: boolean;
  /** Fill bytes (0xFF) put in front of every marker behind a scan. */
  readonly fillBytes?: number;
}

/** Three components and their tables, as every encoder writes them; noVNC 1.4 looks for the scan's end from here on. */
const SCAN_HEADER: Bytes = [3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0];

const segment = (marker: number, body: Bytes): Uint8Array => join([0xff, marker], u16(body.length + 2), body);

/** A file with the shape of a JPEG image: its markers are right, its picture is noise. */
export function jpegFile(parts: JpegParts): Uint8Array {
  const file: Bytes[] = [[0xff, 0xd8]];
  const seed = parts.seed ?? 1;
  if (parts.tables) file.push(segment(0xdb, noise(65, seed)), segment(0xc4, noise(30, seed)));
  file.push(segment(0xc0, noise(15, seed)));
  for (const [index, entropyBytes] of parts.scans.entries()) {
    file.push(segment(0xda, SCAN_HEADER), entropy(entropyBytes, seed + index, parts.restarts));
    file.push(new Uint8Array(parts.fillBytes ?? 0).fill(0xff));
  }
  file.push([0xff, 0xd9]);
  return join(...file);
}

function entropy(byteCount: number, seed: number, restarts = false): Uint8Array {
  const coded: number[] = [];
  for (const [index, byte] of noise(byteCount, seed).entries()) {
    coded.push(byte);
    if (byte === 0xff) coded.push(0);
    else if (restarts && index % 50 === 49) coded.push(0xff, 0xd0 + (index % 8));
  }
  return new Uint8Array(coded);
}

export const jpeg = (area: Area, parts: JpegParts = { tables: true, scans: [100] }): Uint8Array =>
  rect(area, 21, jpegFile(parts));

// ---------------------------------------------------------------------------------------------------------
// pseudo-encodings

const nowhere: Area = { x: 0, y: 0, width: 0, height: 0 };

export const lastRect = (): Uint8Array => rect(nowhere, -224);
export const desktopSize = (width: number, height: number): Uint8Array =>
  rect({ x: 0, y: 0, width, height }, -223);
/** QEMU fills in the size of the screen. */
export const qemuKeyEvent = (width: number, height: number): Uint8Array =>
  rect({ x: 0, y: 0, width, height }, -258);
export const extendedMouseButtons = (): Uint8Array => rect(nowhere, -316);
export const ledState = (bits: number): Uint8Array => rect(nowhere, -261, [bits]);
export const desktopName = (nameBytes: number): Uint8Array =>
  lengthPrefixed(
    nowhere,
    -307,
    noise(nameBytes).map((byte) => 0x20 + (byte % 0x5f)),
  );
export const extendedDesktopSize = (area: Area, screens: number): Uint8Array =>
  rect(area, -308, [screens, 0, 0, 0], noise(screens * 16));
export const cursor = (area: Area, { pixel }: PixelSizes = NOVNC_PIXEL): Uint8Array =>
  rect(area, -239, noise(area.width * area.height * pixel), noise(Math.ceil(area.width / 8) * area.height));
export const xCursor = (area: Area): Uint8Array =>
  area.width * area.height === 0
    ? rect(area, -240)
    : rect(area, -240, noise(6), noise(2 * Math.ceil(area.width / 8) * area.height));
export const cursorWithAlpha = (area: Area): Uint8Array =>
  rect(area, -314, u32(0), noise(area.width * area.height * 4));
export const vmwareCursor = (area: Area, cursorType: 0 | 1): Uint8Array =>
  rect(area, 0x574d5664, [cursorType, 0], noise(area.width * area.height * (cursorType === 0 ? 8 : 4)));
export const vmwareCursorPosition = (x: number, y: number): Uint8Array =>
  rect({ x, y, width: 0, height: 0 }, 0x574d5666);
