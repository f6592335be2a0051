import {
  type Calibration,
  type LengthUnit,
  MARK_COLORS,
  MARK_WIDTHS,
  MAX_MARK_TEXT,
  type MarkColor,
  type MarkPoint,
  type MarkShape,
  type MarkWidth,
  type StrokePoint,
} from '../../model/annotation/mark.ts';
import { packedPlace } from '../../model/annotation/packed-points.ts';
import { cleanChat } from '../../model/room/content-text.ts';
import type { Point, Size } from '../editor/geometry.ts';
import {
  NO_HISTORY,
  type OwnHistory,
  type OwnMark,
  type OwnMove,
  redone,
  undone,
  withStep,
} from './own-history.ts';
import { extended, isFull, MIN_SPAN_PIXELS, SPAN_TOOLS, type Stroke, shapeOf } from './stroke.ts';

export const DRAW_TOOLS = ['laser', 'pen', ...SPAN_TOOLS, 'text', 'erase'] as const;
export type DrawTool = (typeof DRAW_TOOLS)[number];

/** Where marks go: to this user alone, to the room, or on the still picture. */
export const DRAW_PLACES = ['alone', 'room', 'still'] as const;
export type DrawPlace = (typeof DRAW_PLACES)[number];

/** Marks fade so long after they were finished, unless the user wants them kept. */
export const FADE_MS = 8_000;
/** Arrow keys go so many framebuffer pixels a press, with Shift farther. */
export const STEP_PIXELS = 2;
export const FAR_STEP_PIXELS = 20;
/** Units a pixel: what is smaller or larger than any instrument shows is a slip of the hand. */
const MIN_SCALE = 1e-6;

export interface DrawState {
  readonly tool: DrawTool;
  readonly color: MarkColor;
  readonly width: MarkWidth;
  readonly fadeMs: number | null;
  readonly frame: Size;
  readonly place: DrawPlace;
  /** At most one, whatever draws it. */
  readonly stroke: Stroke | null;
  /** A text that is being written, and where it will stand. */
  readonly typing: { readonly at: MarkPoint; readonly text: string } | null;
  /** aim: the next distance that is drawn is the known one; ask: its length is asked for. */
  readonly calibrating: { readonly type: 'aim' } | { readonly type: 'ask'; readonly pixels: number } | null;
  readonly calibration: Calibration | null;
  /** Where keys draw; null: they have not been used yet. */
  readonly cursor: MarkPoint | null;
  readonly histories: Readonly<Record<DrawPlace, OwnHistory>>;
  /** Of the last mark or stroke. */
  readonly lastNumber: number;
}

/** Places are in framebuffer pixels. `wallMs`: time of day, from which numbers are made. Events that cannot be are ignored. */
export type DrawEvent =
  | { readonly type: 'choose'; readonly tool: DrawTool }
  | { readonly type: 'color'; readonly color: MarkColor }
  | { readonly type: 'width'; readonly width: MarkWidth }
  | { readonly type: 'fade'; readonly fadeMs: number | null }
  /** The pointer. */
  | { readonly type: 'press'; readonly point: StrokePoint; readonly wallMs: number }
  | { readonly type: 'move'; readonly points: readonly StrokePoint[]; readonly wallMs: number }
  | { readonly type: 'lift' }
  /** The keyboard: a step of the place that keys draw at; Enter begins, and ends. */
  | { readonly type: 'step'; readonly by: Point; readonly from: MarkPoint; readonly wallMs: number }
  | { readonly type: 'enter'; readonly from: MarkPoint; readonly wallMs: number }
  /** What is drawn or written now comes to nothing. */
  | { readonly type: 'drop' }
  /** What is drawn or written now ends as what it is. */
  | { readonly type: 'interrupt'; readonly wallMs: number }
  | { readonly type: 'type'; readonly text: string }
  | { readonly type: 'typed'; readonly wallMs: number }
  | { readonly type: 'undo'; readonly standing: ReadonlySet<number>; readonly wallMs: number }
  | { readonly type: 'redo'; readonly wallMs: number }
  /** Own marks were erased, so that this can be undone. */
  | { readonly type: 'erased'; readonly marks: readonly OwnMark[] }
  | { readonly type: 'calibrate'; readonly wallMs: number }
  | { readonly type: 'calibrated'; readonly length: number; readonly unit: LengthUnit }
  | { readonly type: 'uncalibrate' }
  /** Marks go elsewhere from now on. `fresh`: what was there before is gone. */
  | { readonly type: 'place'; readonly place: DrawPlace; readonly fresh: boolean; readonly wallMs: number }
  /** The framebuffer has this size now. */
  | { readonly type: 'frame'; readonly frame: Size; readonly wallMs: number };

