import type { ByteReader } from './byte-reader.ts';
import { CLIENT_HEAD_BYTES, type FixedClientType, readFixedMessage } from './client-messages.ts';
import { CLIPBOARD_FLAGS_BYTES, clipboardAction } from './clipboard.ts';
import { isKasmEncoding } from './dialect.ts';
import { MAX_CUT_TEXT_BYTES, MAX_ENCODINGS } from './limits.ts';
import type { ClientEvent, DesyncReason } from './messages.ts';
import { ENCODING, MAX_FENCE_PAYLOAD_BYTES } from './numbers.ts';

/** Marker bit of the extended pointer message, rfbproto "Extended Mouse Buttons". */
const EXTENDED_POINTER_BIT = 0x80;
const SCREEN_BYTES = 16;
const QEMU = { key: 0, audio: 1 } as const;
const QEMU_AUDIO_SET_FORMAT = 2;

/** A message whose end has not arrived: too long to be asked for at once. */
type OpenMessage =
  | {
      readonly type: 'set-encodings';
      readonly startByte: number;
      readonly encodings: number[];
      readonly count: number;
    }
  | {
      readonly type: 'set-desktop-size';
      readonly startByte: number;
      readonly width: number;
      readonly height: number;
    };

/**
 * The client's messages after ServerInit, RFC 6143 section 7.5 and the extensions noVNC uses. Its reader stands
 * at the first byte the client sent after ServerInit was delivered.
 *
 * A desync here ends reading for good: neither input nor a release can be told from other bytes any more.
 */
export class ClientStream {
  readonly #reader: ByteReader;
  #open: OpenMessage | null = null;
  #requestsExtendedMouse = false;
  #announcedExtendedMouse = false;
  #lost = false;

  constructor(reader: ByteReader) {
    this.#reader = reader;
  }

  /** The server sent a rectangle -316: from now on the 7-byte pointer message is legal. */
  announceExtendedMouse(): void {
    this.#announcedExtendedMouse = true;
  }

  /** See Wire.clientUndecidedFromByte. */
  get undecidedFromByte(): number | null {
    if (this.#lost) return null;
    if (this.#open !== null) return this.#open.startByte;
    const { offsetBytes } = this.#reader;
    return offsetBytes < this.#reader.arrivedBytes ? offsetBytes : null;
  }

  /** Reads as far as the reader allows and appends what it understood. */
  read(out: ClientEvent[]): void {
    while (!this.#lost && (this.#open === null ? this.#readMessage(out) : this.#finish(this.#open, out)));
  }

  /** Reads one message; false: more bytes are needed. */
  #readMessage(out: ClientEvent[]): boolean {
    const reader = this.#reader;
    if (!reader.has(1)) return false;
    const type = reader.peek();
    const startByte = reader.offsetBytes;
    switch (type) {
      case 0:
      case 3:
      case 4:
      case 150:
      case 250:
        return this.#readFixed(type, startByte, out);
      case 2:
        return this.#openEncodings(startByte, out);
      case 5:
        return this.#readPointer(startByte, out);
      case 6:
        return this.#readCutText(startByte, out);
      case 248:
        return this.#readFence(startByte, out);
      case 251:
        return this.#openDesktopSize(startByte);
      case 255:
        return this.#readQemu(startByte, out);
      default:
        return this.#desync(startByte, 'unknown-message', type, out);
    }
  }

  #readFixed(type: FixedClientType, startByte: number, out: ClientEvent[]): boolean {
    if (!this.#reader.has(CLIENT_HEAD_BYTES[type])) return false;
    const event = readFixedMessage(this.#reader, type, startByte);
    this.#lost = event.type === 'desync';
    out.push(event);
    return true;
  }

  #openEncodings(startByte: number, out: ClientEvent[]): boolean {
    const reader = this.#reader;
    if (!reader.has(4)) return false;
    reader.skip(2);
    const count = reader.u16();
    if (count > MAX_ENCODINGS) return this.#desync(startByte, 'length-over-limit', count, out);
    this.#open = { type: 'set-encodings', startByte, encodings: [], count };
    return true;
  }

  #openDesktopSize(startByte: number): boolean {
    const reader = this.#reader;
    if (!reader.has(8)) return false;
    reader.skip(2);
    const width = reader.u16();
    const height = reader.u16();
    const screens = reader.u8();
    reader.skip(1 + screens * SCREEN_BYTES);
    this.#open = { type: 'set-desktop-size', startByte, width, height };
    return true;
  }

  #finish(open: OpenMessage, out: ClientEvent[]): boolean {
    const reader = this.#reader;
    if (open.type === 'set-desktop-size') {
      if (!reader.skipped) return false;
      out.push({ ...open, endByte: reader.offsetBytes });
      this.#open = null;
      return true;
    }
    const { startByte, encodings, count } = open;
    while (encodings.length < count) {
      if (!reader.has(4)) return false;
      encodings.push(reader.s32());
    }
    this.#open = null;
    const kasm = encodings.find(isKasmEncoding);
    if (kasm !== undefined) return this.#desync(startByte, 'foreign-dialect', kasm, out);
    this.#requestsExtendedMouse = encodings.includes(ENCODING.extendedMouseButtons);
    out.push({ type: 'set-encodings', startByte, endByte: reader.offsetBytes, encodings });
    return true;
  }

