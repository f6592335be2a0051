import { MODIFIER } from '../policy/keys.ts';
import type { Key } from './encode.ts';

/** X11 keysyms of the keys that are held to change others, with the bit a chord knows them by; 0: none. */
const MODIFIER_BITS: ReadonlyMap<number, number> = new Map([
  [0xffe1, MODIFIER.shift],
  [0xffe2, MODIFIER.shift],
  [0xffe3, MODIFIER.control],
  [0xffe4, MODIFIER.control],
  [0xffe7, MODIFIER.meta],
  [0xffe8, MODIFIER.meta],
  [0xffe9, MODIFIER.alt],
  [0xffea, MODIFIER.alt],
  // Super is what browsers call Meta.
  [0xffeb, MODIFIER.meta],
  [0xffec, MODIFIER.meta],
  // Hyper; ISO level 3 (AltGr) and 5, mode switch: they choose the character, which the keysym names already.
  [0xffed, 0],
  [0xffee, 0],
  [0xfe03, 0],
  [0xfe11, 0],
  [0xff7e, 0],
]);

/** Caps Lock, Shift Lock, Num Lock, Scroll Lock. */
const LOCKS: ReadonlySet<number> = new Set([0xffe5, 0xffe6, 0xff7f, 0xff14]);

/** Whether a key is held down to change what others mean. */
export function isModifier({ keysym }: Key): boolean {
  return MODIFIER_BITS.has(keysym);
}

/** Whether a key toggles a state of the server's keyboard. */
export function isLock({ keysym }: Key): boolean {
  return LOCKS.has(keysym);
}

/** The bits of all modifiers among these keys. */
export function modifierMask(keys: readonly Key[]): number {
  return keys.reduce((mask, { keysym }) => mask | (MODIFIER_BITS.get(keysym) ?? 0), 0);
}
