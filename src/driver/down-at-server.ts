import type { ClientMessage } from '../model/rfb/messages.ts';

/** RFC 6143 section 7.5.4 and 7.5.5; QEMU's key form and the long pointer form of pseudo-encoding -316. */
const KEY_TYPE = 4;
const KEY_BYTES = 8;
const POINTER_TYPE = 5;
const POINTER_BYTES = 6;
const EXTENDED_BIT = 0x80;
const QEMU_TYPE = 255;
const QEMU_KEY = 0;
const QEMU_KEY_BYTES = 12;

/** The gate holds fewer; what goes beyond comes from a page that is only measured. */
const MAX_KEYS = 64;

/**
 * What is down at the server by what really went out: kept beside the guard, so that everything can still be let go
 * of when the guard has failed and its own books may be wrong.
 */
export class DownAtServer {
  /** The release of each key that is down, in order of their press. */
  readonly #keys = new Map<string, Uint8Array>();
  #buttonMask = 0;
  #x = 0;
  #y = 0;

  get buttonMask(): number {
    return this.#buttonMask;
  }

  get x(): number {
    return this.#x;
  }

  get y(): number {
    return this.#y;
  }

  /** The page's message went out as it was. */
  sent(message: ClientMessage): void {
    if (message.type === 'pointer') this.#pointer(message.buttonMask, message.x, message.y);
    if (message.type === 'key') this.#key(message.down, keyUp(message.keysym, message.keycode));
  }

  /** Bytes of ours went out: one message, or several keys and clicks as one unit. */
  sentBytes(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      const length = this.#message(bytes.subarray(at));
      if (length === 0) return;
      at += length;
    }
  }

  /** Messages that let go of everything: keys in reverse order, then the buttons where the server has the pointer. */
  releases(): readonly Uint8Array[] {
    const keys = [...this.#keys.values()].reverse();
    return this.#buttonMask === 0 ? keys : [...keys, pointerBytes(0, this.#x, this.#y, false)];
  }

  /** The same, to be asked what would be left after more is sent. */
  copy(): DownAtServer {
    const copy = new DownAtServer();
    for (const [name, release] of this.#keys) copy.#keys.set(name, release);
    copy.#pointer(this.#buttonMask, this.#x, this.#y);
    return copy;
  }

  /** Notes the first message of these; its length, or 0 if it is neither a key nor a pointer message. */
  #message(bytes: Uint8Array): number {
    if (bytes[0] === KEY_TYPE && bytes.length >= KEY_BYTES) {
      this.#key(bytes[1] !== 0, keyUp(u32(bytes, 4), null));
      return KEY_BYTES;
    }
    if (bytes[0] === QEMU_TYPE && bytes[1] === QEMU_KEY && bytes.length >= QEMU_KEY_BYTES) {
      this.#key((bytes[2] ?? 0) + (bytes[3] ?? 0) !== 0, keyUp(u32(bytes, 4), u32(bytes, 8)));
      return QEMU_KEY_BYTES;
    }
    if (bytes[0] !== POINTER_TYPE || bytes.length < POINTER_BYTES) return 0;
    const low = bytes[1] ?? 0;
    const extended = (low & EXTENDED_BIT) !== 0 && bytes.length > POINTER_BYTES;
    const mask = extended ? (low & ~EXTENDED_BIT) | ((bytes[POINTER_BYTES] ?? 0) << 7) : low;
    this.#pointer(mask, u16(bytes, 2), u16(bytes, 4));
    return extended ? POINTER_BYTES + 1 : POINTER_BYTES;
  }

  #key(down: boolean, release: Uint8Array): void {
    const name = release.join();
    this.#keys.delete(name);
    if (!down) return;
    const oldest = this.#keys.keys().next().value;
    if (this.#keys.size >= MAX_KEYS && oldest !== undefined) this.#keys.delete(oldest);
    this.#keys.set(name, release);
  }

  #pointer(buttonMask: number, x: number, y: number): void {
    this.#buttonMask = buttonMask;
    this.#x = x;
    this.#y = y;
  }
}

/** A pointer message in the plain or the long form. */
export function pointerBytes(mask: number, x: number, y: number, extended: boolean): Uint8Array {
  const place = [x >> 8, x & 0xff, y >> 8, y & 0xff];
  return extended
    ? Uint8Array.of(POINTER_TYPE, (mask & 0x7f) | EXTENDED_BIT, ...place, mask >> 7)
    : Uint8Array.of(POINTER_TYPE, mask & 0xff, ...place);
}

function keyUp(keysym: number, keycode: number | null): Uint8Array {
  const bytes = new Uint8Array(keycode === null ? KEY_BYTES : QEMU_KEY_BYTES);
  const view = new DataView(bytes.buffer);
  bytes[0] = keycode === null ? KEY_TYPE : QEMU_TYPE;
  view.setUint32(4, keysym);
  if (keycode !== null) view.setUint32(8, keycode);
  return bytes;
}

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) * 0x100 + (bytes[at + 1] ?? 0);
}

function u32(bytes: Uint8Array, at: number): number {
  return u16(bytes, at) * 0x10000 + u16(bytes, at + 2);
}
