import {
  type InstrumentProfile,
  MAX_REGIONS,
  type ProfileRegion,
} from '../../model/policy/instrument-profile.ts';
import { type Draft, type DraftRegion, draftOf, drawnFor, regionOf } from './draft.ts';
import {
  fitted,
  type Handle,
  moved,
  type Point,
  type Rect,
  rectBetween,
  resized,
  type Size,
} from './geometry.ts';
import { beginning, mapped, redone, step, type Undo, undone } from './undo.ts';

/** What the pointer is doing; nothing of it is in the draft before the pointer goes up. */
export type Gesture =
  | { readonly type: 'draw'; readonly from: Point; readonly rect: Rect; readonly moved: boolean }
  | { readonly type: 'move'; readonly id: number; readonly from: Point; readonly rect: Rect }
  | {
      readonly type: 'resize';
      readonly id: number;
      readonly handle: Handle;
      readonly from: Point;
      readonly rect: Rect;
    };

export interface EditorState {
  readonly undo: Undo<Draft>;
  /** What is stored; the draft itself when nothing has changed since. */
  readonly saved: Draft;
  /** Number of the selected region. */
  readonly selected: number | null;
  readonly gesture: Gesture | null;
  /** Number of the next region. */
  readonly nextId: number;
}

/** Where the pointer went down. */
export type Target =
  | { readonly type: 'ground' }
  | { readonly type: 'region'; readonly id: number }
  | { readonly type: 'handle'; readonly id: number; readonly handle: Handle };

/** Points are in pixels of the framebuffer, not rounded. Events that cannot be are ignored. */
export type EditorEvent =
  | { readonly type: 'grab'; readonly at: Point; readonly target: Target }
  | { readonly type: 'drag'; readonly at: Point }
  | { readonly type: 'drop' }
  | { readonly type: 'cancel' }
  | { readonly type: 'select'; readonly id: number | null }
  /** Moves the selected region. */
  | { readonly type: 'nudge'; readonly by: Point }
  /** Moves the right and lower edge of the selected region. */
  | { readonly type: 'stretch'; readonly by: Point }
  /** A region in the middle, for those who cannot drag. */
  | { readonly type: 'add' }
  | { readonly type: 'change'; readonly change: Partial<ProfileRegion> }
  | { readonly type: 'remove' }
  /** 1: in front of the next region, which then counts less; -1: behind it. */
  | { readonly type: 'reorder'; readonly by: 1 | -1 }
  | { readonly type: 'describe'; readonly change: Partial<Pick<Draft, 'name' | 'binding'>> }
  | { readonly type: 'undo' }
  | { readonly type: 'redo' }
  /** The framebuffer has another size now. */
  | { readonly type: 'fit'; readonly framebuffer: Size }
  /** What was given to the storage is stored. */
  | { readonly type: 'saved'; readonly draft: Draft };

/** A press that moved less than this, in pixels of the framebuffer, selects and draws nothing. */
const MIN_DRAW_PIXELS = 3;
/** A region that is added without a pointer takes this share of each side. */
const ADDED_RATIO = 0.2;

/** Opens a profile that is stored as it is, or is empty. */
export function opened(profile: InstrumentProfile, framebuffer: Size): EditorState {
  const draft = draftOf(profile, framebuffer);
  return {
    undo: beginning(draft),
    saved: draft,
    selected: null,
    gesture: null,
    nextId: draft.regions.length,
  };
}

export function isDirty({ undo, saved }: EditorState): boolean {
  return undo.present !== saved;
}

/** An empty profile that nothing was done to. */
export function isUntouched(state: EditorState): boolean {
  return !isDirty(state) && state.undo.present.regions.length === 0 && state.undo.past.length === 0;
}

/** Opens a profile that is stored nowhere: leaving asks. */
export function imported(profile: InstrumentProfile, framebuffer: Size): EditorState {
  const state = opened(profile, framebuffer);
  return { ...state, saved: { ...state.saved } };
}

/**
 * What the editor is after an event. Pure: whoever carries it out draws the result and keeps the focus.
 * @example transition(state, { type: 'nudge', by: { x: 1, y: 0 } })
 */
export function transition(state: EditorState, event: EditorEvent): EditorState {
  const draft = state.undo.present;
  const bounds = draft.framebuffer;
  switch (event.type) {
    case 'grab':
      return grabbed(state, event.at, event.target);
    case 'drag':
      return state.gesture === null ? state : { ...state, gesture: dragged(state, state.gesture, event.at) };
    case 'drop':
      return dropped(state);
    case 'cancel':
      return { ...state, gesture: null };
    case 'select': {
      const selected = regionOf(draft, event.id)?.id ?? null;
      if (selected === state.selected) return state;
      return { ...state, selected, gesture: null, undo: { ...state.undo, kind: null } };
    }
    case 'nudge':
      return withRegion(state, 'nudge', (region) => ({ ...region, ...moved(region, event.by, bounds) }));
    case 'stretch':
      return withRegion(state, 'stretch', (region) => ({
        ...region,
        ...resized(region, 'se', event.by, bounds),
      }));
    case 'add': {
      const width = Math.max(1, Math.round(bounds.width * ADDED_RATIO));
      const height = Math.max(1, Math.round(bounds.height * ADDED_RATIO));
      const x = Math.round((bounds.width - width) / 2);
      const y = Math.round((bounds.height - height) / 2);
      return added(state, { x, y, width, height });
    }
    case 'change':
      return withRegion(state, Object.keys(event.change).join(), (region) =>
        changed(region, event.change, bounds),
      );
    case 'remove':
      return removed(state);
    case 'reorder':
      return reordered(state, event.by);
    case 'describe':
      return stepped(state, { ...draft, ...event.change }, `describe ${Object.keys(event.change).join()}`);
    case 'undo':
      return withHistory(state, undone(state.undo));
    case 'redo':
      return withHistory(state, redone(state.undo));
    case 'fit':
      return refitted(state, event.framebuffer);
    case 'saved':
      return { ...state, saved: event.draft, undo: { ...state.undo, kind: null } };
    default:
      return event satisfies never;
  }
}

