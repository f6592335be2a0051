import { describe, expect, it } from 'vitest';
import type { InputEvent } from '../../../testbed/instrument/input-log.ts';
import { Instrument } from '../../../testbed/instrument/instrument.ts';
import { type ButtonName, buttons } from '../../../testbed/instrument/layout.ts';

const ARROW_RIGHT = 0xff53;

/** An instrument and a clock moved by hand. */
function bench() {
  let nowMs = 0;
  const instrument = new Instrument(nowMs);
  return {
    instrument,
    wait: (ms: number) => {
      for (const endMs = nowMs + ms; nowMs < endMs; ) {
        nowMs = Math.min(endMs, nowMs + 80);
        instrument.advance(nowMs);
      }
    },
    input: (event: InputEvent) => instrument.input(event, nowMs),
    pointer: (mask: number, x: number, y: number) => instrument.input({ type: 'pointer', mask, x, y }, nowMs),
    key: (down: boolean, keysym: number) => instrument.input({ type: 'key', down, keysym }, nowMs),
    release: () => instrument.releaseAll(nowMs),
  };
}

function middle(name: ButtonName): [number, number] {
  const { rect } = buttons.find((button) => button.name === name)!;
  return [rect.x + rect.width / 2, rect.y + rect.height / 2];
}

describe('the demo instrument', () => {
  it('moves while a jog button is held and stops after it is let go', () => {
    const { instrument, pointer, wait } = bench();
    expect(pointer(1, ...middle('jogRight'))).toBe('press');
    expect(instrument.pressed).toBe('jogRight');
    wait(1000);
    expect(instrument.stage.xUm).toBeGreaterThan(20);
    expect(pointer(0, ...middle('jogRight'))).toBe('release');
    wait(2000);
    const { xUm } = instrument.stage;
    wait(2000);
    expect(instrument.moving).toBe(false);
    expect(instrument.stage.xUm).toBe(xUm);
  });

  it('goes on moving while the release is missing: the danger of a lost link', () => {
    const { instrument, pointer, wait } = bench();
    pointer(1, ...middle('jogDown'));
    wait(3000);
    expect(instrument.moving).toBe(true);
    expect(instrument.stage.yUm).toBeGreaterThan(100);
  });

  it('brings a clicked point to the middle', () => {
    const { instrument, pointer, wait } = bench();
    const umPerPx = instrument.view.widthUm / 704;
    pointer(1, 352 + 100, 288 - 50);
    pointer(0, 352 + 100, 288 - 50);
    wait(5000);
    expect(instrument.stage.xUm).toBeCloseTo(100 * umPerPx, 5);
    expect(instrument.stage.yUm).toBeCloseTo(-50 * umPerPx, 5);
  });

  it('follows a drag the other way round, as a hand on the sample', () => {
    const { instrument, pointer, wait } = bench();
    const umPerPx = instrument.view.widthUm / 704;
    pointer(1, 300, 300);
    pointer(1, 340, 280);
    expect(pointer(1, 380, 260)).toBe('move');
    pointer(0, 380, 260);
    wait(5000);
    expect(instrument.stage.xUm).toBeCloseTo(-80 * umPerPx, 5);
    expect(instrument.stage.yUm).toBeCloseTo(40 * umPerPx, 5);
  });

  it('focuses by the wheel over the picture and blurs what is out of focus', () => {
    const { instrument, pointer } = bench();
    pointer(8, 100, 100);
    pointer(0, 100, 100);
    pointer(8, 800, 620);
    pointer(0, 800, 620);
    expect(instrument.focusUm).toBe(1);
    expect(instrument.view.blurUm).toBeGreaterThan(0);
  });

  it('magnifies by + and by the button, which repeats while held', () => {
    const { instrument, pointer, key, wait } = bench();
    const before = instrument.magnification;
    key(true, 0x2b);
    key(false, 0x2b);
    expect(instrument.magnification / before).toBeCloseTo(1.25);
    pointer(1, ...middle('magDown'));
    wait(700);
    pointer(0, ...middle('magDown'));
    expect(instrument.magnification / before).toBeCloseTo(1.25 / 1.25 ** 3);
  });

  it('moves while an arrow key is held and halts on Escape', () => {
    const { instrument, key, wait } = bench();
    expect(key(true, ARROW_RIGHT)).toBe('keyDown');
    wait(500);
    expect(instrument.stage.xUm).toBeGreaterThan(5);
    expect(key(false, ARROW_RIGHT)).toBe('keyUp');
    wait(2000);
    expect(instrument.moving).toBe(false);
    key(true, 0xff50);
    wait(100);
    expect(instrument.moving).toBe(true);
    key(true, 0xff1b);
    wait(2000);
    expect(instrument.moving).toBe(false);
    expect(instrument.stage.xUm).not.toBe(0);
  });

  it('lets go of everything when the client has left', () => {
    const { instrument, pointer, key, release, wait } = bench();
    pointer(1, ...middle('jogLeft'));
    key(true, ARROW_RIGHT);
    release();
    expect(instrument.pressed).toBeNull();
    wait(2000);
    expect(instrument.moving).toBe(false);
  });
});
