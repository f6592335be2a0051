// Builds what a client sends, byte by byte, from RFB 6143 section 7 and the community specification.
import type { Rect } from '../../../../testbed/instrument/rect.ts';

export function u16(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, i) => {
    bytes.writeUInt16BE(value, 2 * i);
  });
  return bytes;
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

function region({ x, y, width, height }: Rect): Buffer {
  return u16(x, y, width, height);
}

export const version = (minor: string) => Buffer.from(`RFB 003.00${minor}\n`, 'latin1');

export interface FormatFields {
  readonly bits: number;
  readonly depth: number;
  readonly big: number;
  readonly trueColour: number;
  readonly max: readonly [number, number, number];
  readonly shift: readonly [number, number, number];
}

/** What noVNC asks for. */
export const novncFormat: FormatFields = {
  bits: 32,
  depth: 24,
  big: 0,
  trueColour: 1,
  max: [255, 255, 255],
  shift: [0, 8, 16],
};

export function pixelFormat(fields: FormatFields): Buffer {
  const { bits, depth, big, trueColour, max, shift } = fields;
  return Buffer.concat([Buffer.of(bits, depth, big, trueColour), u16(...max), Buffer.of(...shift, 0, 0, 0)]);
}

export const setPixelFormat = (fields: FormatFields) =>
  Buffer.concat([Buffer.of(0, 0, 0, 0), pixelFormat(fields)]);

export const setEncodings = (...encodings: number[]) =>
  Buffer.concat([Buffer.of(2, 0), u16(encodings.length), ...encodings.map((encoding) => u32(encoding))]);

export const updateRequest = (incremental: boolean, rect: Rect) =>
  Buffer.concat([Buffer.of(3, incremental ? 1 : 0), region(rect)]);

export const key = (down: boolean, keysym: number) =>
  Buffer.concat([Buffer.of(4, down ? 1 : 0, 0, 0), u32(keysym)]);

export const pointer = (mask: number, x: number, y: number) => Buffer.concat([Buffer.of(5, mask), u16(x, y)]);

export const cutText = (text: Uint8Array) => Buffer.concat([Buffer.of(6, 0, 0, 0), u32(text.length), text]);

export const continuousUpdates = (enable: boolean, rect: Rect) =>
  Buffer.concat([Buffer.of(150, enable ? 1 : 0), region(rect)]);

export const fence = (flags: number, payload: Uint8Array) =>
  Buffer.concat([Buffer.of(248, 0, 0, 0), u32(flags), Buffer.of(payload.length), payload]);

export const setDesktopSize = (width: number, height: number) =>
  Buffer.concat([Buffer.of(251, 0), u16(width, height), Buffer.of(0, 0)]);
