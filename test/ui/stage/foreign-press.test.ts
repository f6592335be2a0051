// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ForeignPress, watchForeignPress } from '../../../src/ui/stage/foreign-press.ts';

let host: HTMLElement;
let canvas: HTMLElement;
let press: ForeignPress;
const onPointer = vi.fn();

beforeEach(() => {
  host = document.createElement('div');
  canvas = document.createElement('canvas');
  document.body.append(host, canvas);
  onPointer.mockReset();
  press = watchForeignPress(window, host, onPointer);
});

afterEach(() => {
  press.stop();
  document.body.replaceChildren();
});

const pointer = (target: HTMLElement, type: string, buttons: number) =>
  target.dispatchEvent(new PointerEvent(type, { buttons, bubbles: true }));
const key = (target: HTMLElement, type: string, code: string) =>
  target.dispatchEvent(new KeyboardEvent(type, { code, bubbles: true }));

describe('a press on the page', () => {
  it('makes the overlay yield until the last button is up', () => {
    pointer(canvas, 'pointerdown', 1);
    expect(onPointer).toHaveBeenLastCalledWith(true);
    pointer(canvas, 'pointerup', 2);
    expect(onPointer).toHaveBeenCalledTimes(1);
    pointer(canvas, 'pointerup', 0);
    expect(onPointer).toHaveBeenLastCalledWith(false);
  });

  it('is not one on the overlay', () => {
    pointer(host, 'pointerdown', 1);
    expect(onPointer).not.toHaveBeenCalled();
  });

  it('keeps the keyboard with the page until its keys are up', () => {
    const free = vi.fn();
    key(canvas, 'keydown', 'ShiftLeft');
    key(canvas, 'keydown', 'KeyA');
    press.whenFree(free);
    key(canvas, 'keyup', 'KeyA');
    expect(free).not.toHaveBeenCalled();
    key(canvas, 'keyup', 'ShiftLeft');
    expect(free).toHaveBeenCalledTimes(1);
  });

  it('does not keep it when nothing is held, nor for keys of the overlay', () => {
    const free = vi.fn();
    key(host, 'keydown', 'Enter');
    press.whenFree(free);
    expect(free).toHaveBeenCalledTimes(1);
  });

  it('ends when the window loses the keyboard, since nobody tells what goes up then', () => {
    const free = vi.fn();
    key(canvas, 'keydown', 'AltLeft');
    press.whenFree(free);
    window.dispatchEvent(new FocusEvent('blur'));
    expect(free).toHaveBeenCalledTimes(1);
  });

  it('is not watched any more after stop', () => {
    press.stop();
    pointer(canvas, 'pointerdown', 1);
    expect(onPointer).not.toHaveBeenCalled();
  });
});
