import { describe, expect, test } from 'vitest';
import { PointerMask } from '../../../testbed/x11/pointer-mask.ts';

const at = { x: 12, y: 34 };

describe('the pointer of an X window', () => {
  test('holds all buttons that are down, as an RFB pointer message does', () => {
    const pointer = new PointerMask();
    expect(pointer.read({ type: 'button', button: 1, down: true, ...at })).toEqual({
      ...{ type: 'pointer', mask: 1 },
      ...at,
    });
    expect(pointer.read({ type: 'button', button: 3, down: true, ...at })).toMatchObject({ mask: 5 });
    expect(pointer.read({ type: 'motion', x: 13, y: 34 })).toEqual({
      ...{ type: 'pointer', mask: 5 },
      ...{ x: 13, y: 34 },
    });
    expect(pointer.read({ type: 'button', button: 1, down: false, ...at })).toMatchObject({ mask: 4 });
  });

  test('turns the wheel as buttons 4 and 5', () => {
    const pointer = new PointerMask();
    expect(pointer.read({ type: 'button', button: 4, down: true, ...at })).toMatchObject({ mask: 8 });
    expect(pointer.read({ type: 'button', button: 4, down: false, ...at })).toMatchObject({ mask: 0 });
  });

  test('knows no button beyond the eighth, and no key without a keysym', () => {
    const pointer = new PointerMask();
    expect(pointer.read({ type: 'button', button: 9, down: true, ...at })).toBeNull();
    expect(pointer.read({ type: 'key', keysym: 0, down: true })).toBeNull();
    expect(pointer.read({ type: 'key', keysym: 0xff52, down: true })).toEqual({
      ...{ type: 'key', down: true, keysym: 0xff52 },
    });
  });
});