function grabbed(state: EditorState, at: Point, target: Target): EditorState {
  const { framebuffer } = state.undo.present;
  if (target.type === 'ground') {
    const rect = rectBetween(at, at, framebuffer);
    return { ...state, selected: null, gesture: { type: 'draw', from: at, rect, moved: false } };
  }
  const region = regionOf(state.undo.present, target.id);
  if (region === undefined) return state;
  const { id, x, y, width, height } = region;
  const held = { id, from: at, rect: { x, y, width, height } };
  return {
    ...state,
    selected: id,
    undo: { ...state.undo, kind: null },
    gesture:
      target.type === 'region'
        ? { type: 'move', ...held }
        : { type: 'resize', handle: target.handle, ...held },
  };
}

/** Always reckoned from where the region is in the draft, so that a way there and back changes nothing. */
function dragged({ undo }: EditorState, gesture: Gesture, at: Point): Gesture {
  const { framebuffer } = undo.present;
  if (gesture.type === 'draw') {
    const far = Math.max(Math.abs(at.x - gesture.from.x), Math.abs(at.y - gesture.from.y)) >= MIN_DRAW_PIXELS;
    return {
      ...gesture,
      rect: rectBetween(gesture.from, at, framebuffer),
      moved: gesture.moved || far,
    };
  }
  const region = regionOf(undo.present, gesture.id);
  if (region === undefined) return gesture;
  const by = { x: at.x - gesture.from.x, y: at.y - gesture.from.y };
  const rect =
    gesture.type === 'move'
      ? moved(region, by, framebuffer)
      : resized(region, gesture.handle, by, framebuffer);
  return { ...gesture, rect };
}

function dropped(state: EditorState): EditorState {
  const { gesture } = state;
  if (gesture === null) return state;
  const free = { ...state, gesture: null };
  if (gesture.type === 'draw') return gesture.moved ? added(free, gesture.rect) : free;
  return withRegion(free, null, (region) => ({ ...region, ...gesture.rect }));
}

function added(state: EditorState, rect: Rect): EditorState {
  const draft = state.undo.present;
  if (draft.regions.length >= MAX_REGIONS) return state;
  const region: DraftRegion = {
    id: state.nextId,
    name: '',
    function: '',
    class: 'hazardous',
    confirm: false,
    ...fitted(rect, draft.framebuffer),
  };
  const next = stepped(state, { ...draft, regions: [...draft.regions, region] });
  return { ...next, selected: region.id, nextId: state.nextId + 1 };
}

/** A stop is never asked about: it passes at once, or it is none. */
function changed(region: DraftRegion, change: Partial<ProfileRegion>, bounds: Size): DraftRegion {
  const next = { ...region, ...change };
  return { ...next, ...fitted(next, bounds), confirm: next.confirm && next.class !== 'stop' };
}

function removed(state: EditorState): EditorState {
  const draft = state.undo.present;
  const index = draft.regions.findIndex((region) => region.id === state.selected);
  if (index < 0) return state;
  const regions = draft.regions.filter((_, at) => at !== index);
  // The neighbour is next: several can be removed one after the other.
  const selected = (regions[index] ?? regions.at(-1))?.id ?? null;
  return { ...stepped(state, { ...draft, regions }), selected, gesture: null };
}

function reordered(state: EditorState, by: 1 | -1): EditorState {
  const draft = state.undo.present;
  const index = draft.regions.findIndex((region) => region.id === state.selected);
  const region = draft.regions[index];
  const other = draft.regions[index + by];
  if (region === undefined || other === undefined) return state;
  const regions = draft.regions.map((each) => (each === region ? other : each === other ? region : each));
  return stepped(state, { ...draft, regions });
}

function refitted(state: EditorState, framebuffer: Size): EditorState {
  if (drawnFor(state.undo.present, framebuffer) === state.undo.present) return state;
  // A picture of another size is no change of the profile: what was stored is still found in the history.
  const known = new Map<Draft, Draft>();
  const fitting = (draft: Draft): Draft => {
    const there = known.get(draft) ?? drawnFor(draft, framebuffer);
    known.set(draft, there);
    return there;
  };
  return { ...state, undo: mapped(state.undo, fitting), saved: fitting(state.saved), gesture: null };
}

function withRegion(
  state: EditorState,
  kind: string | null,
  change: (region: DraftRegion) => DraftRegion,
): EditorState {
  const draft = state.undo.present;
  const region = regionOf(draft, state.selected);
  if (region === undefined) return state;
  const next = change(region);
  if (isSame(region, next)) return state;
  const regions = draft.regions.map((each) => (each === region ? next : each));
  return stepped(state, { ...draft, regions }, kind === null ? null : `${kind} ${region.id}`);
}

function isSame(one: DraftRegion, other: DraftRegion): boolean {
  return (
    one.x === other.x &&
    one.y === other.y &&
    one.width === other.width &&
    one.height === other.height &&
    one.name === other.name &&
    one.function === other.function &&
    one.class === other.class &&
    one.confirm === other.confirm
  );
}

function stepped(state: EditorState, draft: Draft, kind: string | null = null): EditorState {
  return { ...state, undo: step(state.undo, draft, kind) };
}

function withHistory(state: EditorState, undo: Undo<Draft>): EditorState {
  const selected = regionOf(undo.present, state.selected)?.id ?? null;
  return { ...state, undo, selected, gesture: null };
}