export type DrawEffect =
  | { readonly type: 'make'; readonly place: DrawPlace; readonly mark: OwnMark }
  /** Own marks. */
  | { readonly type: 'erase'; readonly place: DrawPlace; readonly numbers: readonly number[] }
  /** A live stroke is over and no mark comes of it. */
  | { readonly type: 'nothing'; readonly place: DrawPlace; readonly number: number }
  /** Whatever is under here goes. */
  | { readonly type: 'rub'; readonly at: MarkPoint }
  /** The calibration was for a picture of another size. */
  | { readonly type: 'uncalibrated' };

export interface DrawOutcome {
  readonly state: DrawState;
  readonly effects: readonly DrawEffect[];
}

export interface DrawChoices {
  readonly tool: DrawTool;
  readonly color: MarkColor;
  readonly width: MarkWidth;
  readonly fadeMs: number | null;
  readonly calibration: Calibration | null;
}

export const START_CHOICES: DrawChoices = {
  tool: 'pen',
  color: MARK_COLORS[0],
  width: MARK_WIDTHS[1],
  fadeMs: FADE_MS,
  calibration: null,
};

export function beginning(choices: DrawChoices, frame: Size): DrawState {
  return {
    ...choices,
    frame,
    place: 'alone',
    stroke: null,
    typing: null,
    calibrating: null,
    cursor: null,
    histories: { alone: NO_HISTORY, room: NO_HISTORY, still: NO_HISTORY },
    lastNumber: 0,
  };
}

/**
 * What drawing is after an event, and what has to be done for it. Pure.
 * @example transition(state, { type: 'press', point: { x: 10, y: 10, pressure: 0.5 }, wallMs })
 */
export function transition(state: DrawState, event: DrawEvent): DrawOutcome {
  switch (event.type) {
    case 'choose':
      return chosen(state, event.tool);
    case 'color':
      return quiet({ ...state, color: event.color });
    case 'width':
      return quiet({ ...state, width: event.width });
    case 'fade':
      return quiet({ ...state, fadeMs: event.fadeMs });
    case 'press':
      return pressed(state, event.point, event.wallMs);
    case 'move':
      return state.stroke?.by === 'pointer' ? drawn(state, event.points, event.wallMs) : quiet(state);
    case 'lift':
      return state.stroke?.by === 'pointer' ? finished(state) : quiet(state);
    case 'step':
      return stepped(state, event.by, event.from, event.wallMs);
    case 'enter':
      return entered(state, event.from, event.wallMs);
    case 'drop':
      return dropped(state);
    case 'interrupt':
      return interrupted(state, event.wallMs);
    case 'type':
      return state.typing === null
        ? quiet(state)
        : quiet({ ...state, typing: { ...state.typing, text: event.text } });
    case 'typed':
      return typed(state, event.wallMs);
    case 'undo':
      return after(interrupted(state, event.wallMs), (settled) => {
        // What was drawn when the key came down is what one wants to take back.
        const history = settled.histories[settled.place];
        const newest = history === state.histories[state.place] ? undefined : history.past.at(-1);
        const standing =
          newest?.type === 'made' ? new Set([...event.standing, newest.mark.number]) : event.standing;
        return moved(settled, undone(history, standing, numberAt(settled, event.wallMs)));
      });
    case 'redo':
      return after(interrupted(state, event.wallMs), (settled) =>
        moved(settled, redone(settled.histories[settled.place], numberAt(settled, event.wallMs))),
      );
    case 'erased':
      return event.marks.length === 0
        ? quiet(state)
        : quiet(withHistory(state, withStep(historyOf(state), { type: 'erased', marks: event.marks })));
    case 'calibrate':
      return after(interrupted(state, event.wallMs), (settled) =>
        quiet({ ...settled, calibrating: { type: 'aim' } }),
      );
    case 'calibrated':
      return calibrated(state, event.length, event.unit);
    case 'uncalibrate':
      return quiet({ ...state, calibration: null, calibrating: null });
    case 'place':
      return placed(state, event.place, event.fresh, event.wallMs);
    case 'frame':
      return framed(state, event.frame, event.wallMs);
    default:
      return event satisfies never;
  }
}

function quiet(state: DrawState): DrawOutcome {
  return { state, effects: [] };
}

/** One thing after another, with the effects of both. */
function after({ state, effects }: DrawOutcome, next: (state: DrawState) => DrawOutcome): DrawOutcome {
  const outcome = next(state);
  return { state: outcome.state, effects: [...effects, ...outcome.effects] };
}

function chosen(state: DrawState, tool: DrawTool): DrawOutcome {
  // A stroke keeps the tool it was begun with; the next one has the new tool.
  const calibrating = state.calibrating?.type === 'aim' ? null : state.calibrating;
  // A scale bar without a scale: the distance that is known comes first.
  if (tool === 'scale-bar' && state.calibration === null && state.stroke === null) {
    return quiet({ ...state, tool, calibrating: calibrating ?? { type: 'aim' } });
  }
  return quiet({ ...state, tool, calibrating });
}

