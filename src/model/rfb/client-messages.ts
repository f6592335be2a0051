import type { ByteReader } from './byte-reader.ts';
import type { ClientEvent } from './messages.ts';
import { readPixelFormat } from './pixel-format.ts';

/** Client messages of one length, by number: SetPixelFormat, update request, key, continuous updates, xvp. */
export const CLIENT_HEAD_BYTES = { 0: 20, 3: 10, 4: 8, 150: 10, 250: 4 } as const;

export type FixedClientType = keyof typeof CLIENT_HEAD_BYTES;

/** Reads a whole message of fixed length; ask `has(CLIENT_HEAD_BYTES[type])` before. */
export function readFixedMessage(reader: ByteReader, type: FixedClientType, startByte: number): ClientEvent {
  const endByte = startByte + CLIENT_HEAD_BYTES[type];
  reader.skip(1);
  switch (type) {
    case 0: {
      reader.skip(3);
      const format = readPixelFormat(reader);
      if ('badBitsPerPixel' in format) {
        return {
          type: 'desync',
          offsetBytes: startByte,
          reason: 'bad-pixel-format',
          value: format.badBitsPerPixel,
        };
      }
      return { type: 'set-pixel-format', startByte, endByte, format };
    }
    case 3:
      return {
        type: 'update-request',
        startByte,
        endByte,
        incremental: reader.u8() !== 0,
        x: reader.u16(),
        y: reader.u16(),
        width: reader.u16(),
        height: reader.u16(),
      };
    case 4: {
      const down = reader.u8() !== 0;
      reader.skip(2);
      return { type: 'key', startByte, endByte, down, keysym: reader.u32(), keycode: null };
    }
    case 150:
      return {
        type: 'continuous-updates',
        startByte,
        endByte,
        enable: reader.u8() !== 0,
        x: reader.u16(),
        y: reader.u16(),
        width: reader.u16(),
        height: reader.u16(),
      };
    case 250:
      reader.skip(2);
      return { type: 'xvp', startByte, endByte, action: reader.u8() };
  }
}
