import type { Rect } from '../rect.ts';
import { decodePixelFormat, type PixelFormat } from './pixel-format.ts';
import { ProtocolError } from './protocol-error.ts';

/** What a client says after the handshake. */
export type ClientMessage =
  | { readonly type: 'setPixelFormat'; readonly format: PixelFormat }
  | { readonly type: 'setEncodings'; readonly encodings: readonly number[] }
  | { readonly type: 'updateRequest'; readonly incremental: boolean; readonly region: Rect }
  | { readonly type: 'key'; readonly down: boolean; readonly keysym: number }
  | { readonly type: 'pointer'; readonly mask: number; readonly x: number; readonly y: number }
  | { readonly type: 'cutText'; readonly lengthBytes: number }
  | { readonly type: 'continuousUpdates'; readonly enable: boolean; readonly region: Rect }
  | { readonly type: 'fence'; readonly flags: number; readonly payload: Buffer }
  | { readonly type: 'setDesktopSize' };

/** More encodings than any client knows. */
const ENCODINGS_MAX = 1024;
/** Longer clipboard text closes the connection (TigerVNC's MaxCutText). */
const CUT_TEXT_MAX_BYTES = 256 * 1024;
/** The extension that defines fences allows no more. */
const FENCE_PAYLOAD_MAX_BYTES = 64;
/** More screens than any client sets up. */
const SCREENS_MAX = 16;

/** Bytes of a message that has begun, or null while its length cannot be known yet. */
type Length = number | null;

/**
 * Cuts a client's byte stream into messages. Nonsense throws ProtocolError. Clipboard text is skipped as it
 * comes, so no more than one chunk and the longest other message (about 4 kB) are ever kept.
 */
export class ClientMessages {
  #pending: Buffer = Buffer.alloc(0);
  #skipBytes = 0;

  push(bytes: Uint8Array): void {
    const skipped = Math.min(this.#skipBytes, bytes.length);
    this.#skipBytes -= skipped;
    this.#pending = Buffer.concat([this.#pending, bytes.subarray(skipped)]);
  }

  /** Takes the next `count` bytes for the handshake, null when they have not all come. */
  takeBytes(count: number): Buffer | null {
    if (this.#pending.length < count) return null;
    const taken = this.#pending.subarray(0, count);
    this.#pending = this.#pending.subarray(count);
    return taken;
  }

  /** The next whole message, null when none has come. */
  next(): ClientMessage | null {
    if (this.#pending.length === 0) return null;
    const length = messageLength(this.#pending);
    if (length === null || this.#pending.length < length) return null;
    const bytes = this.#pending.subarray(0, length);
    this.#pending = this.#pending.subarray(length);
    const message = decode(bytes);
    if (message.type === 'cutText') {
      const here = Math.min(message.lengthBytes, this.#pending.length);
      this.#pending = this.#pending.subarray(here);
      this.#skipBytes = message.lengthBytes - here;
    }
    return message;
  }
}

/** RFB 6143 section 7.5 and the community specification's fence, continuous updates and desktop size. */
function messageLength(bytes: Buffer): Length {
  const type = bytes.readUInt8(0);
  switch (type) {
    case 0:
      return 20;
    case 2:
      return lengthFrom(bytes, 4, () => 4 + 4 * limited(bytes.readUInt16BE(2), ENCODINGS_MAX, 'encodings'));
    case 3:
    case 150:
      return 10;
    case 4:
      return 8;
    case 5:
      return 6;
    case 6:
      return 8;
    case 248:
      return lengthFrom(
        bytes,
        9,
        () => 9 + limited(bytes.readUInt8(8), FENCE_PAYLOAD_MAX_BYTES, 'fence bytes'),
      );
    case 251:
      return lengthFrom(bytes, 8, () => 8 + 16 * limited(bytes.readUInt8(6), SCREENS_MAX, 'screens'));
    default:
      throw new ProtocolError(`unknown message ${type}`);
  }
}

function lengthFrom(bytes: Buffer, header: number, length: () => number): Length {
  return bytes.length < header ? null : length();
}

function limited(value: number, max: number, what: string): number {
  if (value > max) throw new ProtocolError(`${value} ${what}, at most ${max} allowed`);
  return value;
}

function decode(bytes: Buffer): ClientMessage {
  const type = bytes.readUInt8(0);
  switch (type) {
    case 0:
      return { type: 'setPixelFormat', format: decodePixelFormat(bytes.subarray(4)) };
    case 2: {
      const encodings = Array.from({ length: bytes.readUInt16BE(2) }, (_, i) => bytes.readInt32BE(4 + 4 * i));
      return { type: 'setEncodings', encodings };
    }
    case 3:
      return { type: 'updateRequest', incremental: bytes.readUInt8(1) !== 0, region: decodeRegion(bytes) };
    case 4:
      return { type: 'key', down: bytes.readUInt8(1) !== 0, keysym: bytes.readUInt32BE(4) };
    case 5:
      return {
        type: 'pointer',
        mask: bytes.readUInt8(1),
        x: bytes.readUInt16BE(2),
        y: bytes.readUInt16BE(4),
      };
    case 6:
      return {
        type: 'cutText',
        lengthBytes: limited(bytes.readUInt32BE(4), CUT_TEXT_MAX_BYTES, 'clipboard bytes'),
      };
    case 150:
      return { type: 'continuousUpdates', enable: bytes.readUInt8(1) !== 0, region: decodeRegion(bytes) };
    case 248:
      return { type: 'fence', flags: bytes.readUInt32BE(4), payload: Buffer.from(bytes.subarray(9)) };
    default:
      return { type: 'setDesktopSize' };
  }
}

function decodeRegion(bytes: Buffer): Rect {
  return {
    x: bytes.readUInt16BE(2),
    y: bytes.readUInt16BE(4),
    width: bytes.readUInt16BE(6),
    height: bytes.readUInt16BE(8),
  };
}
