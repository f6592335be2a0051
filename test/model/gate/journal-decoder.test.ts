import { describe, expect, it } from 'vitest';
import { run } from '../../../src/model/decode/decode.ts';
import { MAX_HELD_KEYS } from '../../../src/model/gate/held.ts';
import type { Journal } from '../../../src/model/gate/journal.ts';
import { journalDecoder } from '../../../src/model/gate/journal-decoder.ts';

const JOURNAL: Journal = {
  keys: [
    { keysym: 0xffe1, keycode: null },
    { keysym: 0xffff_ffff, keycode: 0xffff_ffff },
    { keysym: 0, keycode: 0 },
  ],
  buttonMask: 0x7fff,
  x: 65_535,
  y: 65_535,
};
const reads = (journal: unknown): boolean => run(journalDecoder, journal).ok;

describe('a journal from storage', () => {
  it('is read as it was written', () => {
    expect(run(journalDecoder, JSON.parse(JSON.stringify(JOURNAL)))).toEqual({ ok: true, value: JOURNAL });
    expect(reads({ keys: [], buttonMask: 0, x: 0, y: 0 })).toBe(true);
  });

  it('is not believed when a message could not carry its numbers', () => {
    for (const wrong of [-1, 65_536, '5', null, Number.NaN]) {
      expect(reads({ ...JOURNAL, x: wrong })).toBe(false);
      expect(reads({ ...JOURNAL, y: wrong })).toBe(false);
    }
    for (const wrong of [-1, 0x8000, '1', null]) expect(reads({ ...JOURNAL, buttonMask: wrong })).toBe(false);
    for (const wrong of [-1, 2 ** 32, 'a']) {
      expect(reads({ ...JOURNAL, keys: [{ keysym: wrong, keycode: null }] })).toBe(false);
      expect(reads({ ...JOURNAL, keys: [{ keysym: 1, keycode: wrong }] })).toBe(false);
    }
    for (const wrong of [null, {}, 'a', { ...JOURNAL, keys: null }]) expect(reads(wrong)).toBe(false);
  });

  it('holds no more keys than can be held', () => {
    const keys = Array.from({ length: MAX_HELD_KEYS + 1 }, (_, keysym) => ({ keysym, keycode: null }));
    expect(reads({ ...JOURNAL, keys: keys.slice(1) })).toBe(true);
    expect(reads({ ...JOURNAL, keys })).toBe(false);
  });
});
