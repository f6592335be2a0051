import {
  type Calibration,
  type LengthUnit,
  MARK_COLORS,
  MARK_WIDTHS,
  type MarkColor,
  type MarkPoint,
  type MarkWidth,
  type StrokePoint,
} from '../../model/annotation/mark.ts';
import type { Point, Size } from '../editor/geometry.ts';
import { NO_HISTORY, type OwnHistory, type OwnMark } from './own-history.ts';
import { SPAN_TOOLS, type Stroke } from './stroke.ts';

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
