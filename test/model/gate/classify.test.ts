import { describe, expect, it } from 'vitest';
import { isProtocol, pointerAct } from '../../../src/model/gate/classify.ts';
import { Held } from '../../../src/model/gate/held.ts';
import { clipboard, cutText, everyProtocolMessage, key, pointer, xvp } from '../../support/guard-messages.ts';

describe('protocol', () => {
  it('is everything that keeps the session running', () => {
    for (const message of everyProtocolMessage()) expect(isProtocol(message)).toBe(true);
  });

  it('is not input, text, clipboard data or a machine command', () => {
    const presses = [cutText(), clipboard('provide'), clipboard('unknown'), xvp(), key(true, 65), pointer(0)];
    for (const message of presses) expect(isProtocol(message)).toBe(false);
  });
});

describe('what a pointer message does', () => {
  it('compares the buttons with what was sent, not with what the page had before', () => {
    const held = new Held();
    expect(pointerAct(pointer(1), held)).toMatchObject({ type: 'press', rising: 1, falling: 0, mask: 1 });
    held.pointerSent(1, 5, 5);
    expect(pointerAct(pointer(1, 9, 9), held)).toEqual({ type: 'move', mask: 1, stale: false });
    expect(pointerAct(pointer(0), held)).toEqual({ type: 'release', mask: 0 });
    expect(pointerAct(pointer(4), held)).toMatchObject({ type: 'press', rising: 4, falling: 1, mask: 4 });
  });

  it('leaves out a button that was not sent, until the page lets it go', () => {
    const held = new Held();
    held.pointerInPage(1, 1);
    expect(pointerAct(pointer(1), held)).toEqual({ type: 'move', mask: 0, stale: true });
    expect(pointerAct(pointer(5), held)).toMatchObject({ type: 'press', rising: 4, mask: 4 });
    held.pointerInPage(0, 0);
    expect(pointerAct(pointer(1), held)).toMatchObject({ type: 'press', rising: 1 });
  });

  it('knows the wheel, in both directions and sideways, from the buttons', () => {
    for (const mask of [8, 16, 32, 64]) {
      expect(pointerAct(pointer(mask), new Held())).toMatchObject({ type: 'press', isWheel: true });
    }
    for (const mask of [1, 2, 4, 0x80, 0x100, 9]) {
      expect(pointerAct(pointer(mask), new Held())).toMatchObject({ type: 'press', isWheel: false });
    }
  });
});
