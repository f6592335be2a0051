// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RoomPointer } from '../../../src/model/port/room-view.ts';
import type { Picture } from '../../../src/ui/editor/surroundings.ts';
import {
  FADES_MS,
  GONE_MS,
  mountPointers,
  type PointerLayer,
  pixelAt,
  placeOf,
} from '../../../src/ui/room/pointer-layer.ts';
import { messagesOf } from '../fake-surroundings.ts';
import { ADA, BEN, personOf, roomOf, SELF } from './room-of.ts';

/** Half size, 100 CSS pixels from the corner, its lower part scrolled away. */
const PICTURE: Picture = {
  box: { x: 100, y: 50, width: 640, height: 480 },
  visible: { x: 100, y: 50, width: 640, height: 240 },
  framebuffer: { width: 1280, height: 960 },
};

let nowMs = 0;
let picture: Picture | null = PICTURE;
let container: HTMLElement;
let layer: PointerLayer;
const { people } = roomOf();

const at = (member: string, x: number, y: number, agoMs = 0): RoomPointer => ({ member, x, y, agoMs });
const show = (...pointers: readonly RoomPointer[]): void => layer.show(people, pointers, SELF);
const shown = (): readonly HTMLElement[] => [...container.querySelectorAll<HTMLElement>('.room-pointer')];
const transforms = (): readonly string[] => shown().map(({ style }) => style.transform);
function pass(ms: number): void {
  nowMs += ms;
  vi.advanceTimersByTime(ms);
}

beforeEach(() => {
  vi.useFakeTimers();
  nowMs = 0;
  picture = PICTURE;
  container = document.createElement('div');
  document.body.append(container);
  layer = mountPointers(container, {
    messages: messagesOf('en'),
    nowMs: () => nowMs,
    findPicture: () => picture,
  });
});
afterEach(() => {
  layer.remove();
  document.body.replaceChildren();
  vi.useRealTimers();
});

describe('other people’s pointers', () => {
  it('are where they point on the picture, with initials and a name', () => {
    show(at(ADA, 200, 100));
    expect(transforms()).toEqual(['translate(200px, 100px)']);
    expect(shown()[0]?.textContent).toBe('A ⁨Ada⁩');
    expect(shown()[0]?.getAttribute('aria-hidden')).toBe('true');
  });

  it('move without being made anew', () => {
    show(at(ADA, 200, 100));
    const [element] = shown();
    show(at(ADA, 400, 100));
    expect(shown()).toEqual([element]);
    expect(transforms()).toEqual(['translate(300px, 100px)']);
  });

  it('follow the picture when it moves and nobody points', () => {
    show(at(ADA, 200, 100));
    picture = { ...PICTURE, box: { ...PICTURE.box, x: 0 }, visible: { ...PICTURE.visible, x: 0 } };
    pass(300);
    expect(transforms()).toEqual(['translate(100px, 100px)']);
  });

  it('are hidden where the picture cannot be seen, and without one', () => {
    show(at(ADA, 200, 900));
    expect(shown()[0]?.hidden).toBe(true);
    picture = null;
    show(at(ADA, 200, 100));
    expect(shown()[0]?.hidden).toBe(true);
  });

  it('have their name on the left near the right side', () => {
    show(at(ADA, 200, 100), at(BEN, 1_270, 100));
    expect(shown().map((each) => each.hasAttribute('data-flipped'))).toEqual([false, true]);
  });

  it('fade when they rest, and go', () => {
    show(at(ADA, 200, 100));
    pass(FADES_MS);
    expect(shown()[0]?.hasAttribute('data-stale')).toBe(true);
    pass(GONE_MS - FADES_MS);
    expect(shown()).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leave out the own one, strangers and who is gone', () => {
    show(at(SELF, 1, 1), at('StrangerStrangerStran9', 1, 1), at(ADA, 1, 1));
    expect(shown()).toHaveLength(1);
    layer.show([personOf(ADA, { isPresent: false })], [at(ADA, 1, 1)], SELF);
    expect(shown()).toEqual([]);
  });

  it('go when their place is not told any more', () => {
    show(at(ADA, 1, 1), at(BEN, 1, 1));
    show(at(BEN, 1, 1));
    expect(shown()).toHaveLength(1);
  });

  it('take a new name', () => {
    show(at(ADA, 1, 1));
    layer.show([personOf(ADA, { name: 'Countess' })], [at(ADA, 1, 1)], SELF);
    expect(shown().map((each) => each.textContent)).toEqual(['C ⁨Countess⁩']);
  });

  it('are at most 32', () => {
    const many = Array.from({ length: 40 }, (_, index) =>
      personOf(`${String(index).padStart(2, '0')}aaaaaaaaaaaaaaaaaaaa`),
    );
    layer.show(
      many,
      many.map(({ id }) => at(id, 1, 1)),
      SELF,
    );
    expect(shown()).toHaveLength(32);
  });
});

describe('a place on the picture', () => {
  it('is the pixel that is drawn there', () => {
    for (const pixel of [
      { x: 0, y: 0 },
      { x: 639, y: 200 },
      { x: 1_270, y: 470 },
    ]) {
      const place = placeOf(pixel, PICTURE);
      expect(place).not.toBeNull();
      const back = pixelAt(place ?? { x: 0, y: 0 }, PICTURE);
      expect(Math.abs((back?.x ?? 0) - pixel.x)).toBeLessThanOrEqual(2);
      expect(Math.abs((back?.y ?? 0) - pixel.y)).toBeLessThanOrEqual(2);
    }
  });

  it('is none outside what can be seen', () => {
    expect(pixelAt({ x: 99, y: 60 }, PICTURE)).toBeNull();
    expect(pixelAt({ x: 200, y: 290 }, PICTURE)).toBeNull();
  });
});
