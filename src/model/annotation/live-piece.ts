import type { Calibration, MarkColor, MarkPoint, MarkWidth, StrokePoint } from './mark.ts';

/** What is being drawn, told 20 times a second until it is finished; each piece may be lost. */
export type LivePiece =
  | {
      /** The number that the mark will have. */
      readonly number: number;
      readonly tool: 'pen' | 'laser';
      readonly color: MarkColor;
      readonly width: MarkWidth;
      /** Place of the first of `points` in the whole stroke: pieces overlap, so that one may be lost. */
      readonly first: number;
      readonly points: readonly StrokePoint[];
    }
  | {
      readonly number: number;
      readonly tool: 'arrow' | 'rectangle' | 'ellipse';
      readonly color: MarkColor;
      readonly width: MarkWidth;
      readonly from: MarkPoint;
      readonly to: MarkPoint;
    }
  | {
      readonly number: number;
      /** A scale bar is of its round length already. */
      readonly tool: 'length' | 'scale-bar';
      readonly color: MarkColor;
      readonly width: MarkWidth;
      readonly from: MarkPoint;
      readonly to: MarkPoint;
      /** Others read the same number as whoever draws. */
      readonly calibration: Calibration | null;
    }
  /** It came to nothing, or its laser was put away. */
  | { readonly number: number; readonly tool: 'none' };

/** A laser's trail is gone after so long. */
export const LASER_FADE_MS = 1000;
/** Live pieces go out so often. */
export const LIVE_EVERY_MS = 50;
/** Points of one piece: what the last half second drew. */
export const MAX_PIECE_POINTS = 200;
