import type { MemberId } from '../room/member.ts';

/** Framebuffer pixels, with fractions: a stroke lies between them. */
export interface MarkPoint {
  readonly x: number;
  readonly y: number;
}

export interface StrokePoint extends MarkPoint {
  /** 0 to 1; a mouse has 0.5. */
  readonly pressure: number;
}

/** Each is drawn with a dark rim, so that it can be read on any grey. */
export const MARK_COLORS = ['yellow', 'cyan', 'magenta', 'green', 'orange', 'white'] as const;
export type MarkColor = (typeof MARK_COLORS)[number];

/** Line widths, in framebuffer pixels. */
export const MARK_WIDTHS = [2, 4, 8] as const;
export type MarkWidth = (typeof MARK_WIDTHS)[number];

export const LENGTH_UNITS = ['nm', 'µm', 'mm'] as const;
export type LengthUnit = (typeof LENGTH_UNITS)[number];

/** What a person says a pixel is long, from a distance that is known. */
export interface Calibration {
  readonly unitsPerPixel: number;
  readonly unit: LengthUnit;
}

/** What was drawn. Lengths carry the calibration they were made with: everybody reads the same number. */
export type MarkShape =
  | { readonly tool: 'pen'; readonly points: readonly StrokePoint[] }
  | {
      readonly tool: 'arrow' | 'rectangle' | 'ellipse';
      readonly from: MarkPoint;
      readonly to: MarkPoint;
    }
  | { readonly tool: 'text'; readonly at: MarkPoint; readonly text: string }
  /** null: it is told in pixels. */
  | {
      readonly tool: 'length';
      readonly from: MarkPoint;
      readonly to: MarkPoint;
      readonly calibration: Calibration | null;
    }
  /** Drawn from `at` to the right, as long as `length` of the calibration's unit. */
  | {
      readonly tool: 'scale-bar';
      readonly at: MarkPoint;
      readonly length: number;
      readonly calibration: Calibration;
    };

export type MarkTool = MarkShape['tool'];

/** Nothing about it changes once it is finished, but whether it is kept. */
export interface Mark {
  /** Who drew it; '' is this user, alone. */
  readonly by: MemberId;
  /** Grows with each mark of its author (the time of making, in ms, or one more than the last): its name beside `by`. */
  readonly number: number;
  readonly shape: MarkShape;
  readonly color: MarkColor;
  readonly width: MarkWidth;
  /** Size of the framebuffer it was drawn on: marked as of another size where that changed. */
  readonly frame: { readonly width: number; readonly height: number };
  /** It vanishes so long after it was finished; null: it is kept. */
  readonly fadeMs: number | null;
}

/** facts/safety.md, rules for annotations. */
export const MAX_MARKS = 500;
export const MAX_POINTS = 2000;
export const MAX_MARK_TEXT = 200;
