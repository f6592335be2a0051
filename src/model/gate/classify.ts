import type { ClientMessage } from '../rfb/messages.ts';
import type { Held } from './held.ts';
import type { InputClass } from './outcome.ts';

/** Bits 3 to 6 of the mask: one step of a wheel is such a bit going down and up. */
const WHEEL_MASK = 0b111_1000;

type KeyMessage = Extract<ClientMessage, { type: 'key' }>;
type PointerMessage = Extract<ClientMessage, { type: 'pointer' }>;

/** A client message by its effect at the server, given what is down there. */
export type Classified =
  /** Everything that keeps the session running. */
  | { readonly type: 'protocol'; readonly inputClass: 'protocol' }
  /** Key down. `again`: the key is down at the server already (autorepeat). `stale`: it was refused before. */
  | {
      readonly type: 'key-down';
      readonly inputClass: InputClass;
      readonly message: KeyMessage;
      readonly again: boolean;
      readonly stale: boolean;
    }
  /** Key up. `refused`: its press was not sent, so the server needs no release. */
  | {
      readonly type: 'key-up';
      readonly inputClass: 'release';
      readonly message: KeyMessage;
      readonly refused: boolean;
    }
  /** A button or the wheel goes down, and perhaps another one up. */
  | {
      readonly type: 'press';
      readonly inputClass: InputClass;
      readonly message: PointerMessage;
      readonly isWheel: boolean;
      /** Bits that go down and up at the server. */
      readonly rising: number;
      readonly falling: number;
      /** The mask the server would get: without what was refused before. */
      readonly mask: number;
    }
  | {
      readonly type: 'release';
      readonly inputClass: 'release';
      readonly message: PointerMessage;
      readonly mask: number;
    }
  /** A move; with `mask` 0 nothing is dragged. `stale`: the page drags with a button that was refused. */
  | {
      readonly type: 'move';
      readonly inputClass: 'view' | 'hazardous';
      readonly message: PointerMessage;
      readonly mask: number;
      readonly stale: boolean;
    }
  /** Text or a machine command: presses without a release. */
  | {
      readonly type: 'command';
      readonly inputClass: 'normal' | 'hazardous';
      readonly message: ClientMessage;
    };

const PROTOCOL: Classified = { type: 'protocol', inputClass: 'protocol' };

/**
 * Classes by effect, not by message type: what goes down is compared with what was sent, not with what the page
 * believes (design decision "The gate", 2). Which presses are hazardous a profile will say; drags always are.
 */
export function classify(message: ClientMessage, held: Held): Classified {
  if (message.type === 'key') return classifyKey(message, held);
  if (message.type === 'pointer') return classifyPointer(message, held);
  if (isProtocol(message)) return PROTOCOL;
  return { type: 'command', inputClass: message.type === 'xvp' ? 'hazardous' : 'normal', message };
}

/** Whether a message is protocol by its type alone, whatever is held: known even while the gate fails. */
export function isProtocol(message: ClientMessage): boolean {
  switch (message.type) {
    case 'key':
    case 'pointer':
    case 'cut-text':
    case 'xvp':
      return false;
    case 'clipboard':
      // What carries data is a press, and so is what we cannot name.
      return message.action !== 'provide' && message.action !== 'unknown';
    case 'set-pixel-format':
    case 'set-encodings':
    case 'update-request':
    case 'continuous-updates':
    case 'fence':
    case 'set-desktop-size':
    case 'qemu-audio':
      return true;
  }
}

function classifyKey(message: KeyMessage, held: Held): Classified {
  const stale = held.isKeyBlocked(message);
  if (!message.down) return { type: 'key-up', inputClass: 'release', message, refused: stale };
  return { type: 'key-down', inputClass: 'normal', message, again: held.isKeySent(message), stale };
}

function classifyPointer(message: PointerMessage, held: Held): Classified {
  const mask = message.buttonMask & ~held.blockedMask;
  const rising = mask & ~held.sentMask;
  const falling = held.sentMask & ~mask;
  if (rising !== 0) {
    const isWheel = (rising & ~WHEEL_MASK) === 0;
    return { type: 'press', inputClass: 'normal', message, isWheel, rising, falling, mask };
  }
  if (falling !== 0) return { type: 'release', inputClass: 'release', message, mask };
  const stale = mask !== message.buttonMask;
  return { type: 'move', inputClass: mask === 0 ? 'view' : 'hazardous', message, mask, stale };
}
