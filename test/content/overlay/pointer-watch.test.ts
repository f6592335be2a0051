// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { POINT_EVERY_MS, watchPointer } from '../../../src/content/overlay/pointer-watch.ts';
import type { Picture } from '../../../src/ui/editor/surroundings.ts';

const PICTURE: Picture = {
  box: { x: 0, y: 0, width: 500, height: 400 },
  visible: { x: 0, y: 0, width: 500, height: 400 },
  framebuffer: { width: 1_000, height: 800 },
};

let nowMs = 0;
let picture: Picture | null = PICTURE;
let stop: () => void;
let canvas: HTMLCanvasElement;
let host: HTMLElement;
const point = vi.fn();

function move(clientX: number, clientY: number, target: Element = canvas): void {
  target.dispatchEvent(new PointerEvent('pointermove', { clientX, clientY, bubbles: true }));
}
function pass(ms: number): void {
  nowMs += ms;
  vi.advanceTimersByTime(ms);
}

beforeEach(() => {
  vi.useFakeTimers();
  point.mockReset();
  nowMs = 0;
  picture = PICTURE;
  canvas = document.createElement('canvas');
  host = document.createElement('div');
  document.body.append(canvas, host);
  stop = watchPointer(window, { host, findPicture: () => picture, nowMs: () => nowMs, point });
});
afterEach(() => {
  stop();
  document.body.replaceChildren();
  vi.useRealTimers();
});

describe('the own pointer', () => {
  it('is told in pixels of the remote screen', () => {
    move(100, 50);
    expect(point.mock.calls).toEqual([[{ x: 200, y: 100 }]]);
  });

  it('is told although the page hears nothing of it', () => {
    const silence = (event: Event): void => event.stopImmediatePropagation();
    document.addEventListener('pointermove', silence, true);
    move(100, 50);
    document.removeEventListener('pointermove', silence, true);
    expect(point).toHaveBeenCalledTimes(1);
  });

  it('is told ten times a second at most, and where it came to rest', () => {
    for (let ms = 0; ms < 1_000; ms += 10) {
      move(ms / 10, 10);
      pass(10);
    }
    pass(POINT_EVERY_MS);
    expect(point.mock.calls.length).toBeGreaterThan(8);
    expect(point.mock.calls.length).toBeLessThanOrEqual(11);
    expect(point).toHaveBeenLastCalledWith({ x: 198, y: 20 });
  });

  it('is told once while it rests', () => {
    move(100, 50);
    pass(500);
    move(100, 50);
    pass(500);
    expect(point).toHaveBeenCalledTimes(1);
  });

  it.each<[string, () => void]>([
    ['it leaves the picture', () => move(700, 50)],
    ['it is over our own controls', () => move(100, 50, host)],
    ['the window is left', () => window.dispatchEvent(new Event('blur'))],
    [
      'the picture is gone',
      () => {
        picture = null;
        move(101, 50);
      },
    ],
    ['the room is over', () => stop()],
  ])('is told to be nowhere when %s', (_what, leave) => {
    move(100, 50);
    pass(500);
    leave();
    expect(point).toHaveBeenLastCalledWith(null);
  });

  it('is not told any more after that', () => {
    stop();
    move(100, 50);
    pass(500);
    expect(point).not.toHaveBeenCalled();
  });
});
