/** Client messages that the gate writes itself (RFC 6143 sections 7.5.4 and 7.5.5, rfbproto for the long forms). */

const KEY_EVENT = 4;
const POINTER_EVENT = 5;
const QEMU_MESSAGE = 255;
const QEMU_EXTENDED_KEY = 0;

/** Marks the 7-byte pointer form of pseudo-encoding -316; buttons from bit 7 on need it. */
const EXTENDED_POINTER_BIT = 0x80;
const PLAIN_POINTER_MASK = 0x7f;

/** A key, in the form in which the page names it: the plain one, or QEMU's with an XT scan code. */
export interface Key {
  readonly keysym: number;
  /** XT scan code of the QEMU form; null in the plain form. */
  readonly keycode: number | null;
}

/** The message that presses a key or lets it up. A server matches the two by the same numbers in the same form. */
export function encodeKey({ keysym, keycode }: Key, down: boolean): Uint8Array {
  const bytes = new Uint8Array(keycode === null ? 8 : 12);
  const view = new DataView(bytes.buffer);
  if (keycode === null) {
    view.setUint8(0, KEY_EVENT);
    view.setUint8(1, down ? 1 : 0);
    view.setUint32(4, keysym);
  } else {
    view.setUint8(0, QEMU_MESSAGE);
    view.setUint8(1, QEMU_EXTENDED_KEY);
    view.setUint16(2, down ? 1 : 0);
    view.setUint32(4, keysym);
    view.setUint32(8, keycode);
  }
  return bytes;
}

/** A pointer message: the plain 6-byte form unless a button of the long form is down. */
export function encodePointer(buttonMask: number, x: number, y: number): Uint8Array {
  const extended = buttonMask > PLAIN_POINTER_MASK;
  const bytes = new Uint8Array(extended ? 7 : 6);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, POINTER_EVENT);
  view.setUint8(
    1,
    extended ? EXTENDED_POINTER_BIT | (buttonMask & PLAIN_POINTER_MASK) : buttonMask & PLAIN_POINTER_MASK,
  );
  view.setUint16(2, x);
  view.setUint16(4, y);
  if (extended) view.setUint8(6, buttonMask >> 7);
  return bytes;
}

/** Messages one after the other, to be sent as one: the server gets all of them or, if the link dies, none. */
export function encodeUnit(messages: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const message of messages) length += message.length;
  const unit = new Uint8Array(length);
  let at = 0;
  for (const message of messages) {
    unit.set(message, at);
    at += message.length;
  }
  return unit;
}
