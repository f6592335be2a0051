import {
  MAX_MARK_TEXT,
  type MarkPoint,
  type MarkShape,
  type StrokePoint,
} from '../../model/annotation/mark.ts';
import { packedPlace } from '../../model/annotation/packed-points.ts';
import { cleanChat } from '../../model/room/content-text.ts';
import type { Size } from '../editor/geometry.ts';
import type { DrawOutcome, DrawState } from './draw-state.ts';
import { type OwnHistory, type OwnMark, withStep } from './own-history.ts';
import { extended, isFull, MIN_SPAN_PIXELS, type Stroke, shapeOf } from './stroke.ts';

/** Nothing has to be done for it. */
export function quiet(state: DrawState): DrawOutcome {
  return { state, effects: [] };
}

/** One thing after another, with the effects of both. */
export function after({ state, effects }: DrawOutcome, next: (state: DrawState) => DrawOutcome): DrawOutcome {
  const outcome = next(state);
  return { state: outcome.state, effects: [...effects, ...outcome.effects] };
}

/** Something is begun with the tool of now: a stroke, a text, or a distance that is known. */
export function began(state: DrawState, by: Stroke['by'], point: StrokePoint, wallMs: number): DrawOutcome {
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

/** The stroke goes on to these places. */
export function drawn(state: DrawState, points: readonly StrokePoint[], wallMs: number): DrawOutcome {
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
export function finished(state: DrawState): DrawOutcome {
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

export function made(state: DrawState, mark: OwnMark): DrawOutcome {
  const history = withStep(historyOf(state), { type: 'made', mark });
  return { state: withHistory(state, history), effects: [{ type: 'make', place: state.place, mark }] };
}

/** What is drawn or written comes to nothing. */
export function dropped(state: DrawState): DrawOutcome {
  const { stroke, place } = state;
  const free = { ...state, stroke: null, typing: null, calibrating: null };
  if (stroke === null || stroke.type === 'rub') return quiet(free);
  return { state: free, effects: [{ type: 'nothing', place, number: stroke.number }] };
}

/** What is drawn or written ends as what it is. */
export function interrupted(state: DrawState, wallMs: number): DrawOutcome {
  return after(finished(state), (settled) => typed(settled, wallMs));
}

/** The text that is written stands. */
export function typed(state: DrawState, wallMs: number): DrawOutcome {
  const { typing, color, width, fadeMs, frame } = state;
  if (typing === null) return quiet(state);
  const text = lineOf(typing.text);
  const free = { ...state, typing: null };
  if (text === '') return quiet(free);
  const number = numberAt(free, wallMs);
  const shape: MarkShape = { tool: 'text', at: typing.at, text };
  return made({ ...free, lastNumber: number }, { number, shape, color, width, frame, fadeMs });
}

/** Of the place where one draws now. */
export function historyOf({ histories, place }: DrawState): OwnHistory {
  return histories[place];
}

export function withHistory(state: DrawState, history: OwnHistory): DrawState {
  return { ...state, histories: { ...state.histories, [state.place]: history } };
}

/** Of the next mark. */
export function numberAt({ lastNumber }: DrawState, wallMs: number): number {
  return Math.max(lastNumber + 1, Number.isFinite(wallMs) ? Math.floor(wallMs) : 0);
}

/** One line as others get it, without what cannot be seen. */
function lineOf(text: string): string {
  const cut = cleanChat(text).replace(/\s+/gu, ' ').slice(0, MAX_MARK_TEXT);
  // A pair cut in two leaves a half.
  return cut.replace(/\p{Cs}/gu, '').trim();
}

export function isPlace({ x, y }: MarkPoint): boolean {
  return Number.isFinite(x) && Number.isFinite(y);
}

/** In the picture, and where the others will have it after its way through the room. */
export function inside<P extends MarkPoint>(point: P, { width, height }: Size): P {
  const x = packedPlace(Math.max(0, Math.min(point.x, width)));
  const y = packedPlace(Math.max(0, Math.min(point.y, height)));
  return { ...point, x, y };
}