  #readPointer(startByte: number, out: ClientEvent[]): boolean {
    const reader = this.#reader;
    if (!reader.has(6)) return false;
    const extended =
      this.#requestsExtendedMouse &&
      this.#announcedExtendedMouse &&
      (reader.peek(1) & EXTENDED_POINTER_BIT) !== 0;
    if (extended && !reader.has(7)) return false;
    reader.skip(1);
    const lowBits = reader.u8();
    const x = reader.u16();
    const y = reader.u16();
    const buttonMask = extended ? (lowBits & ~EXTENDED_POINTER_BIT) | (reader.u8() << 7) : lowBits;
    out.push({ type: 'pointer', startByte, endByte: reader.offsetBytes, buttonMask, x, y, extended });
    return true;
  }

  #readCutText(startByte: number, out: ClientEvent[]): boolean {
    const reader = this.#reader;
    if (!reader.has(8)) return false;
    // A length with the sign bit is what tells an extended message: peeked, because its flags must be there too.
    const extended = (reader.peek(4) & 0x80) !== 0;
    if (extended && !reader.has(8 + CLIPBOARD_FLAGS_BYTES)) return false;
    reader.skip(4);
    const length = reader.s32();
    const bytes = Math.abs(length);
    if (bytes > MAX_CUT_TEXT_BYTES) return this.#desync(startByte, 'length-over-limit', length, out);
    if (extended && bytes < CLIPBOARD_FLAGS_BYTES) {
      return this.#desync(startByte, 'bad-encoding-data', length, out);
    }
    const endByte = startByte + 8 + bytes;
    if (extended) {
      const flags = reader.u32();
      out.push({ type: 'clipboard', startByte, endByte, action: clipboardAction(flags), flags });
      reader.skip(bytes - CLIPBOARD_FLAGS_BYTES);
    } else {
      out.push({ type: 'cut-text', startByte, endByte, textBytes: bytes });
      reader.skip(bytes);
    }
    return true;
  }

  #readFence(startByte: number, out: ClientEvent[]): boolean {
    const reader = this.#reader;
    if (!reader.has(9)) return false;
    const length = reader.peek(8);
    if (length > MAX_FENCE_PAYLOAD_BYTES) return this.#desync(startByte, 'length-over-limit', length, out);
    if (!reader.has(9 + length)) return false;
    reader.skip(4);
    const flags = reader.u32();
    reader.skip(1);
    const payload = reader.bytes(length);
    out.push({ type: 'fence', startByte, endByte: reader.offsetBytes, flags, payload });
    return true;
  }

  /** QEMU's client messages share number 255 (rfbproto "QEMU Client Message"). */
  #readQemu(startByte: number, out: ClientEvent[]): boolean {
    const reader = this.#reader;
    if (!reader.has(2)) return false;
    const subtype = reader.peek(1);
    if (subtype === QEMU.key) {
      if (!reader.has(12)) return false;
      reader.skip(2);
      const down = reader.u16() !== 0;
      const keysym = reader.u32();
      const keycode = reader.u32();
      out.push({ type: 'key', startByte, endByte: reader.offsetBytes, down, keysym, keycode });
      return true;
    }
    if (subtype !== QEMU.audio) return this.#desync(startByte, 'unknown-message', 0xff00 + subtype, out);
    if (!reader.has(4)) return false;
    const operation = reader.peek(2) * 0x100 + reader.peek(3);
    if (operation > QEMU_AUDIO_SET_FORMAT) {
      return this.#desync(startByte, 'unknown-message', 0xff00 + subtype, out);
    }
    const bytes = operation === QEMU_AUDIO_SET_FORMAT ? 10 : 4;
    if (!reader.has(bytes)) return false;
    reader.skip(bytes);
    out.push({ type: 'qemu-audio', startByte, endByte: reader.offsetBytes, operation });
    return true;
  }

  #desync(offsetBytes: number, reason: DesyncReason, value: number, out: ClientEvent[]): true {
    this.#lost = true;
    this.#open = null;
    out.push({ type: 'desync', offsetBytes, reason, value });
    return true;
  }
}
