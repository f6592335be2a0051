import type { Key } from './encode.ts';

/** What is down at a server: kept where it outlives the page, so that a later connection can let go of it. */
export interface Journal {
  /** In order of their press, each in the form in which it was sent. */
  readonly keys: readonly Key[];
  readonly buttonMask: number;
  readonly x: number;
  readonly y: number;
}

/** Nothing is down. */
export function isEmpty({ keys, buttonMask }: Journal): boolean {
  return keys.length + buttonMask === 0;
}

export function isSameKey(a: Key, b: Key): boolean {
  return a.keysym === b.keysym && a.keycode === b.keycode;
}
