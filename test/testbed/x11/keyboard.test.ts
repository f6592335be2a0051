import { describe, expect, test } from 'vitest';
import { Keyboard } from '../../../testbed/x11/keyboard.ts';

const SHIFT = 1;
const KEYCODE = Keyboard.FIRST_KEYCODE + 1;
const [LOWER, UPPER] = [0x61, 0x41];

function keyboard(): Keyboard {
  const keys = new Keyboard();
  keys.keysyms = [[0xff1b], [LOWER, UPPER]];
  return keys;
}

describe('an X keyboard', () => {
  test('names a key by its row and Shift', () => {
    expect(keyboard().press(KEYCODE, 0)).toBe(LOWER);
    expect(keyboard().press(KEYCODE, SHIFT)).toBe(UPPER);
    expect(keyboard().press(Keyboard.FIRST_KEYCODE, SHIFT)).toBe(0xff1b);
  });

  test('a key goes up as what it went down as, though Shift was let go before', () => {
    const keys = keyboard();
    keys.press(KEYCODE, SHIFT);
    expect(keys.release(KEYCODE, 0)).toBe(UPPER);
    expect(keys.press(KEYCODE, 0)).toBe(LOWER);
  });

  test('a key that nobody has mapped has no name', () => {
    expect(keyboard().press(200, 0)).toBe(0);
  });
});
