import {
  type Arbitrary,
  array,
  assert,
  boolean,
  constant,
  constantFrom,
  double,
  integer,
  oneof,
  property,
  record,
  string,
  uniqueArray,
} from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  MARK_COLORS,
  MARK_WIDTHS,
  MAX_POINTS,
  type StrokePoint,
} from '../../../src/model/annotation/mark.ts';
import {
  beginning,
  DRAW_PLACES,
  DRAW_TOOLS,
  type DrawEffect,
  type DrawEvent,
  type DrawState,
  type DrawTool,
  FADE_MS,
  START_CHOICES,
} from '../../../src/ui/draw/draw-state.ts';
import { transition } from '../../../src/ui/draw/draw-transition.ts';
import type { OwnMark } from '../../../src/ui/draw/own-history.ts';
import { roundLength } from '../../../src/ui/draw/stroke.ts';

const FRAME = { width: 200, height: 100 };
const WALL_MS = 1_000_000;
const fresh = beginning(START_CHOICES, FRAME);

interface Run {
  readonly state: DrawState;
  readonly effects: readonly DrawEffect[];
}
const run = (from: DrawState, ...events: readonly DrawEvent[]): Run =>
  events.reduce<Run>(
    ({ state, effects }, event) => {
      const outcome = transition(state, event);
      return { state: outcome.state, effects: [...effects, ...outcome.effects] };
    },
    { state: from, effects: [] },
  );
const point = (x: number, y: number, pressure = 0.5): StrokePoint => ({ x, y, pressure });
const press = (x: number, y: number): DrawEvent => ({ type: 'press', point: point(x, y), wallMs: WALL_MS });
const move = (...points: readonly StrokePoint[]): DrawEvent => ({ type: 'move', points, wallMs: WALL_MS });
const LIFT: DrawEvent = { type: 'lift' };
const ENTER: DrawEvent = { type: 'enter', from: { x: 100, y: 50 }, wallMs: WALL_MS };
const step = (x: number, y: number): DrawEvent => ({
  type: 'step',
  by: { x, y },
  from: { x: 100, y: 50 },
  wallMs: WALL_MS,
});
const INTERRUPT: DrawEvent = { type: 'interrupt', wallMs: WALL_MS };
const choose = (tool: DrawTool): DrawEvent => ({ type: 'choose', tool });
const dragged = (x: number, y: number, toX: number, toY: number): readonly DrawEvent[] => [
  press(x, y),
  move(point(toX, toY)),
  LIFT,
];
const undo = (...standing: readonly number[]): DrawEvent => ({
  type: 'undo',
  standing: new Set(standing),
  wallMs: WALL_MS,
});
const REDO: DrawEvent = { type: 'redo', wallMs: WALL_MS };
const madeIn = (effects: readonly DrawEffect[]): readonly OwnMark[] =>
  effects.flatMap((effect) => (effect.type === 'make' ? [effect.mark] : []));

