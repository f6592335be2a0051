// An independent reader of what the server sends: the other half of the round trip.
import { constants, inflateSync } from 'node:zlib';
import type { FormatFields } from './client-bytes.ts';

export interface ReadRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly encoding: number;
  /** Red, green, blue per pixel, 0 to 255; of pixel encodings only. */
  readonly rgb?: Uint8Array;
}

export type ServerMessage =
  | { readonly type: 'update'; readonly rects: readonly ReadRect[] }
  | { readonly type: 'fence'; readonly flags: number; readonly payload: Buffer }
  | { readonly type: 'endOfContinuousUpdates' };

/** Reads the messages after the handshake. */
export function readServer(bytes: Buffer, format: FormatFields): ServerMessage[] {
  let at = 0;
  const take = (count: number) => {
    if (at + count > bytes.length) throw new Error(`the stream ends inside a message at ${at}`);
    at += count;
    return bytes.subarray(at - count, at);
  };
  const u8 = () => take(1).readUInt8();
  const u16 = () => take(2).readUInt16BE();
  const u32 = () => take(4).readUInt32BE();
  const compact = () => {
    let value = u8();
    if (value < 0x80) return value;
    value = (value & 0x7f) | (u8() << 7);
    if (value < 0x4000) return value;
    return (value & 0x3fff) | (u8() << 14);
  };
  const pixelBytes = format.bits / 8;
  const tightIsRgb = format.bits === 32 && format.depth === 24 && format.max.every((max) => max === 255);

  const colour = (data: Buffer, offset: number): number[] => {
    const value = format.big ? data.readUIntBE(offset, pixelBytes) : data.readUIntLE(offset, pixelBytes);
    return format.max.map((max, i) => Math.round((((value >>> format.shift[i]!) & max) * 255) / max));
  };
  const tightColour = () => (tightIsRgb ? [...take(3)] : colour(take(pixelBytes), 0));

  const tight = (width: number, height: number): Uint8Array => {
    const control = u8();
    const rgb = new Uint8Array(width * height * 3);
    if (control === 0x80) {
      const one = tightColour();
      for (let i = 0; i < width * height; i++) rgb.set(one, i * 3);
      return rgb;
    }
    if (control !== 0x41 || u8() !== 1) throw new Error(`Tight control ${control}`);
    const count = u8() + 1;
    const colours = Array.from({ length: count }, tightColour);
    const stride = count === 2 ? Math.ceil(width / 8) : width;
    const length = stride * height;
    const data =
      length < 12 ? take(length) : inflateSync(take(compact()), { finishFlush: constants.Z_SYNC_FLUSH });
    if (data.length !== length) throw new Error(`${data.length} bytes of Tight data, ${length} expected`);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const index =
          count === 2 ? (data[y * stride + (x >> 3)]! >> (7 - (x & 7))) & 1 : data[y * stride + x]!;
        rgb.set(colours[index]!, (y * width + x) * 3);
      }
    }
    return rgb;
  };

  const rect = (): ReadRect => {
    const [x, y, width, height] = [u16(), u16(), u16(), u16()];
    const encoding = take(4).readInt32BE();
    const head = { x, y, width, height, encoding };
    switch (encoding) {
      case 0: {
        const data = take(width * height * pixelBytes);
        const rgb = new Uint8Array(width * height * 3);
        for (let i = 0; i < width * height; i++) rgb.set(colour(data, i * pixelBytes), i * 3);
        return { ...head, rgb };
      }
      case 7:
        return { ...head, rgb: tight(width, height) };
      case -308:
        take(4 + 16);
        return head;
      case -307:
        take(u32());
        return head;
      case -239:
        take(width * height * pixelBytes + Math.ceil(width / 8) * height);
        return head;
      default:
        throw new Error(`encoding ${encoding}`);
    }
  };

  const messages: ServerMessage[] = [];
  while (at < bytes.length) {
    const type = u8();
    if (type === 0) {
      take(1);
      messages.push({ type: 'update', rects: Array.from({ length: u16() }, rect) });
    } else if (type === 150) messages.push({ type: 'endOfContinuousUpdates' });
    else if (type === 248) {
      take(3);
      const flags = u32();
      messages.push({ type: 'fence', flags, payload: Buffer.from(take(u8())) });
    } else throw new Error(`message ${type} at ${at - 1}`);
  }
  return messages;
}
