// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ViewFinder, watchView } from '../../../src/content/overlay/draw-view-finder.ts';
import type { Snapshot } from '../../../src/model/snapshot.ts';
import { snapshotOf } from '../../ui/snapshots.ts';
import { placed, placedCanvas } from './placed.ts';

placed(document.documentElement, { left: 0, top: 0, width: 1000, height: 700 });

let snapshots: readonly Snapshot[];
let changed: () => void;
let nowMs: number;
let finder: ViewFinder;

const screen = { width: 1600, height: 1200 };
const session = (parts: Partial<Snapshot> = {}, size = screen): Snapshot => {
  const snapshot = snapshotOf(parts);
  return { ...snapshot, nowMs, instrument: { ...snapshot.instrument, ...size } };
};
const tell = (...next: readonly Snapshot[]): void => {
  snapshots = next;
  changed();
};

beforeEach(() => {
  nowMs = 5000;
  snapshots = [session()];
  const store = {
    get snapshots() {
      return snapshots;
    },
    watch: (listener: () => void) => {
      changed = listener;
      return () => undefined;
    },
  };
  finder = watchView(document, store, () => nowMs);
});

afterEach(() => {
  finder.stop();
  document.body.replaceChildren();
});

const box = { x: 50, y: 20, width: 800, height: 600 };
const clipped = (): HTMLCanvasElement =>
  placedCanvas(800, 600, { left: 50, top: 20, width: 800, height: 600 });
const mouse = (target: Element, type: string, at: { x: number; y: number }, buttons = 0): void => {
  target.dispatchEvent(
    new MouseEvent(type, { clientX: box.x + at.x, clientY: box.y + at.y, buttons, bubbles: true }),
  );
};
/** The mouse rests there, and the page's client has told the server so. */
const rest = (canvas: Element, at: { x: number; y: number }, sent: { x: number; y: number }): void => {
  mouse(canvas, 'mousemove', at);
  const atMs = nowMs + 10;
  nowMs += 500;
  tell(session({ pointer: { ...sent, atMs } }));
};

describe('a picture that shows all of the remote screen', () => {
  it('is found at any scale, and needs no pointer', () => {
    placedCanvas(1600, 1200, { left: 50, top: 20, width: 800, height: 600 });
    expect(finder.find()).toEqual({
      box,
      visible: box,
      framebuffer: screen,
      shown: { x: 0, y: 0, width: 1600, height: 1200 },
    });
  });

  it('is none when the connection is closed, or its screen is smaller', () => {
    placedCanvas(1600, 1200, { left: 50, top: 20, width: 800, height: 600 });
    tell(session({ guarding: 'closed' }));
    expect(finder.find()).toBeNull();
    tell(session({}, { width: 1600, height: 1100 }));
    expect(finder.find()).toBeNull();
  });
});

describe('a picture that shows a part of it', () => {
  it('is none until the pointer has rested over it', () => {
    const canvas = clipped();
    tell(session());
    expect(finder.find()).toBeNull();
    rest(canvas, { x: 10, y: 5 }, { x: 310, y: 205 });
    expect(finder.find()).toEqual({
      box,
      visible: box,
      framebuffer: screen,
      shown: { x: 300, y: 200, width: 800, height: 600 },
    });
  });

  it('is none again when the canvas has another size, even if it gets the old one back', async () => {
    const canvas = clipped();
    tell(session());
    rest(canvas, { x: 10, y: 5 }, { x: 310, y: 205 });
    canvas.width = 700;
    canvas.width = 800;
    await Promise.resolve();
    expect(finder.find()).toBeNull();
    rest(canvas, { x: 11, y: 5 }, { x: 11, y: 5 });
    expect(finder.find()?.shown).toEqual({ x: 0, y: 0, width: 800, height: 600 });
  });

  it('is none again when the remote screen has another size', () => {
    const canvas = clipped();
    tell(session());
    rest(canvas, { x: 10, y: 5 }, { x: 310, y: 205 });
    tell(session({}, { width: 1400, height: 1200 }));
    expect(finder.find()).toBeNull();
  });

  it('is none after a drag of which the server heard nothing', () => {
    const canvas = clipped();
    tell(session());
    rest(canvas, { x: 10, y: 5 }, { x: 310, y: 205 });
    const told = snapshots[0]?.pointer ?? null;
    mouse(canvas, 'mousedown', { x: 10, y: 5 }, 1);
    // noVNC lets a cover of its own take the moves.
    mouse(document.body, 'mousemove', { x: 60, y: 5 }, 1);
    mouse(document.body, 'mouseup', { x: 60, y: 5 });
    nowMs += 500;
    tell(session({ pointer: told }));
    expect(finder.find()).toBeNull();
  });

  it('stays through moves elsewhere on the page', () => {
    const canvas = clipped();
    tell(session());
    rest(canvas, { x: 10, y: 5 }, { x: 310, y: 205 });
    mouse(document.body, 'mousedown', { x: 900, y: 5 }, 1);
    mouse(document.body, 'mousemove', { x: 400, y: 5 }, 1);
    mouse(document.body, 'mouseup', { x: 400, y: 5 });
    expect(finder.find()).not.toBeNull();
  });

  it('is nobody’s where two screens are larger', () => {
    clipped();
    tell(session(), session({ connection: '2' }, { width: 1200, height: 1000 }));
    expect(finder.find()).toBeNull();
  });
});

describe('a finger on a part of the screen', () => {
  const touch = (canvas: Element, type: string, at: { x: number; y: number } | null): void => {
    const event = new Event(type, { bubbles: true });
    const finger = at === null ? [] : [{ clientX: box.x + at.x, clientY: box.y + at.y }];
    Object.assign(event, { touches: type === 'touchend' ? [] : finger, changedTouches: finger });
    canvas.dispatchEvent(event);
  };

  it('tells it by a tap, but not by the second of two', () => {
    const canvas = clipped();
    tell(session());
    touch(canvas, 'touchstart', { x: 10, y: 5 });
    touch(canvas, 'touchend', { x: 10, y: 5 });
    const atMs = nowMs + 1;
    nowMs += 500;
    tell(session({ pointer: { x: 310, y: 205, atMs } }));
    expect(finder.find()?.shown).toMatchObject({ x: 300, y: 200 });
    touch(canvas, 'touchstart', { x: 30, y: 5 });
    touch(canvas, 'touchend', { x: 30, y: 5 });
    nowMs += 500;
    tell(session({ pointer: { x: 310, y: 205, atMs: nowMs - 400 } }));
    expect(finder.find()?.shown).toMatchObject({ x: 300, y: 200 });
  });

  it('takes it away by a drag', () => {
    const canvas = clipped();
    tell(session());
    rest(canvas, { x: 10, y: 5 }, { x: 310, y: 205 });
    touch(canvas, 'touchstart', { x: 10, y: 5 });
    touch(canvas, 'touchmove', { x: 80, y: 5 });
    expect(finder.find()).toBeNull();
  });
});