describe('drawing', () => {
  test('makes a mark of what the pen went over, when the pointer goes up', () => {
    const during = run(fresh, press(10, 10), move(point(20, 10), point(30, 15, 0.9)));
    expect(during.effects).toEqual([]);
    const { state, effects } = run(during.state, LIFT);
    expect(effects).toEqual([
      {
        type: 'make',
        place: 'alone',
        mark: {
          number: WALL_MS,
          shape: { tool: 'pen', points: [point(10, 10), point(20, 10), point(30, 15, 0.9)] },
          color: 'yellow',
          width: 4,
          frame: FRAME,
          fadeMs: FADE_MS,
        },
      },
    ]);
    expect(state.stroke).toBeNull();
  });

  test.each(['arrow', 'rectangle', 'ellipse'] as const)('makes an %s from where to where', (tool) => {
    const { effects } = run(fresh, choose(tool), ...dragged(10, 10, 50, 40));
    expect(madeIn(effects)[0]?.shape).toEqual({ tool, from: { x: 10, y: 10 }, to: { x: 50, y: 40 } });
  });

  test('makes nothing of a click, and says so to those who see it live', () => {
    const { effects } = run(fresh, choose('arrow'), ...dragged(10, 10, 11, 10));
    expect(effects).toEqual([{ type: 'nothing', place: 'alone', number: WALL_MS }]);
  });

  test('leaves nothing of a laser', () => {
    expect(run(fresh, choose('laser'), ...dragged(10, 10, 50, 10)).effects).toEqual([
      { type: 'nothing', place: 'alone', number: WALL_MS },
    ]);
  });

  test('gives every mark a greater number, also when the clock stands still or goes back', () => {
    const { effects } = run(
      fresh,
      ...dragged(1, 1, 9, 9),
      ...dragged(1, 1, 9, 9),
      { type: 'press', point: point(1, 1), wallMs: 5 },
      LIFT,
    );
    expect(madeIn(effects).map(({ number }) => number)).toEqual([WALL_MS, WALL_MS + 1, WALL_MS + 2]);
  });

  test('goes on in another mark where one is full, so that nothing is lost', () => {
    const many = Array.from({ length: MAX_POINTS + 50 }, (_, index) => point(index % 200, (index * 7) % 100));
    const { state, effects } = run(fresh, press(0, 50), move(...many), LIFT);
    const marks = madeIn(effects);
    const lengths = marks.map(({ shape }) => (shape.tool === 'pen' ? shape.points.length : 0));
    expect(lengths).toEqual([MAX_POINTS, 52]);
    const [first, second] = marks.map(({ shape }) => (shape.tool === 'pen' ? shape.points : []));
    expect(second?.[0]).toEqual(first?.at(-1));
    expect(state.lastNumber).toBe(WALL_MS + 1);
  });

  test('goes on with a laser that is held for long in another trail, which others see to its end', () => {
    const many = Array.from({ length: MAX_POINTS + 50 }, (_, index) => point(index % 200, (index * 7) % 100));
    const { state, effects } = run(fresh, choose('laser'), press(0, 50), move(...many));
    expect(state.stroke).toMatchObject({ tool: 'laser', number: WALL_MS + 1 });
    expect(state.stroke?.type === 'line' ? state.stroke.points.length : 0).toBe(52);
    expect(madeIn(effects)).toEqual([]);
  });

  test('keeps inside the picture, and takes no place that is none', () => {
    const { effects } = run(
      fresh,
      choose('arrow'),
      press(-5, 10),
      move(point(Number.NaN, 1), point(999, 40)),
      LIFT,
    );
    expect(madeIn(effects)[0]?.shape).toMatchObject({ from: { x: 0, y: 10 }, to: { x: 200, y: 40 } });
    expect(run(fresh, press(Number.POSITIVE_INFINITY, 1)).state.stroke).toBeNull();
  });

  test('rubs at each place the eraser goes over', () => {
    expect(run(fresh, choose('erase'), ...dragged(10, 10, 12, 10)).effects).toEqual([
      { type: 'rub', at: { x: 10, y: 10 } },
      { type: 'rub', at: { x: 12, y: 10 } },
    ]);
  });

  test('ends as what it is when something needs the user, and a text too', () => {
    const arrow = run(fresh, choose('arrow'), press(10, 10), move(point(60, 60)), INTERRUPT, LIFT);
    expect(madeIn(arrow.effects)).toHaveLength(1);
    const text = run(fresh, choose('text'), press(10, 10), { type: 'type', text: ' grain ' }, INTERRUPT);
    expect(madeIn(text.effects)[0]?.shape).toEqual({ tool: 'text', at: { x: 10, y: 10 }, text: 'grain' });
    expect(text.state.typing).toBeNull();
  });

  test('can be dropped', () => {
    const { state, effects } = run(fresh, press(10, 10), { type: 'drop' }, LIFT);
    expect(effects).toEqual([{ type: 'nothing', place: 'alone', number: WALL_MS }]);
    expect(state.stroke).toBeNull();
  });

  test('ends one stroke before it begins another', () => {
    const { state, effects } = run(fresh, choose('arrow'), ENTER, step(20, 0), press(10, 10));
    expect(madeIn(effects)).toHaveLength(1);
    expect(state.stroke?.by).toBe('pointer');
  });

  test('writes on one line, without what cannot be seen, and no text of nothing', () => {
    const typed = (text: string) =>
      run(fresh, choose('text'), press(5, 5), { type: 'type', text }, { type: 'typed', wallMs: WALL_MS });
    expect(madeIn(typed('a\u202eb\nc').effects)[0]?.shape).toMatchObject({ text: 'ab c' });
    expect(madeIn(typed(' \u200b ').effects)).toEqual([]);
    expect(madeIn(typed('x'.repeat(500)).effects)[0]?.shape).toMatchObject({ text: 'x'.repeat(200) });
  });
});

describe('drawing by keyboard', () => {
  test('begins and ends with Enter, at a place that arrow keys move', () => {
    const { effects, state } = run(
      fresh,
      choose('rectangle'),
      step(-20, 0),
      ENTER,
      step(30, 0),
      step(0, 20),
      ENTER,
    );
    expect(madeIn(effects)[0]?.shape).toEqual({
      tool: 'rectangle',
      from: { x: 80, y: 50 },
      to: { x: 110, y: 70 },
    });
    expect(state.cursor).toMatchObject({ x: 110, y: 70 });
  });

  test('rubs at the place itself, and is done', () => {
    const { effects, state } = run(fresh, choose('erase'), ENTER);
    expect(effects).toEqual([{ type: 'rub', at: { x: 100, y: 50 } }]);
    expect(state.stroke).toBeNull();
  });

  test('opens a text at the place', () => {
    expect(run(fresh, choose('text'), ENTER).state.typing).toEqual({ at: { x: 100, y: 50 }, text: '' });
  });
});

