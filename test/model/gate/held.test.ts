import { describe, expect, it } from 'vitest';
import { Held, MAX_HELD_KEYS } from '../../../src/model/gate/held.ts';
import { releases } from '../../../src/model/gate/releases.ts';
import { MODIFIER } from '../../../src/model/policy/keys.ts';

const plain = (keysym: number) => ({ keysym, keycode: null });

describe('what is held', () => {
  it('finds a key by scan code in the QEMU form and by keysym in the plain one', () => {
    const held = new Held();
    held.keySent({ keysym: 0, keycode: 57 });
    expect(held.isKeySent({ keysym: 32, keycode: 57 })).toBe(true);
    expect(held.isKeySent({ keysym: 0, keycode: 58 })).toBe(false);
    expect(held.isKeySent(plain(57))).toBe(false);
  });

  it('finds a key whose up comes in the other form, because the server announced it in between', () => {
    const held = new Held();
    held.keySent(plain(65));
    held.keyUp({ keysym: 65, keycode: 30 });
    expect(held.holdsAnything).toBe(false);
  });

  it('misses a modifier that is down in the page only, and no lock key', () => {
    for (const modifier of [0xffe1, 0xffe3, 0xffe9, 0xffeb, 0xffee, 0xfe03, 0xff7e]) {
      const held = new Held();
      held.keyAside(plain(modifier), 'refused');
      expect(held.lacksModifier).toBe(true);
      held.keyUp(plain(modifier));
      expect(held.lacksModifier).toBe(false);
    }
    for (const other of [65, 0xffe5, 0xffe6, 0xff7f]) {
      const held = new Held();
      held.keyAside(plain(other), 'refused');
      expect(held.lacksModifier).toBe(false);
    }
  });

  it('holds no more keys than it can let go', () => {
    const held = new Held();
    for (let keysym = 1; keysym <= MAX_HELD_KEYS + 5; keysym++) held.keySent(plain(keysym));
    expect(held.isFull).toBe(true);
    expect(held.sentKeys).toHaveLength(MAX_HELD_KEYS);
    for (let keysym = 1; keysym <= MAX_HELD_KEYS; keysym++) held.keyAside(plain(keysym), 'refused');
    expect(held.aside(plain(1))).toBe('refused');
    held.keyAside(plain(99), 'refused');
    expect([held.aside(plain(1)), held.aside(plain(2))]).toEqual([null, 'refused']);
    for (let keysym = 1; keysym <= MAX_HELD_KEYS + 5; keysym++) held.keyAside(plain(keysym), 'refused');
    expect(held.aside(plain(1))).toBeNull();
    expect(held.aside(plain(MAX_HELD_KEYS + 5))).toBe('refused');
  });
});

describe('what the user holds and the server does not', () => {
  const SHIFT = plain(0xffe1);
  const CONTROL = { keysym: 0xffe3, keycode: 29 };

  it('goes out with the next press as long as it was only withheld, in order, used or not', () => {
    const held = new Held();
    held.keyAside(SHIFT, 'withheld');
    held.keyAside(CONTROL, 'withheld');
    held.keyAside(plain(65), 'refused');
    expect(held.withheld).toEqual([SHIFT, CONTROL]);
    expect(held.aside(SHIFT)).toBe('withheld');
    held.modifiersUsed();
    expect([held.aside(SHIFT), held.aside(CONTROL), held.aside(plain(65))]).toEqual([
      'used',
      'used',
      'refused',
    ]);
    expect(held.withheld).toEqual([SHIFT, CONTROL]);
    expect(held.holdsAnything).toBe(true);
    held.keyUp(SHIFT);
    expect(held.withheld).toEqual([CONTROL]);
  });

  it('goes out with a stop although it was refused, without keys that are no modifiers or are done with', () => {
    const held = new Held();
    held.keyAside(SHIFT, 'refused');
    held.keyAside(CONTROL, 'withheld');
    held.keyAside(plain(65), 'refused');
    held.keyAside(plain(0xffe9), 'spent');
    held.keyAside(plain(0xffe2), 'owed');
    expect(held.missingModifiers).toEqual([SHIFT, CONTROL]);
    expect(held.lacksModifier).toBe(true);
  });

  it('needs a fresh press when it was taken back with everything else', () => {
    const held = new Held();
    held.keyAside(SHIFT, 'withheld');
    held.releasedByUs();
    expect(held.aside(SHIFT)).toBe('refused');
    expect(held.holdsAnything).toBe(false);
  });

  it('is part of a chord whatever became of it', () => {
    const held = new Held();
    expect(held.modifiers).toBe(0);
    held.keySent(SHIFT);
    held.keyAside(CONTROL, 'refused');
    held.keyAside(plain(65), 'refused');
    expect(held.modifiers).toBe(MODIFIER.shift | MODIFIER.control);
    held.keyUp(SHIFT);
    expect(held.modifiers).toBe(MODIFIER.control);
    expect(held.aside(plain(1))).toBeNull();
  });

  it('is nothing any more when nothing is held back', () => {
    const held = new Held();
    held.keyAside(SHIFT, 'refused');
    held.pointerInPage(5, 4);
    expect(held.asideMask).toBe(4);
    held.unblock();
    expect([held.lacksModifier, held.asideMask]).toEqual([false, 0]);
  });

  it('is a button until the page lets it up', () => {
    const held = new Held();
    held.pointerInPage(5, 4);
    held.pointerInPage(7, 0);
    expect(held.asideMask).toBe(4);
    held.pointerInPage(6, 2);
    expect(held.asideMask).toBe(6);
    held.pointerInPage(3, 0);
    expect(held.asideMask).toBe(2);
  });
});

