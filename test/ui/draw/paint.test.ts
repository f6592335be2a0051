// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Mark, MarkShape } from '../../../src/model/annotation/mark.ts';
import type { DrawView } from '../../../src/ui/draw/draw-view.ts';
import { numberWriter } from '../../../src/ui/draw/label-text.ts';
import { DrawLayers } from '../../../src/ui/draw/layers.ts';
import type { LiveStroke } from '../../../src/ui/draw/live-strokes.ts';
import { MarkPainter, type ShownMark } from '../../../src/ui/draw/paint.ts';
import { INKS, RIM } from '../../../src/ui/draw/palette.ts';
import { contextOf, FakeContext, FakePath } from './fake-context.ts';

const FRAME = { width: 640, height: 480 };
const BOX = { x: 0, y: 0, ...FRAME };
const VIEW: DrawView = { box: BOX, visible: BOX, shown: BOX, framebuffer: FRAME };
const at = (x: number, y: number) => ({ x, y });
const ARROW: MarkShape = { tool: 'arrow', from: at(10, 10), to: at(90, 10) };
const PEN: MarkShape = {
  tool: 'pen',
  points: [at(10, 10), at(50, 40), at(90, 10)].map((each) => ({ ...each, pressure: 0.5 })),
};
const shownOf = (shape: MarkShape, more: Partial<Mark> = {}, opacity = 1): ShownMark => ({
  mark: { by: '', number: 1, shape, color: 'cyan', width: 4, frame: FRAME, fadeMs: null, ...more },
  opacity,
});

const newPath = vi.fn<() => Path2D>();
let paths: FakePath[];
let painter: MarkPainter;
beforeEach(() => {
  paths = [];
  newPath.mockReset();
  newPath.mockImplementation(() => {
    const path = new FakePath();
    paths.push(path);
    // Only what is drawn into a path is asked of it here.
    return path as unknown as Path2D;
  });
  painter = new MarkPainter(numberWriter('en'), newPath);
});

/** What is painted with is all there; the rest of a context nobody asks for. */
const paint = (marks: readonly ShownMark[], view = VIEW): FakeContext => {
  const context = new FakeContext();
  painter.paint(contextOf(context), marks, { view, origin: at(0, 0), ratio: 1 });
  return context;
};

describe('painting a mark', () => {
  test('puts a dark rim under its colour', () => {
    expect(paint([shownOf(ARROW)]).painted).toMatchObject([
      { what: 'stroke', color: RIM, width: 7 },
      { what: 'stroke', color: INKS.cyan, width: 4 },
    ]);
    expect(paint([shownOf(PEN)]).painted).toMatchObject([
      { what: 'fill', color: RIM },
      { what: 'fill', color: INKS.cyan },
    ]);
  });

  test('lets it fade, rim and all', () => {
    expect(paint([shownOf(ARROW, {}, 0.4)]).painted.map(({ alpha }) => alpha)).toEqual([0.4, 0.4]);
  });

  test('dashes what was made on a picture of another size', () => {
    const frame = { width: 1280, height: 960 };
    for (const shape of [ARROW, PEN]) {
      expect(paint([shownOf(shape, { frame })]).painted.map(({ isDashed }) => isDashed)).toEqual([
        false,
        true,
      ]);
    }
  });

  test('keeps lines as thick as can be seen, and letters as large as can be read, on a small picture', () => {
    const small: DrawView = { ...VIEW, box: { ...BOX, width: 80, height: 60 } };
    expect(paint([shownOf(ARROW)], small).painted[1]?.width).toBe(14);
    const text = paint([shownOf({ tool: 'text', at: at(5, 5), text: 'grain' })], small);
    expect(text.font).toContain('96px');
    expect(text.painted.at(-1)).toMatchObject({ what: 'text', text: 'grain' });
  });

  test('traces each line once, and a pen’s anew when the picture’s scale is another', () => {
    const marks = [shownOf(ARROW), shownOf(PEN)];
    paint(marks);
    expect(newPath).toHaveBeenCalledTimes(3);
    paint(marks);
    paint(marks, { ...VIEW, box: { ...BOX, width: 650, height: 488 } });
    expect(newPath).toHaveBeenCalledTimes(3);
    paint(marks, { ...VIEW, box: { ...BOX, width: 320, height: 240 } });
    expect(newPath).toHaveBeenCalledTimes(5);
  });

  test('leads a pen’s line through its very points: rim and ink lie evenly round them', () => {
    paint([shownOf(PEN)]);
    const [rim, ink] = paths;
    for (const [path, far] of [
      [ink, 2],
      [rim, 3.5],
    ] as const) {
      const nearest = Math.min(...(path?.points ?? []).map(([x, y]) => Math.hypot(x - 50, y - 40)));
      expect(Math.abs(nearest - far)).toBeLessThan(0.75);
    }
  });
});

