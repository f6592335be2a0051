// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shieldPage } from '../../../src/content/overlay/page-shield.ts';

let host: HTMLElement;
let canvas: HTMLElement;
let field: HTMLElement;
let stop: () => void;
let seen: string[];
let listening: AbortController;

beforeEach(() => {
  host = document.createElement('div');
  canvas = document.createElement('canvas');
  field = document.createElement('button');
  document.body.append(host, canvas, field);
  seen = [];
  listening = new AbortController();
  const { signal } = listening;
  for (const type of ['keydown', 'keyup', 'pointerdown', 'pointerup', 'mousemove', 'wheel']) {
    document.body.addEventListener(type, (event) => seen.push(event.type), { signal });
  }
  stop = shieldPage(window, host);
});

afterEach(() => {
  stop();
  listening.abort();
  window.dispatchEvent(new Event('blur'));
  document.body.replaceChildren();
});

const pointer = (target: HTMLElement, type: string): boolean =>
  target.dispatchEvent(new PointerEvent(type, { bubbles: true, cancelable: true }));
const key = (target: HTMLElement, type: string, code: string): boolean =>
  target.dispatchEvent(new KeyboardEvent(type, { code, bubbles: true, cancelable: true }));

describe('while the editor is open', () => {
  it('the picture gets no key and no pointer, and takes no focus', () => {
    key(canvas, 'keydown', 'KeyA');
    expect(pointer(canvas, 'pointerdown')).toBe(false);
    pointer(canvas, 'mousemove');
    pointer(canvas, 'wheel');
    expect(seen).toEqual([]);
  });

  it('releases still reach it', () => {
    pointer(canvas, 'pointerup');
    key(canvas, 'keyup', 'KeyA');
    expect(seen).toEqual(['pointerup', 'keyup']);
  });

  it('the page can be pressed, and typed into without its listening', () => {
    expect(pointer(field, 'pointerdown')).toBe(true);
    expect(key(field, 'keydown', 'KeyA')).toBe(true);
    expect(seen).toEqual(['pointerdown']);
  });

  it('the editor itself gets everything', () => {
    key(host, 'keydown', 'KeyA');
    pointer(host, 'pointerdown');
    expect(seen).toEqual(['keydown', 'pointerdown']);
  });
});

describe('where nobody knows which part of the screen is seen', () => {
  const move = (buttons: number): boolean =>
    canvas.dispatchEvent(new MouseEvent('mousemove', { buttons, bubbles: true, cancelable: true }));

  it('moves without a button pass as long as that is so, and nothing else does', () => {
    stop();
    let isKnown = false;
    stop = shieldPage(window, host, () => !isKnown);
    seen = [];
    move(0);
    expect(seen).toEqual(['mousemove']);
    move(1);
    pointer(canvas, 'pointerdown');
    pointer(canvas, 'wheel');
    key(canvas, 'keydown', 'KeyA');
    isKnown = true;
    move(0);
    expect(seen).toEqual(['mousemove']);
  });
});

describe('when the editor was closed', () => {
  it('the key that closed it does not repeat into the page', () => {
    key(host, 'keydown', 'Escape');
    stop();
    seen = [];
    key(canvas, 'keydown', 'Escape');
    expect(seen).toEqual([]);
    key(canvas, 'keyup', 'Escape');
    key(canvas, 'keydown', 'Escape');
    expect(seen).toEqual(['keyup', 'keydown']);
  });

  it('everything else passes at once', () => {
    key(host, 'keydown', 'Escape');
    stop();
    seen = [];
    key(canvas, 'keydown', 'KeyA');
    pointer(canvas, 'pointerdown');
    expect(seen).toEqual(['keydown', 'pointerdown']);
  });
});
