// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest';
import { findPicture } from '../../../src/content/overlay/picture-finder.ts';

interface Placing {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** An element that is laid out as said; happy-dom itself lays nothing out. */
function placed<T extends HTMLElement>(element: T, { left, top, width, height }: Placing): T {
  element.getBoundingClientRect = () => new DOMRect(left, top, width, height);
  for (const [name, value] of Object.entries({
    clientWidth: width,
    clientHeight: height,
    offsetWidth: width,
    offsetHeight: height,
    clientLeft: 0,
    clientTop: 0,
    checkVisibility: () => element.style.display !== 'none',
  })) {
    Object.defineProperty(element, name, { value, configurable: true });
  }
  return element;
}

function canvas(width: number, height: number, placing: Placing, parent: HTMLElement = document.body) {
  const element = placed(document.createElement('canvas'), placing);
  element.width = width;
  element.height = height;
  parent.append(element);
  return element;
}

placed(document.documentElement, { left: 0, top: 0, width: 1000, height: 700 });

afterEach(() => document.body.replaceChildren());

describe('the picture', () => {
  it('is the largest canvas that can be seen, in pixels of its framebuffer', () => {
    canvas(50, 50, { left: 0, top: 0, width: 50, height: 50 });
    canvas(1280, 960, { left: 10, top: 20, width: 640, height: 480 });
    canvas(4000, 4000, { left: 0, top: 0, width: 900, height: 600 }).style.display = 'none';
    expect(findPicture(document)).toEqual({
      box: { x: 10, y: 20, width: 640, height: 480 },
      visible: { x: 10, y: 20, width: 640, height: 480 },
      framebuffer: { width: 1280, height: 960 },
    });
  });

  it('is cut off by the window and by what scrolls it', () => {
    const scroller = placed(document.createElement('div'), { left: 100, top: 50, width: 300, height: 200 });
    scroller.style.overflow = 'auto';
    document.body.append(scroller);
    canvas(800, 600, { left: 60, top: 50, width: 800, height: 600 }, scroller);
    expect(findPicture(document)?.visible).toEqual({ x: 100, y: 50, width: 300, height: 200 });
    expect(findPicture(document)?.box).toEqual({ x: 60, y: 50, width: 800, height: 600 });
  });

  it('is none where there is no canvas, or only one out of sight', () => {
    expect(findPicture(document)).toBeNull();
    canvas(800, 600, { left: 2000, top: 0, width: 800, height: 600 });
    expect(findPicture(document)).toBeNull();
  });
});