describe('a key that has two names', () => {
  it('is the same by either only when the forms differ', () => {
    const held = new Held();
    held.keySent({ keysym: 65, keycode: 30 });
    expect(held.isKeySent(plain(65))).toBe(true);
    expect(held.isKeySent({ keysym: 65, keycode: 31 })).toBe(false);
    expect(held.isKeySent(plain(66))).toBe(false);
  });

  it('is told by its number where it has no keysym', () => {
    const held = new Held();
    held.keySent({ keysym: 0, keycode: 30 });
    expect(held.isKeySent(plain(0))).toBe(false);
  });

  it('is pressed and let go of once, in order of the presses', () => {
    const held = new Held();
    held.keySent(plain(2));
    held.keySent(plain(1));
    held.keySent(plain(2));
    expect(held.sentKeys).toEqual([plain(2), plain(1)]);
    held.keyUp(plain(2));
    expect(held.sentKeys).toEqual([plain(1)]);
  });
});

describe('the releases of everything that is held', () => {
  it('let keys up in reverse order, in the form of their press, then the buttons where the server has the pointer', () => {
    const held = new Held();
    held.keySent(plain(0xffe1));
    held.keySent({ keysym: 0x41, keycode: 0x1e });
    held.pointerSent(0x105, 0x123, 0x45);
    held.pointerInPage(0x105, 0);
    expect(releases(held).map((bytes) => [...bytes])).toEqual([
      [255, 0, 0, 0, 0, 0, 0, 0x41, 0, 0, 0, 0x1e],
      [4, 0, 0, 0, 0, 0, 0xff, 0xe1],
      [5, 0, 1, 0x23, 0, 0x45],
    ]);
  });

  it('are none when nothing is down', () => {
    expect(releases(new Held())).toEqual([]);
  });

  it('are owed for a key alone, a button alone and a modifier that waits, and each is told to the journal', () => {
    const holds: readonly ((held: Held) => void)[] = [
      (held) => held.keySent(plain(65)),
      (held) => held.pointerSent(1, 2, 3),
      (held) => held.keyAside(plain(0xffe1), 'withheld'),
    ];
    for (const [index, hold] of holds.entries()) {
      const held = new Held();
      expect(held.holdsAnything).toBe(false);
      hold(held);
      expect(held.holdsAnything).toBe(true);
      const { version } = held;
      held.releasedByUs();
      expect(held.holdsAnything).toBe(false);
      // A modifier that waits was never down at the server.
      expect(held.version > version).toBe(index < 2);
    }
  });

  it('leave everything to be pressed afresh', () => {
    const held = new Held();
    held.keySent(plain(65));
    held.pointerSent(1, 2, 3);
    held.releasedByUs();
    expect(held.holdsAnything).toBe(false);
    expect(held.aside(plain(65))).toBe('refused');
    expect(held.asideMask).toBe(1);
  });
});
