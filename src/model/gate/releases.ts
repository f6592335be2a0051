import { encodeKey, encodePointer } from './encode.ts';
import type { Held } from './held.ts';

/**
 * Messages that let go of everything at the server: keys in reverse order of their press, each in the form and
 * with the numbers of its press, then the buttons where the server last saw the pointer. The plain pointer form
 * clears the buttons of the long one too (TigerVNC, rfbproto "Extended Mouse Buttons").
 */
export function releases(held: Held): readonly Uint8Array[] {
  const keys = [...held.sentKeys].reverse().map((key) => encodeKey(key, false));
  return held.sentMask === 0 ? keys : [...keys, encodePointer(0, held.x, held.y)];
}
