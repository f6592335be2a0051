import type { LengthUnit, MarkPoint, StrokePoint } from '../../model/annotation/mark.ts';
import type { Point, Size } from '../editor/geometry.ts';
import type { DrawEffect, DrawEvent, DrawOutcome, DrawPlace, DrawState, DrawTool } from './draw-state.ts';
import { NO_HISTORY, type OwnMove, redone, undone, withStep } from './own-history.ts';
import {
  after,
  began,
  drawn,
  dropped,
  finished,
  historyOf,
  inside,
  interrupted,
  isPlace,
  numberAt,
  quiet,
  typed,
  withHistory,
} from './stroke-course.ts';

/** Units a pixel: what is smaller or larger than any instrument shows is a slip of the hand. */
const MIN_SCALE = 1e-6;

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