describe('painting what moves', () => {
  const live = (strokes: readonly LiveStroke[], nowMs: number): FakeContext => {
    const context = new FakeContext();
    painter.paintLive(contextOf(context), strokes, { view: VIEW, origin: at(0, 0), ratio: 1 }, nowMs);
    return context;
  };

  test('shows a laser’s dot until it is put away, and its trail for a second', () => {
    const points = Array.from({ length: 20 }, (_, index) => ({ ...at(10 + 5 * index, 10), pressure: 0.5 }));
    const laser: LiveStroke = {
      tool: 'laser',
      color: 'green',
      width: 4,
      points,
      times: points.map((_, index) => index * 20),
      isOver: false,
    };
    expect(live([laser], 500).painted).toHaveLength(6);
    expect(live([laser], 5000).painted).toHaveLength(3);
    expect(live([{ ...laser, isOver: true }], 500).painted).toHaveLength(3);
    expect(live([{ ...laser, isOver: true }], 5000).painted).toEqual([]);
    const all = paths.flatMap((path) => path.points);
    expect(all.length).toBeGreaterThan(60);
    expect(all.flat().every(Number.isFinite)).toBe(true);
  });

  test('traces a long line’s end alone when it grows', () => {
    const points = Array.from({ length: 1000 }, (_, index) => ({ ...at(index, 10), pressure: 0.5 }));
    const line: LiveStroke = { tool: 'pen', color: 'green', width: 4, points, times: [], isOver: false };
    live([line], 0);
    expect(newPath).toHaveBeenCalledTimes(20);
    live([{ ...line, points: [...points, { ...at(1000, 10), pressure: 0.5 }] }], 0);
    expect(newPath).toHaveBeenCalledTimes(22);
    const reach = Math.max(...paths.flatMap((path) => path.points.map(([x]) => x)));
    expect(reach).toBeGreaterThan(1000);
    expect(live([{ ...line, points: points.slice(0, 1) }], 0).painted).toHaveLength(2);
  });

  test('says how long a length is while it is pulled', () => {
    const span = {
      tool: 'length',
      color: 'white',
      width: 2,
      from: at(0, 0),
      to: at(9, 0),
      calibration: null,
    } as const;
    const last = (stroke: LiveStroke) => live([stroke], 0).painted.at(-1);
    expect(last(span)).toMatchObject({ what: 'text', text: '9 px' });
    const calibration = { unitsPerPixel: 0.5, unit: 'µm' } as const;
    expect(last({ ...span, calibration })).toMatchObject({ what: 'text', text: '4.5 µm' });
    expect(last({ ...span, tool: 'arrow' })).toMatchObject({ what: 'stroke' });
  });
});

describe('the layers', () => {
  let contexts: FakeContext[];
  let ground: HTMLElement;
  let layers: DrawLayers;
  let clockMs: () => number;
  beforeEach(() => {
    clockMs = () => 0;
    contexts = [];
    ground = document.createElement('div');
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(() => {
      const context = new FakeContext();
      contexts.push(context);
      return contextOf(context);
    });
    layers = new DrawLayers(ground, painter, () => clockMs());
  });
  afterEach(() => {
    layers.remove();
    vi.restoreAllMocks();
  });
  const draw = (marks: readonly ShownMark[], view: DrawView | null = VIEW): readonly number[] => {
    for (const context of contexts) context.painted.length = 0;
    layers.paint(view, 2, null, marks, [], 0);
    return contexts.map(({ painted }) => painted.length);
  };
  const first = shownOf(ARROW);
  const second = shownOf(ARROW, { number: 2 });

  test('lie over what can be seen of the picture, on whole device pixels', () => {
    draw([first], { ...VIEW, visible: { x: 10.3, y: 20, width: 100, height: 50 } });
    const canvas = ground.querySelector('canvas');
    expect(canvas?.style.left).toBe('10px');
    expect(canvas?.width).toBe(201);
    expect(canvas?.style.width).toBe('100.5px');
    draw([first], null);
    expect(canvas?.hidden).toBe(true);
  });

  test('paint what has settled once, and what is new upon it', () => {
    // The clearing, and two strokes.
    expect(draw([first])).toEqual([3, 1]);
    expect(draw([{ ...first }])).toEqual([0, 0]);
    expect(draw([first, second])).toEqual([2, 0]);
    expect(draw([second])).toEqual([3, 0]);
  });

  test('paint again only where a mark went away', () => {
    const far = shownOf({ tool: 'arrow', from: at(400, 400), to: at(500, 400) }, { number: 3 });
    const near = shownOf({ tool: 'ellipse', from: at(40, 0), to: at(80, 60) }, { number: 4 });
    draw([first, near, far]);
    expect(draw([near, far])).toEqual([3, 0]);
    expect(contexts[0]?.painted[0]).toMatchObject({ what: 'clear' });
    // In another order all is another picture.
    expect(draw([far, near])).toEqual([5, 0]);
  });

  test('paint a few at a time when it takes long, and all in the end', () => {
    let nowMs = 0;
    clockMs = () => {
      nowMs += 3;
      return nowMs;
    };
    const many = Array.from({ length: 5 }, (_, number) => shownOf(ARROW, { number }));
    // Three marks of two strokes a frame, after the clearing.
    expect(draw(many)[0]).toBe(7);
    expect(draw(many)[0]).toBe(4);
    expect(draw(many)[0]).toBe(0);
  });

  test('go along when the page is scrolled, without being painted', () => {
    draw([first]);
    const moved = { ...BOX, x: 30, y: -20 };
    expect(draw([first], { ...VIEW, box: moved, visible: moved })).toEqual([0, 0]);
    expect(ground.querySelector('canvas')?.style.top).toBe('-20px');
  });

  test('paint all again when the picture moved', () => {
    draw([first, second]);
    expect(draw([first, second], { ...VIEW, box: { ...BOX, x: 5 } })[0]).toBe(5);
  });

  test('paint what fades on the layer that is painted every frame anyway', () => {
    draw([first, second]);
    expect(draw([{ ...first, opacity: 0.5 }, second])).toEqual([3, 3]);
    expect(draw([{ ...first, opacity: 0.4 }, second])).toEqual([0, 3]);
    expect(draw([second])).toEqual([0, 1]);
  });
});