describe('undoing', () => {
  const two = run(fresh, ...dragged(1, 1, 9, 9), ...dragged(20, 20, 40, 40));

  test('erases the newest own mark that still stands', () => {
    expect(run(two.state, undo(WALL_MS, WALL_MS + 1)).effects).toEqual([
      { type: 'erase', place: 'alone', numbers: [WALL_MS + 1] },
    ]);
    expect(run(two.state, undo(WALL_MS)).effects).toEqual([
      { type: 'erase', place: 'alone', numbers: [WALL_MS] },
    ]);
    expect(run(two.state, undo()).effects).toEqual([]);
  });

  test('is undone by the same mark under a new number, which can be undone again', () => {
    const back = run(two.state, undo(WALL_MS, WALL_MS + 1), REDO);
    const [again] = madeIn(back.effects);
    expect(again).toEqual({ ...madeIn(two.effects)[1], number: WALL_MS + 2 });
    expect(run(back.state, undo(WALL_MS, WALL_MS + 2)).effects).toEqual([
      { type: 'erase', place: 'alone', numbers: [WALL_MS + 2] },
    ]);
  });

  test('brings back own marks that were erased', () => {
    const erased = run(two.state, { type: 'erased', marks: madeIn(two.effects) });
    const back = run(erased.state, undo());
    expect(madeIn(back.effects).map(({ number }) => number)).toEqual([WALL_MS + 2, WALL_MS + 3]);
    // They go by their new names in the steps before, too.
    expect(run(back.state, undo(WALL_MS + 2, WALL_MS + 3)).effects).toEqual([
      { type: 'erase', place: 'alone', numbers: [WALL_MS + 3] },
    ]);
    expect(run(back.state, REDO).effects).toEqual([
      { type: 'erase', place: 'alone', numbers: [WALL_MS + 2, WALL_MS + 3] },
    ]);
  });

  test('takes back what was being drawn', () => {
    const { effects } = run(fresh, choose('arrow'), press(10, 10), move(point(60, 60)), undo());
    expect(effects.map(({ type }) => type)).toEqual(['make', 'erase']);
  });

  test('is of the place where one draws now', () => {
    const room = run(two.state, { type: 'place', place: 'room', fresh: false, wallMs: WALL_MS });
    expect(run(room.state, undo(WALL_MS, WALL_MS + 1)).effects).toEqual([]);
  });

  test('ends a stroke where it was begun', () => {
    const { effects } = run(fresh, ...dragged(1, 1, 9, 9).slice(0, 2), {
      type: 'place',
      place: 'still',
      fresh: true,
      wallMs: WALL_MS,
    });
    expect(effects).toMatchObject([{ type: 'make', place: 'alone' }]);
  });
});

describe('a scale', () => {
  const calibrate: DrawEvent = { type: 'calibrate', wallMs: WALL_MS };
  const known = run(fresh, calibrate, ...dragged(10, 50, 110, 50), {
    type: 'calibrated',
    length: 5,
    unit: 'µm',
  });

  test('comes from a distance that is drawn and told, and leaves no mark', () => {
    expect(run(fresh, calibrate, ...dragged(10, 50, 110, 50)).state.calibrating).toEqual({
      type: 'ask',
      pixels: 100,
    });
    expect(known.state.calibration).toEqual({ unitsPerPixel: 0.05, unit: 'µm' });
    expect(known.state.calibrating).toBeNull();
    expect(madeIn(known.effects)).toEqual([]);
  });

  test('is carried by lengths from then on', () => {
    const { effects } = run(known.state, choose('length'), ...dragged(0, 0, 30, 40));
    expect(madeIn(effects)[0]?.shape).toMatchObject({ tool: 'length', calibration: { unitsPerPixel: 0.05 } });
    expect(madeIn(run(fresh, choose('length'), ...dragged(0, 0, 30, 40)).effects)[0]?.shape).toMatchObject({
      calibration: null,
    });
  });

  test('has to be there before a bar can be drawn; then the bar is of a round length', () => {
    const first = run(fresh, choose('scale-bar'));
    expect(first.state.calibrating).toEqual({ type: 'aim' });
    const { effects } = run(known.state, choose('scale-bar'), ...dragged(150, 90, 113, 92));
    expect(madeIn(effects)[0]?.shape).toMatchObject({ tool: 'scale-bar', at: { x: 113, y: 90 }, length: 2 });
  });

  test('is forgotten when the framebuffer has another size', () => {
    const { state, effects } = run(known.state, {
      type: 'frame',
      frame: { width: 400, height: 200 },
      wallMs: WALL_MS,
    });
    expect(state.calibration).toBeNull();
    expect(effects).toEqual([{ type: 'uncalibrated' }]);
  });

  test.each([
    [1, 1],
    [1.3, 1],
    [37, 50],
    [0.0023, 0.002],
    [8, 10],
  ])('%d is %d as a round length', (length, round) => {
    expect(roundLength(length)).toBe(round);
  });
});