function pressed(state: DrawState, point: StrokePoint, wallMs: number): DrawOutcome {
  if (!isPlace(point)) return quiet(state);
  return after(interrupted(state, wallMs), (settled) => began(settled, 'pointer', point, wallMs));
}

function began(state: DrawState, by: Stroke['by'], point: StrokePoint, wallMs: number): DrawOutcome {
  if (state.calibrating?.type === 'ask') return quiet(state);
  const at = inside(point, state.frame);
  const { tool, color, width, fadeMs, frame, calibration } = state;
  if (state.calibrating === null && tool === 'text') {
    return quiet({ ...state, typing: { at: { x: at.x, y: at.y }, text: '' } });
  }
  const number = numberAt(state, wallMs);
  const look = { by, number, color, width, fadeMs, frame };
  const from = { x: at.x, y: at.y };
  const next = { ...state, lastNumber: number };
  if (state.calibrating !== null) {
    return quiet({ ...next, stroke: { ...look, type: 'distance', from, to: from } });
  }
  switch (tool) {
    case 'laser':
    case 'pen':
      return quiet({ ...next, stroke: { ...look, type: 'line', tool, points: [at] } });
    case 'erase':
      return { state: { ...next, stroke: { ...look, type: 'rub' } }, effects: [{ type: 'rub', at: from }] };
    case 'scale-bar':
      // Its calibration may have gone since the tool was chosen.
      if (calibration === null) return quiet({ ...state, calibrating: { type: 'aim' } });
      return quiet({ ...next, stroke: { ...look, type: 'span', tool, from, to: from, calibration } });
    case 'arrow':
    case 'rectangle':
    case 'ellipse':
    case 'length':
      return quiet({ ...next, stroke: { ...look, type: 'span', tool, from, to: from, calibration } });
    case 'text':
      return quiet(state);
    default:
      return tool satisfies never;
  }
}

function drawn(state: DrawState, points: readonly StrokePoint[], wallMs: number): DrawOutcome {
  let outcome = quiet(state);
  for (const each of points) {
    if (!isPlace(each)) continue;
    outcome = after(outcome, (now) => drawnTo(now, inside(each, now.frame), wallMs));
  }
  return outcome;
}

function drawnTo(state: DrawState, point: StrokePoint, wallMs: number): DrawOutcome {
  const { stroke } = state;
  if (stroke === null) return quiet(state);
  if (stroke.type === 'rub') return { state, effects: [{ type: 'rub', at: { x: point.x, y: point.y } }] };
  if (!isFull(stroke)) return quiet({ ...state, stroke: extended(stroke, point) });
  return after(finished(state), (settled) => {
    const number = numberAt(settled, wallMs);
    const on: Stroke = { ...stroke, number, points: [...stroke.points.slice(-1), point] };
    return quiet({ ...settled, lastNumber: number, stroke: on });
  });
}

/** Ends the stroke as what it is. */
function finished(state: DrawState): DrawOutcome {
  const { stroke, place } = state;
  if (stroke === null) return quiet(state);
  const free = { ...state, stroke: null };
  if (stroke.type === 'rub') return quiet(free);
  if (stroke.type === 'distance') {
    const pixels = Math.hypot(stroke.to.x - stroke.from.x, stroke.to.y - stroke.from.y);
    const isLong = pixels >= MIN_SPAN_PIXELS;
    return {
      state: isLong && state.calibrating !== null ? { ...free, calibrating: { type: 'ask', pixels } } : free,
      effects: [{ type: 'nothing', place, number: stroke.number }],
    };
  }
  const shape = shapeOf(stroke);
  if (shape === null) return { state: free, effects: [{ type: 'nothing', place, number: stroke.number }] };
  const { number, color, width, fadeMs, frame } = stroke;
  return made(free, { number, shape, color, width, frame, fadeMs });
}

function made(state: DrawState, mark: OwnMark): DrawOutcome {
  const history = withStep(historyOf(state), { type: 'made', mark });
  return { state: withHistory(state, history), effects: [{ type: 'make', place: state.place, mark }] };
}

function dropped(state: DrawState): DrawOutcome {
  const { stroke, place } = state;
  const free = { ...state, stroke: null, typing: null, calibrating: null };
  if (stroke === null || stroke.type === 'rub') return quiet(free);
  return { state: free, effects: [{ type: 'nothing', place, number: stroke.number }] };
}

function interrupted(state: DrawState, wallMs: number): DrawOutcome {
  return after(finished(state), (settled) => typed(settled, wallMs));
}

