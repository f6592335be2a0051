import {
  type Calibration,
  MAX_POINTS,
  type MarkColor,
  type MarkPoint,
  type MarkShape,
  type MarkWidth,
  type StrokePoint,
} from '../../model/annotation/mark.ts';
import type { Size } from '../editor/geometry.ts';

/** Tools that draw from one place to another. */
export const SPAN_TOOLS = ['arrow', 'rectangle', 'ellipse', 'length', 'scale-bar'] as const;
export type SpanTool = (typeof SPAN_TOOLS)[number];

/** What is drawn now: with the pointer until it goes up, with keys until Enter. */
export type Stroke = StrokeLook &
  (
    | { readonly type: 'line'; readonly tool: 'pen' | 'laser'; readonly points: readonly StrokePoint[] }
    | {
        readonly type: 'span';
        readonly tool: SpanTool;
        readonly from: MarkPoint;
        readonly to: MarkPoint;
        readonly calibration: Calibration | null;
      }
    /** A distance whose length the user will tell. */
    | { readonly type: 'distance'; readonly from: MarkPoint; readonly to: MarkPoint }
    /** Rubs out what it goes over. */
    | { readonly type: 'rub' }
  );

interface StrokeLook {
  readonly by: 'pointer' | 'keys';
  /** The number that its mark will have. */
  readonly number: number;
  readonly color: MarkColor;
  readonly width: MarkWidth;
  readonly fadeMs: number | null;
  readonly frame: Size;
}

/** Places closer to the last one than this, in framebuffer pixels, say nothing new. */
const NEAR_PIXELS = 0.5;
/** A span shorter than this was a click. */
export const MIN_SPAN_PIXELS = 2;
/** A scale bar that was clicked, not dragged, is about this share of the picture's width. */
const BAR_RATIO = 0.2;

/** The stroke one place further. */
export function extended(stroke: Stroke, point: StrokePoint): Stroke {
  switch (stroke.type) {
    case 'line': {
      const last = stroke.points.at(-1);
      const isNear = last !== undefined && Math.hypot(point.x - last.x, point.y - last.y) < NEAR_PIXELS;
      return isNear ? stroke : { ...stroke, points: [...stroke.points, point] };
    }
    case 'span':
    case 'distance': {
      const { x, y } = point;
      return x === stroke.to.x && y === stroke.to.y ? stroke : { ...stroke, to: { x, y } };
    }
    case 'rub':
      return stroke;
    default:
      return stroke satisfies never;
  }
}

/** A line has as many points as a mark may have: what comes next is another one that goes on from here. */
export function isFull(stroke: Stroke): stroke is Extract<Stroke, { readonly type: 'line' }> {
  return stroke.type === 'line' && stroke.points.length >= MAX_POINTS;
}

/** What the stroke has become; null: nothing that stays. */
export function shapeOf(stroke: Stroke): MarkShape | null {
  if (stroke.type === 'line') {
    return stroke.tool === 'pen' && stroke.points.length > 0 ? { tool: 'pen', points: stroke.points } : null;
  }
  if (stroke.type !== 'span') return null;
  const { tool, from, to, calibration, frame } = stroke;
  if (tool === 'scale-bar') return calibration === null ? null : barOf(from, to, calibration, frame);
  if (Math.hypot(to.x - from.x, to.y - from.y) < MIN_SPAN_PIXELS) return null;
  return tool === 'length' ? { tool, from, to, calibration } : { tool, from, to };
}

/** From the left one of two places, as long as the round length that is nearest to their distance. */
export function barOf(
  from: MarkPoint,
  to: MarkPoint,
  calibration: Calibration,
  frame: Size,
): Extract<MarkShape, { tool: 'scale-bar' }> {
  const across = Math.abs(to.x - from.x);
  const pixels = across < MIN_SPAN_PIXELS ? frame.width * BAR_RATIO : across;
  const at = { x: Math.min(from.x, to.x), y: from.y };
  return { tool: 'scale-bar', at, length: roundLength(pixels * calibration.unitsPerPixel), calibration };
}

/** 1, 2 or 5 times a power of ten: the one nearest to a length. */
export function roundLength(length: number): number {
  const exponent = Math.floor(Math.log10(length));
  let nearest = length;
  let least = Number.POSITIVE_INFINITY;
  for (const digit of [1, 2, 5, 10]) {
    // As text, so that 0.2 is 0.2 and not 0.20000000000000001.
    const round = Number(`${digit}e${exponent}`);
    const away = Math.abs(Math.log(length / round));
    if (away < least) {
      least = away;
      nearest = round;
    }
  }
  return nearest;
}
