/** RFC 6143 section 7.5 and the usual extensions, as bytes: what the scripted client says. */

export interface PixelFormat {
  readonly bitsPerPixel: 8 | 16 | 32;
  readonly depth: number;
  readonly bigEndian: boolean;
  /** False: the server sends a colour map (8 bits only). */
  readonly trueColour: boolean;
  readonly max: readonly [red: number, green: number, blue: number];
  readonly shift: readonly [red: number, green: number, blue: number];
}

export const pixelFormats = {
  rgb888: {
    bitsPerPixel: 32,
    depth: 24,
    bigEndian: false,
    trueColour: true,
    max: [255, 255, 255],
    shift: [16, 8, 0],
  },
  rgb888BigEndian: {
    bitsPerPixel: 32,
    depth: 24,
    bigEndian: true,
    trueColour: true,
    max: [255, 255, 255],
    shift: [16, 8, 0],
  },
  /** 32 bits where a compressed pixel cannot be 3 bytes, because a colour has 10 bits. */
  rgb101010: {
    bitsPerPixel: 32,
    depth: 30,
    bigEndian: false,
    trueColour: true,
    max: [1023, 1023, 1023],
    shift: [20, 10, 0],
  },
  rgb565: {
    bitsPerPixel: 16,
    depth: 16,
    bigEndian: false,
    trueColour: true,
    max: [31, 63, 31],
    shift: [11, 5, 0],
  },
  rgb565BigEndian: {
    bitsPerPixel: 16,
    depth: 16,
    bigEndian: true,
    trueColour: true,
    max: [31, 63, 31],
    shift: [11, 5, 0],
  },
  rgb332: { bitsPerPixel: 8, depth: 8, bigEndian: false, trueColour: true, max: [7, 7, 3], shift: [0, 3, 6] },
  colourMap: {
    bitsPerPixel: 8,
    depth: 8,
    bigEndian: false,
    trueColour: false,
    max: [0, 0, 0],
    shift: [0, 0, 0],
  },
} as const satisfies Record<string, PixelFormat>;

const SET_ENCODINGS = 2;

export function encodeSetPixelFormat(format: PixelFormat): Uint8Array {
  const bytes = Buffer.alloc(20);
  bytes.writeUInt8(format.bitsPerPixel, 4);
  bytes.writeUInt8(format.depth, 5);
  bytes.writeUInt8(format.bigEndian ? 1 : 0, 6);
  bytes.writeUInt8(format.trueColour ? 1 : 0, 7);
  for (const [i, max] of format.max.entries()) bytes.writeUInt16BE(max, 8 + 2 * i);
  for (const [i, shift] of format.shift.entries()) bytes.writeUInt8(shift, 14 + i);
  return bytes;
}

export function encodeSetEncodings(encodings: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(4 + 4 * encodings.length);
  bytes.writeUInt8(SET_ENCODINGS, 0);
  bytes.writeUInt16BE(encodings.length, 2);
  for (const [i, encoding] of encodings.entries()) bytes.writeInt32BE(encoding | 0, 4 + 4 * i);
  return bytes;
}

/** The list of a SetEncodings message, or undefined if the bytes are not exactly one. */
export function readSetEncodings(message: Uint8Array): readonly number[] | undefined {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.length);
  // 16 bytes that begin with 2 may be an answer to a VNC challenge; no client lists only three encodings.
  if (bytes.length <= 16 || bytes[0] !== SET_ENCODINGS || bytes[1] !== 0) return undefined;
  const count = bytes.readUInt16BE(2);
  if (bytes.length !== 4 + 4 * count) return undefined;
  return Array.from({ length: count }, (_, i) => bytes.readInt32BE(4 + 4 * i));
}

export function encodeUpdateRequest(incremental: boolean, widthPx: number, heightPx: number): Uint8Array {
  const bytes = Buffer.alloc(10);
  bytes.writeUInt8(3, 0);
  bytes.writeUInt8(incremental ? 1 : 0, 1);
  bytes.writeUInt16BE(widthPx, 6);
  bytes.writeUInt16BE(heightPx, 8);
  return bytes;
}

export function encodeContinuousUpdates(enable: boolean, widthPx: number, heightPx: number): Uint8Array {
  const bytes = Buffer.from(encodeUpdateRequest(enable, widthPx, heightPx));
  bytes.writeUInt8(150, 0);
  return bytes;
}

export function encodeKey(down: boolean, keysym: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt8(4, 0);
  bytes.writeUInt8(down ? 1 : 0, 1);
  bytes.writeUInt32BE(keysym, 4);
  return bytes;
}

export function encodePointer(mask: number, x: number, y: number): Uint8Array {
  const bytes = Buffer.alloc(6);
  bytes.writeUInt8(5, 0);
  bytes.writeUInt8(mask, 1);
  bytes.writeUInt16BE(x, 2);
  bytes.writeUInt16BE(y, 4);
  return bytes;
}

export function encodeCutText(text: string): Uint8Array {
  const content = Buffer.from(text, 'latin1');
  const header = Buffer.alloc(8);
  header.writeUInt8(6, 0);
  header.writeUInt32BE(content.length, 4);
  return Buffer.concat([header, content]);
}

/** A ClientFence; as an answer to the server's it repeats the payload with only the flags we know. */
export function encodeFence(flags: number, payload: Uint8Array): Uint8Array {
  const header = Buffer.alloc(9);
  header.writeUInt8(248, 0);
  header.writeUInt32BE(flags >>> 0, 4);
  header.writeUInt8(payload.length, 8);
  return Buffer.concat([header, payload]);
}

export function encodeSetDesktopSize(widthPx: number, heightPx: number): Uint8Array {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt8(251, 0);
  bytes.writeUInt16BE(widthPx, 2);
  bytes.writeUInt16BE(heightPx, 4);
  bytes.writeUInt8(1, 6);
  bytes.writeUInt16BE(widthPx, 16);
  bytes.writeUInt16BE(heightPx, 18);
  return bytes;
}
