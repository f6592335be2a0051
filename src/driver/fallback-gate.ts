import type { ClientOutcome } from '../model/gate/outcome.ts';
import type { ClientMessage } from '../model/rfb/messages.ts';

/** RFC 6143 section 7.5.5; the long form belongs to pseudo-encoding -316 and is marked by bit 7 of the mask. */
const POINTER_TYPE = 5;
const EXTENDED_BIT = 0x80;

const SEND: ClientOutcome = { type: 'send' };
const BLOCKED: ClientOutcome = { type: 'drop', reason: 'fault' };

/**
 * The verdict while the guard itself fails: presses are blocked, releases and protocol pass. It knows only what
 * that takes, the buttons and the place the server saw last, so that it cannot fail with the guard.
 */
export class FallbackGate {
  #buttonMask = 0;
  #x = 0;
  #y = 0;

  /** The page's message went out as it was. */
  sent(message: ClientMessage): void {
    if (message.type === 'pointer') this.#note(message.buttonMask, message.x, message.y);
  }

  /** Bytes of ours went out, one message. */
  sentBytes(bytes: Uint8Array): void {
    if (bytes[0] !== POINTER_TYPE || bytes.length < 6) return;
    const low = at(bytes, 1);
    const extended = (low & EXTENDED_BIT) !== 0 && bytes.length > 6;
    const mask = extended ? (low & ~EXTENDED_BIT) | (at(bytes, 6) << 7) : low;
    this.#note(mask, at(bytes, 2) * 0x100 + at(bytes, 3), at(bytes, 4) * 0x100 + at(bytes, 5));
  }

  outcome(message: ClientMessage): ClientOutcome {
    switch (message.type) {
      case 'key':
        return message.down ? BLOCKED : SEND;
      case 'pointer': {
        const isRelease =
          message.buttonMask !== this.#buttonMask && (message.buttonMask & ~this.#buttonMask) === 0;
        // At the place of the page's event the release would be a drop there; the server knows the last one.
        return isRelease
          ? { type: 'replace', bytes: pointerBytes(message.buttonMask, this.#x, this.#y, message.extended) }
          : BLOCKED;
      }
      case 'cut-text':
      case 'xvp':
        return BLOCKED;
      case 'clipboard':
        return message.action === 'provide' ? BLOCKED : SEND;
      case 'set-pixel-format':
      case 'set-encodings':
      case 'update-request':
      case 'continuous-updates':
      case 'fence':
      case 'set-desktop-size':
      case 'qemu-audio':
        return SEND;
    }
  }

  #note(buttonMask: number, x: number, y: number): void {
    this.#buttonMask = buttonMask;
    this.#x = x;
    this.#y = y;
  }
}

function at(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}

function pointerBytes(mask: number, x: number, y: number, extended: boolean): Uint8Array {
  const place = [x >> 8, x & 0xff, y >> 8, y & 0xff];
  return extended
    ? Uint8Array.of(POINTER_TYPE, (mask & 0x7f) | EXTENDED_BIT, ...place, mask >> 7)
    : Uint8Array.of(POINTER_TYPE, mask & 0xff, ...place);
}
