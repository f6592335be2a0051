// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest';
import { findPicture } from '../../../src/content/overlay/picture-finder.ts';
import { placedCanvas as canvas, placed } from './placed.ts';

placed(document.documentElement, { left: 0, top: 0, width: 1000, height: 700 });

afterEach(() => document.body.replaceChildren());

describe('the picture', () => {
  it('is the largest canvas that can be seen, in pixels of its framebuffer', () => {
    canvas(50, 50, { left: 0, top: 0, width: 50, height: 50 });
    const largest = canvas(1280, 960, { left: 10, top: 20, width: 640, height: 480 });
    canvas(4000, 4000, { left: 0, top: 0, width: 900, height: 600 }).style.display = 'none';
    expect(findPicture(document)).toEqual({
      canvas: largest,
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
