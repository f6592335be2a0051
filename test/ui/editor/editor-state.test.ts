import {
  type Arbitrary,
  array,
  assert,
  constant,
  constantFrom,
  integer,
  oneof,
  property,
  record,
} from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_REGIONS } from '../../../src/model/policy/instrument-profile.ts';
import { emptyProfile, profileOf, regionAt, regionOf } from '../../../src/ui/editor/draft.ts';
import {
  type EditorEvent,
  type EditorState,
  imported,
  isDirty,
  opened,
  transition,
} from '../../../src/ui/editor/editor-state.ts';
import { HANDLES } from '../../../src/ui/editor/geometry.ts';
import { MAX_STEPS } from '../../../src/ui/editor/undo.ts';

const BINDING = { portal: 'https://lab.example', socketHost: 'lab.example:6080' };
const SIZE = { width: 200, height: 100 };
const fresh = opened(emptyProfile(BINDING, SIZE), SIZE);

const following = (state: EditorState, ...events: readonly EditorEvent[]): EditorState =>
  events.reduce(transition, state);
const at = (x: number, y: number) => ({ x, y });
const drawn = (x: number, y: number, toX: number, toY: number): readonly EditorEvent[] => [
  { type: 'grab', at: at(x, y), target: { type: 'ground' } },
  { type: 'drag', at: at(toX, toY) },
  { type: 'drop' },
];
const regions = (state: EditorState) => state.undo.present.regions;
const rects = (state: EditorState) => regions(state).map(({ x, y, width, height }) => [x, y, width, height]);

const two = following(fresh, ...drawn(10, 10, 29, 29), ...drawn(50, 50, 69, 59));

describe('drawing', () => {
  test('makes a region of what the pointer went over, and selects it', () => {
    expect(rects(two)).toEqual([
      [10, 10, 20, 20],
      [50, 50, 20, 10],
    ]);
    expect(two.selected).toBe(1);
    expect(regions(two)[1]).toMatchObject({ class: 'hazardous', confirm: false, name: '' });
  });

  test('changes nothing before the pointer goes up, and nothing at all when it is cancelled', () => {
    const during = following(fresh, ...drawn(10, 10, 40, 40).slice(0, 2));
    expect(during.gesture).toMatchObject({ type: 'draw', rect: { width: 31 } });
    expect(regions(during)).toEqual([]);
    expect(following(during, { type: 'cancel' }, { type: 'drop' })).toEqual({ ...fresh, selected: null });
  });

  test('takes a press without a drag for a click beside all regions', () => {
    const clicked = following(two, ...drawn(150, 20, 151, 21));
    expect(regions(clicked)).toHaveLength(2);
    expect(clicked.selected).toBeNull();
  });

  test('ends with as many regions as a profile may have', () => {
    let state = fresh;
    for (let n = 0; n <= MAX_REGIONS; n++) state = following(state, { type: 'add' });
    expect(regions(state)).toHaveLength(MAX_REGIONS);
  });
});

describe('a region', () => {
  test('is moved and resized by the pointer, each in one step', () => {
    const state = following(
      two,
      { type: 'grab', at: at(15, 15), target: { type: 'region', id: 0 } },
      { type: 'drag', at: at(100, 100) },
      { type: 'drag', at: at(25, 20) },
      { type: 'drop' },
      { type: 'grab', at: at(40, 35), target: { type: 'handle', id: 0, handle: 'se' } },
      { type: 'drag', at: at(45, 30) },
      { type: 'drop' },
    );
    expect(rects(state)[0]).toEqual([20, 15, 25, 15]);
    expect(rects(following(state, { type: 'undo' }))[0]).toEqual([20, 15, 20, 20]);
    expect(rects(following(state, { type: 'undo' }, { type: 'undo' }))).toEqual(rects(two));
  });

  test('is where it was, with no step to undo, when dragged there and back', () => {
    const state = following(
      two,
      { type: 'grab', at: at(15, 15), target: { type: 'region', id: 0 } },
      { type: 'drag', at: at(0, 0) },
      { type: 'drag', at: at(15, 15) },
      { type: 'drop' },
    );
    expect(state.undo.present).toBe(two.undo.present);
  });

  test('is nudged and stretched by keys, all nudges in a row one step', () => {
    const right = { type: 'nudge', by: at(1, 0) } as const;
    const state = following(two, right, right, right, { type: 'stretch', by: at(0, 10) });
    expect(rects(state)[1]).toEqual([53, 50, 20, 20]);
    expect(rects(following(state, { type: 'undo' }, { type: 'undo' }))).toEqual(rects(two));
  });

  test('takes what is typed: a name in one step, numbers only as far as they are possible', () => {
    const state = following(
      two,
      { type: 'change', change: { name: 'S' } },
      { type: 'change', change: { name: 'Stage' } },
      { type: 'change', change: { width: 5000 } },
    );
    expect(regions(state)[1]).toMatchObject({ name: 'Stage', x: 50, width: 150 });
    expect(regions(following(state, { type: 'undo' }, { type: 'undo' }))[1]?.name).toBe('');
  });

  test('that stops is never asked about', () => {
    const state = following(
      two,
      { type: 'change', change: { confirm: true } },
      { type: 'change', change: { class: 'stop' } },
    );
    expect(regions(state)[1]).toMatchObject({ class: 'stop', confirm: false });
  });

  test('goes in front and behind, as far as there are others', () => {
    const ids = (state: EditorState) => regions(state).map(({ id }) => id);
    expect(ids(following(two, { type: 'reorder', by: -1 }))).toEqual([1, 0]);
    expect(following(two, { type: 'reorder', by: 1 })).toBe(two);
  });

  test('is removed, and its neighbour selected', () => {
    const state = following(two, { type: 'select', id: 0 }, { type: 'remove' });
    expect(rects(state)).toEqual([[50, 50, 20, 10]]);
    expect(state.selected).toBe(1);
    expect(following(state, { type: 'remove' }, { type: 'remove' }).selected).toBeNull();
  });

  test('is found by the path of its problem', () => {
    expect(regionAt(two.undo.present, 'regions[1].name')?.id).toBe(1);
    expect(regionAt(two.undo.present, 'name')).toBeUndefined();
  });
});