function typed(state: DrawState, wallMs: number): DrawOutcome {
  const { typing, color, width, fadeMs, frame } = state;
  if (typing === null) return quiet(state);
  const text = lineOf(typing.text);
  const free = { ...state, typing: null };
  if (text === '') return quiet(free);
  const number = numberAt(free, wallMs);
  const shape: MarkShape = { tool: 'text', at: typing.at, text };
  return made({ ...free, lastNumber: number }, { number, shape, color, width, frame, fadeMs });
}

function stepped(state: DrawState, by: Point, from: MarkPoint, wallMs: number): DrawOutcome {
  const was = state.cursor ?? from;
  const to = { x: was.x + by.x, y: was.y + by.y };
  if (!isPlace(to)) return quiet(state);
  const cursor = inside(to, state.frame);
  const next = { ...state, cursor };
  return state.stroke?.by === 'keys' ? drawn(next, [{ ...cursor, pressure: 0.5 }], wallMs) : quiet(next);
}

function entered(state: DrawState, from: MarkPoint, wallMs: number): DrawOutcome {
  if (state.stroke?.by === 'keys') return finished(state);
  const at = state.cursor ?? from;
  if (state.stroke !== null || !isPlace(at)) return quiet(state);
  const cursor = inside(at, state.frame);
  return after(typed({ ...state, cursor }, wallMs), (settled) =>
    after(began(settled, 'keys', { ...cursor, pressure: 0.5 }, wallMs), (begun) =>
      // There is nothing to rub along: what is under the place goes, and that was it.
      begun.stroke?.type === 'rub' ? finished(begun) : quiet(begun),
    ),
  );
}

function moved(state: DrawState, move: OwnMove | undefined): DrawOutcome {
  if (move === undefined) return quiet(state);
  const { place } = state;
  const lastNumber = move.make.reduce((most, { number }) => Math.max(most, number), state.lastNumber);
  const effects: DrawEffect[] = move.make.map((mark) => ({ type: 'make', place, mark }));
  if (move.erase.length > 0) effects.push({ type: 'erase', place, numbers: move.erase });
  return { state: { ...withHistory(state, move.history), lastNumber }, effects };
}

function calibrated(state: DrawState, length: number, unit: LengthUnit): DrawOutcome {
  const { calibrating } = state;
  if (calibrating?.type !== 'ask') return quiet(state);
  const unitsPerPixel = length / calibrating.pixels;
  if (!(unitsPerPixel >= MIN_SCALE && unitsPerPixel <= 1 / MIN_SCALE)) return quiet(state);
  return quiet({ ...state, calibrating: null, calibration: { unitsPerPixel, unit } });
}

function placed(state: DrawState, place: DrawPlace, fresh: boolean, wallMs: number): DrawOutcome {
  if (place === state.place && !fresh) return quiet(state);
  return after(interrupted(state, wallMs), (settled) => {
    const there = { ...settled, place };
    return quiet(fresh ? withHistory(there, NO_HISTORY) : there);
  });
}

function framed(state: DrawState, frame: Size, wallMs: number): DrawOutcome {
  if (frame.width === state.frame.width && frame.height === state.frame.height) return quiet(state);
  return after(interrupted(state, wallMs), (settled) => {
    const cursor = settled.cursor === null ? null : inside(settled.cursor, frame);
    const next = { ...settled, frame, cursor, calibration: null, calibrating: null };
    // Another size is as a rule another scale: a length that is wrong is worse than none.
    return { state: next, effects: settled.calibration === null ? [] : [{ type: 'uncalibrated' }] };
  });
}

function historyOf({ histories, place }: DrawState): OwnHistory {
  return histories[place];
}

function withHistory(state: DrawState, history: OwnHistory): DrawState {
  return { ...state, histories: { ...state.histories, [state.place]: history } };
}

function numberAt({ lastNumber }: DrawState, wallMs: number): number {
  return Math.max(lastNumber + 1, Number.isFinite(wallMs) ? Math.floor(wallMs) : 0);
}

/** One line as others get it, without what cannot be seen. */
function lineOf(text: string): string {
  const cut = cleanChat(text).replace(/\s+/gu, ' ').slice(0, MAX_MARK_TEXT);
  // A pair cut in two leaves a half.
  return cut.replace(/\p{Cs}/gu, '').trim();
}

function isPlace({ x, y }: MarkPoint): boolean {
  return Number.isFinite(x) && Number.isFinite(y);
}

/** In the picture, and where the others will have it after its way through the room. */
function inside<P extends MarkPoint>(point: P, { width, height }: Size): P {
  const x = packedPlace(Math.max(0, Math.min(point.x, width)));
  const y = packedPlace(Math.max(0, Math.min(point.y, height)));
  return { ...point, x, y };
}
