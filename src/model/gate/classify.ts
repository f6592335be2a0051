import type { ClientMessage } from '../rfb/messages.ts';
import type { Held } from './held.ts';

/** Bits 3 to 6 of the mask: one step of a wheel is such a bit going down and up. */
export const WHEEL_MASK = 0b111_1000;

export type KeyMessage = Extract<ClientMessage, { type: 'key' }>;
export type PointerMessage = Extract<ClientMessage, { type: 'pointer' }>;

/** A pointer message by its effect at the server, given what is down there. */
export type PointerAct =
  /** A button or the wheel goes down, and perhaps another one up. */
  | {
      readonly type: 'press';
      readonly isWheel: boolean;
      /** Bits that go down and up at the server. */
      readonly rising: number;
      readonly falling: number;
      /** The mask the server would get: without what was not sent before. */
      readonly mask: number;
    }
  | { readonly type: 'release'; readonly mask: number }
  /** With `mask` 0 nothing is dragged. `stale`: the page drags with a button that the server does not have down. */
  | { readonly type: 'move'; readonly mask: number; readonly stale: boolean };

/**
 * What goes down is compared with what was sent, not with what the page believes (design decision "The gate", 2).
 */
export function pointerAct(message: PointerMessage, held: Held): PointerAct {
  const mask = message.buttonMask & ~held.asideMask;
  const rising = mask & ~held.sentMask;
  const falling = held.sentMask & ~mask;
  if (rising !== 0) {
    return { type: 'press', isWheel: (rising & ~WHEEL_MASK) === 0, rising, falling, mask };
  }
  if (falling !== 0) return { type: 'release', mask };
  return { type: 'move', mask, stale: mask !== message.buttonMask };
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
