import type { ClientOutcome } from '../model/gate/outcome.ts';
import type { ClientMessage } from '../model/rfb/messages.ts';
import { type DownAtServer, pointerBytes } from './down-at-server.ts';

const SEND: ClientOutcome = { type: 'send' };
const BLOCKED: ClientOutcome = { type: 'drop', reason: 'fault' };

/**
 * The verdict while the guard itself fails: presses are blocked, releases and protocol pass. It knows only what
 * that takes, so that it cannot fail with the guard.
 */
export function fallbackOutcome(message: ClientMessage, down: DownAtServer): ClientOutcome {
  switch (message.type) {
    case 'key':
      return message.down ? BLOCKED : SEND;
    case 'pointer': {
      const rest = message.buttonMask & down.buttonMask;
      // At the place of the page's event the release would be a drop there; the server knows the last one.
      return rest !== down.buttonMask
        ? { type: 'replace', bytes: pointerBytes(rest, down.x, down.y, message.extended) }
        : BLOCKED;
    }
    case 'cut-text':
    case 'xvp':
      return BLOCKED;
    case 'clipboard':
      // What carries data is a press, and so is what we cannot name.
      return message.action === 'provide' || message.action === 'unknown' ? BLOCKED : SEND;
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
