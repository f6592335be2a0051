import { describe, expect, it } from 'vitest';
import { classify, isProtocol } from '../../../src/model/gate/classify.ts';
import { Held } from '../../../src/model/gate/held.ts';
import { clipboard, cutText, everyProtocolMessage, key, pointer, xvp } from '../../support/guard-messages.ts';

const A = { keysym: 65, keycode: null };

describe('the class of a message', () => {
  it('is protocol for everything that keeps the session running', () => {
    for (const message of everyProtocolMessage()) {
      expect(classify(message, new Held())).toMatchObject({ inputClass: 'protocol' });
      expect(isProtocol(message)).toBe(true);
    }
  });

  it('is a press for text, clipboard data and machine commands', () => {
    for (const message of [cutText(), clipboard('provide'), clipboard('unknown'), xvp()]) {
      expect(classify(message, new Held()).type).toBe('command');
      expect(isProtocol(message)).toBe(false);
    }
    expect(classify(xvp(), new Held()).inputClass).toBe('hazardous');
  });

  it('compares the buttons with what was sent, not with what the page had before', () => {
    const held = new Held();
    expect(classify(pointer(1), held)).toMatchObject({ type: 'press', rising: 1, falling: 0, mask: 1 });
    held.pointerSent(1, 5, 5);
    expect(classify(pointer(1, 9, 9), held)).toMatchObject({
      type: 'move',
      inputClass: 'hazardous',
      mask: 1,
    });
    expect(classify(pointer(0), held)).toMatchObject({ type: 'release', inputClass: 'release', mask: 0 });
    expect(classify(pointer(4), held)).toMatchObject({ type: 'press', rising: 4, falling: 1, mask: 4 });
  });

  it('leaves out a button that was refused, until the page lets it go', () => {
    const held = new Held();
    held.pointerInPage(1, 1);
    expect(classify(pointer(1), held)).toMatchObject({ type: 'move', mask: 0, stale: true });
    expect(classify(pointer(5), held)).toMatchObject({ type: 'press', rising: 4, mask: 4 });
    held.pointerInPage(0, 0);
    expect(classify(pointer(1), held)).toMatchObject({ type: 'press', rising: 1 });
  });

  it('is view for a move without a button', () => {
    expect(classify(pointer(0, 3, 4), new Held())).toMatchObject({ type: 'move', inputClass: 'view' });
  });

  it('knows the wheel, in both directions and sideways, from the buttons', () => {
    for (const mask of [8, 16, 32, 64]) {
      expect(classify(pointer(mask), new Held())).toMatchObject({ type: 'press', isWheel: true });
    }
    for (const mask of [1, 2, 4, 0x80, 0x100, 9]) {
      expect(classify(pointer(mask), new Held())).toMatchObject({ type: 'press', isWheel: false });
    }
  });

  it('takes a repeat of a held key for a press of its own kind', () => {
    const held = new Held();
    expect(classify(key(true, 65), held)).toMatchObject({ type: 'key-down', again: false, stale: false });
    held.keySent(A);
    expect(classify(key(true, 65), held)).toMatchObject({ type: 'key-down', again: true });
    expect(classify(key(false, 65), held)).toMatchObject({ type: 'key-up', refused: false });
  });

  it('knows the up and the repeats of a key that was refused', () => {
    const held = new Held();
    held.keyBlocked(A);
    expect(classify(key(true, 65), held)).toMatchObject({ stale: true });
    expect(classify(key(false, 65), held)).toMatchObject({ refused: true });
  });
});