describe('whatever happens', () => {
  const coordinate = oneof(
    integer({ min: -20, max: 220 }),
    double({ min: -1e9, max: 1e9 }),
    constantFrom(Number.NaN, Number.POSITIVE_INFINITY),
  );
  const place = record({ x: coordinate, y: coordinate });
  const stroke = record({ x: coordinate, y: coordinate, pressure: double({ min: 0, max: 1, noNaN: true }) });
  const wallMs = oneof(constant(WALL_MS), integer({ min: 0, max: 2_000_000 }));
  const event: Arbitrary<DrawEvent> = oneof(
    record({ type: constant('choose' as const), tool: constantFrom(...DRAW_TOOLS) }),
    record({ type: constant('color' as const), color: constantFrom(...MARK_COLORS) }),
    record({ type: constant('width' as const), width: constantFrom(...MARK_WIDTHS) }),
    record({ type: constant('fade' as const), fadeMs: constantFrom(null, FADE_MS) }),
    record({ type: constant('press' as const), point: stroke, wallMs }),
    record({ type: constant('move' as const), points: array(stroke, { maxLength: 4 }), wallMs }),
    constant(LIFT),
    record({ type: constant('step' as const), by: place, from: place, wallMs }),
    record({ type: constant('enter' as const), from: place, wallMs }),
    constant<DrawEvent>({ type: 'drop' }),
    record({ type: constant('interrupt' as const), wallMs }),
    record({ type: constant('type' as const), text: string({ unit: 'binary' }) }),
    record({ type: constant('typed' as const), wallMs }),
    record({
      type: constant('undo' as const),
      standing: uniqueArray(integer({ min: WALL_MS, max: WALL_MS + 20 })).map((some) => new Set(some)),
      wallMs,
    }),
    record({ type: constant('redo' as const), wallMs }),
    record({ type: constant('calibrate' as const), wallMs }),
    record({ type: constant('calibrated' as const), length: double(), unit: constant('µm' as const) }),
    constant<DrawEvent>({ type: 'uncalibrate' }),
    record({
      type: constant('place' as const),
      place: constantFrom(...DRAW_PLACES),
      fresh: boolean(),
      wallMs,
    }),
    record({
      type: constant('frame' as const),
      frame: record({ width: integer({ min: 1, max: 300 }), height: integer({ min: 1, max: 300 }) }),
      wallMs,
    }),
  );

  test('marks are finite, inside their picture, of new numbers, and never more than one stroke is under way', () => {
    assert(
      property(array(event, { maxLength: 80 }), (events) => {
        const { state, effects } = run(fresh, ...events);
        const numbers = madeIn(effects).map(({ number }) => number);
        expect(new Set(numbers).size).toBe(numbers.length);
        for (const { shape, frame } of madeIn(effects)) {
          const places =
            shape.tool === 'pen' ? shape.points : 'from' in shape ? [shape.from, shape.to] : [shape.at];
          expect(places.length).toBeGreaterThan(0);
          const isInside = places.every(
            ({ x, y }) => x >= 0 && y >= 0 && x <= frame.width && y <= frame.height,
          );
          expect(isInside).toBe(true);
          if (shape.tool === 'scale-bar')
            expect(shape.length > 0 && Number.isFinite(shape.length)).toBe(true);
        }
        expect(state.stroke === null || state.typing === null).toBe(true);
        const { state: settled } = run(state, INTERRUPT);
        expect(settled.stroke).toBeNull();
        expect(settled.typing).toBeNull();
      }),
    );
  });

  test('every stroke that was begun ends as a mark or as nothing', () => {
    assert(
      property(array(event, { maxLength: 80 }), (events) => {
        let now: Run = { state: fresh, effects: [] };
        const begun = new Set<number>();
        for (const each of [...events, INTERRUPT]) {
          now = run(now.state, each);
          const ended = now.effects.flatMap((effect) =>
            effect.type === 'make' ? [effect.mark.number] : effect.type === 'nothing' ? [effect.number] : [],
          );
          for (const number of ended) begun.delete(number);
          const { stroke } = now.state;
          for (const number of begun) expect(number).toBe(stroke?.number);
          if (stroke !== null && stroke.type !== 'rub') begun.add(stroke.number);
        }
        expect(begun.size).toBe(0);
      }),
    );
  });
});
