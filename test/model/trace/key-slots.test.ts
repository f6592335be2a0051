import { describe, expect, it } from 'vitest';
import { parseKey } from '../../../src/model/policy/keys.ts';
import { KeySlots } from '../../../src/model/trace/key-slots.ts';

const plain = (keysym: number) => ({ keysym, keycode: null });
const marked = (...keys: readonly string[]) => keys.flatMap((key) => parseKey(key) ?? []);

describe('the slots of keys', () => {
  it('are the lowest free ones, and free again when the key is up', () => {
    const slots = new KeySlots();
    const keys = [
      [true, 0x61],
      [true, 0x62],
      [false, 0x61],
      [true, 0x63],
      [true, 0x62],
      [false, 0x62],
      [true, 0x61],
    ] as const;
    const found = keys.map(([down, keysym]) => slots.message(down, plain(keysym), []));
    expect(found.map(({ key }) => key)).toEqual([1, 2, 1, 1, 2, 2, 2]);
    expect(found.map(({ act }) => act)).toEqual(['fresh', 'fresh', 'up', 'fresh', 'down', 'up', 'fresh']);
  });

  it('tell keysyms and scan codes apart, and find a key again in its other form', () => {
    const slots = new KeySlots();
    expect(slots.message(true, { keysym: 0x61, keycode: 30 }, [])).toMatchObject({ key: 1, code: 1 });
    expect(slots.message(true, { keysym: 0, keycode: 57 }, [])).toMatchObject({ key: 0, code: 2 });
    expect(slots.message(false, plain(0x61), [])).toMatchObject({ key: 1, code: null });
    expect(slots.message(true, { keysym: 0x62, keycode: 48 }, [])).toMatchObject({ key: 1, code: 1 });
  });

  it('give a key away only when a profile may mark it, with the modifiers that are held', () => {
    const slots = new KeySlots();
    const chords = marked('Ctrl+s', 'F5');
    expect(slots.message(true, plain(0xffc2), chords)).toMatchObject({ key: { keysym: 0xffc2 } });
    expect(slots.message(true, plain(0x73), chords)).toMatchObject({ act: 'fresh', key: 1, named: null });
    expect(slots.message(true, plain(0xffe3), chords)).toMatchObject({ key: { keysym: 0xffe3 } });
    // Held since before the modifier: now its repeats are what is marked.
    expect(slots.message(true, plain(0x73), chords)).toMatchObject({
      act: 'down',
      key: 1,
      named: { slot: 1, keysym: 0x73 },
    });
    expect(slots.message(true, plain(0x73), chords).named).toBeNull();
  });

  it('of more keys than anybody holds forget the oldest', () => {
    const slots = new KeySlots();
    for (let keysym = 0x100; keysym < 0x1000; keysym += 1) {
      const { key } = slots.message(true, plain(keysym), []);
      if (typeof key !== 'number' || key > 130) throw new Error('no bound');
    }
  });
});