describe('the draft', () => {
  test('is scaled to the framebuffer that is there', () => {
    const state = opened(profileOf(two.undo.present), { width: 400, height: 100 });
    expect(rects(state)[0]).toEqual([20, 10, 40, 20]);
    expect(isDirty(state)).toBe(false);
  });

  test('is no more dirty when the framebuffer changes, and can still be undone to what is stored', () => {
    const fit = { type: 'fit', framebuffer: { width: 400, height: 200 } } as const;
    expect(isDirty(following(fresh, fit))).toBe(false);
    const state = following(two, fit);
    expect(rects(state)[1]).toEqual([100, 100, 40, 20]);
    expect(isDirty(state)).toBe(true);
    expect(isDirty(following(state, { type: 'undo' }, { type: 'undo' }))).toBe(false);
  });

  test('is dirty from the first change until it is stored, and after an import', () => {
    expect([isDirty(fresh), isDirty(two)]).toEqual([false, true]);
    const saved = following(two, { type: 'saved', draft: two.undo.present });
    expect(isDirty(saved)).toBe(false);
    expect(isDirty(following(saved, { type: 'undo' }))).toBe(true);
    expect(isDirty(imported(emptyProfile(BINDING, SIZE), SIZE))).toBe(true);
  });

  test('forgets the oldest of very many steps', () => {
    let state = fresh;
    for (let n = 0; n < MAX_STEPS + 20; n++) {
      state = following(state, { type: 'describe', change: { name: `${n}` } }, { type: 'select', id: null });
      state = following(state, { type: 'add' });
    }
    expect(state.undo.past).toHaveLength(MAX_STEPS);
  });
});

describe('whatever is done', () => {
  const point = record({ x: integer({ min: -50, max: 250 }), y: integer({ min: -50, max: 150 }) });
  const id = integer({ min: 0, max: 4 });
  const event: Arbitrary<EditorEvent> = oneof(
    record({ type: constant('grab' as const), at: point, target: constant({ type: 'ground' as const }) }),
    record({
      type: constant('grab' as const),
      at: point,
      target: record({ type: constant('region' as const), id }),
    }),
    record({
      type: constant('grab' as const),
      at: point,
      target: record({ type: constant('handle' as const), id, handle: constantFrom(...HANDLES) }),
    }),
    record({ type: constant('drag' as const), at: point }),
    record({ type: constantFrom('drop' as const, 'cancel' as const) }),
    record({ type: constantFrom('add' as const, 'remove' as const) }),
    record({ type: constant('select' as const), id }),
    record({ type: constantFrom('nudge' as const, 'stretch' as const), by: point }),
    record({ type: constant('change' as const), change: record({ x: integer(), height: integer() }) }),
    record({ type: constant('reorder' as const), by: constantFrom(1 as const, -1 as const) }),
    record({ type: constantFrom('undo' as const, 'redo' as const) }),
    record({
      type: constant('fit' as const),
      framebuffer: record({ width: integer({ min: 1, max: 300 }), height: integer({ min: 1, max: 300 }) }),
    }),
  );
  const events = array(event, { maxLength: 60 });

  test('regions stay inside the framebuffer and are never empty, and their numbers are their own', () => {
    assert(
      property(events, (some) => {
        const { undo, selected } = following(fresh, ...some);
        for (const { x, y, width, height } of undo.present.regions) {
          expect(x >= 0 && y >= 0 && width >= 1 && height >= 1).toBe(true);
          expect(x + width).toBeLessThanOrEqual(undo.present.framebuffer.width);
          expect(y + height).toBeLessThanOrEqual(undo.present.framebuffer.height);
        }
        expect(new Set(undo.present.regions.map((region) => region.id)).size).toBe(
          undo.present.regions.length,
        );
        if (selected !== null) expect(regionOf(undo.present, selected)).toBeDefined();
      }),
    );
  });

  test('undo leads back to the beginning and redo to the end', () => {
    assert(
      property(events, (some) => {
        const end = following(fresh, ...some);
        let state = end;
        while (state.undo.past.length > 0) state = following(state, { type: 'undo' });
        expect(regions(state)).toEqual([]);
        while (state.undo.future.length > 0) state = following(state, { type: 'redo' });
        expect(state.undo.present).toBe(end.undo.future.at(-1) ?? end.undo.present);
      }),
    );
  });
});
