import { type Decoder, list, nullable, number, object } from '../decode/decode.ts';
import type { Key } from './encode.ts';
import { MAX_HELD_KEYS } from './held.ts';
import type { Journal } from './journal.ts';

const unsigned32 = number(0, 2 ** 32 - 1);
const unsigned16 = number(0, 2 ** 16 - 1);

/** Decodes a journal from the page's own storage, where any script of the page may have written it. */
export const journalDecoder: Decoder<Journal> = object<Journal>({
  keys: list(object<Key>({ keysym: unsigned32, keycode: nullable(unsigned32) }), MAX_HELD_KEYS),
  buttonMask: number(0, 2 ** 15 - 1),
  x: unsigned16,
  y: unsigned16,
});
