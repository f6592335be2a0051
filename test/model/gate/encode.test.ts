import { describe, expect, it } from 'vitest';
import { encodeKey, encodePointer } from '../../../src/model/gate/encode.ts';

describe('messages of our own', () => {
  it('use the 7-byte pointer form only for buttons that need it (pseudo-encoding -316)', () => {
    expect([...encodePointer(0x7f, 0xabcd, 1)]).toEqual([5, 0x7f, 0xab, 0xcd, 0, 1]);
    expect([...encodePointer(0x181, 1, 2)]).toEqual([5, 0x81, 0, 1, 0, 2, 3]);
  });

  it('let a key up in the form it was pressed in', () => {
    expect([...encodeKey({ keysym: 0xff0d, keycode: null }, false)]).toEqual([4, 0, 0, 0, 0, 0, 0xff, 0x0d]);
    expect([...encodeKey({ keysym: 0, keycode: 0xe01d }, false)]).toEqual([
      255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xe0, 0x1d,
    ]);
  });
});
