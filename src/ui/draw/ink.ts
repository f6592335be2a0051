import { getStroke } from 'perfect-freehand';
import type { MarkPoint, MarkShape, MarkWidth, StrokePoint } from '../../model/annotation/mark.ts';

/** What a line is drawn into: a Path2D, or the text of an SVG path. */
export interface PathSink {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  ellipse(x: number, y: number, across: number, down: number, turn: number, from: number, to: number): void;
  closePath(): void;
}

/** Where the text of a mark stands, in framebuffer pixels. */
export interface Label {
  readonly at: MarkPoint;
  /** Which point of the plate `at` is. */
  readonly anchor: 'top-left' | 'bottom-left' | 'middle';
}

/** Half of a tick across the end of a length or a scale bar, and the beard of an arrow, for each line width. */
const TICK_RATIO = 2.2;
const HEAD_RATIO = 3.5;
const HEAD_PIXELS = 6;
const HEAD_ANGLE = Math.PI / 7;
/** Framebuffer pixels of the letters, by the width of the line. */
const LETTER_PIXELS: Readonly<Record<MarkWidth, number>> = { 2: 14, 4: 20, 8: 32 };

export function letterPixels(width: MarkWidth): number {
  return LETTER_PIXELS[width];
}

/**
 * The outline of a pen's line, thicker where it was pressed. Its middle goes through the very points: nothing is
 * smoothed away, because a mark has to be where the feature is.
 * @param grow framebuffer pixels around it, for the rim
 */
export function tracePen(sink: PathSink, points: readonly StrokePoint[], width: number, grow: number): void {
  const outline = getStroke([...points], {
    size: width + 2 * grow,
    // Pressure counts for the ink alone: its rim is as wide everywhere.
    thinning: (PEN_THINNING * width) / (width + 2 * grow),
    smoothing: 0.5,
    streamline: 0,
    simulatePressure: false,
    last: true,
  });
  tracePolygon(sink, outline);
}

/** 0: pressure makes no difference; 1: a line that was hardly pressed is hardly seen. */
const PEN_THINNING = 0.6;

/** A laser's trail: `pressure` is what is left of its width at each point, from 0 to 1. @param radius of all of it */
export function traceTrail(sink: PathSink, points: readonly StrokePoint[], radius: number): void {
  const outline = getStroke([...points], {
    size: radius,
    thinning: 1,
    smoothing: 0.5,
    streamline: 0,
    simulatePressure: false,
    last: true,
  });
  tracePolygon(sink, outline);
}

function tracePolygon(sink: PathSink, polygon: readonly (readonly number[])[]): void {
  polygon.forEach(([x = 0, y = 0], index) => {
    if (index === 0) sink.moveTo(x, y);
    else sink.lineTo(x, y);
  });
  if (polygon.length > 0) sink.closePath();
}

/** The points of a pen's line, one after the other. */
export function traceLine(sink: PathSink, points: readonly MarkPoint[]): void {
  points.forEach(({ x, y }, index) => {
    if (index === 0) sink.moveTo(x, y);
    // A single point has to have a length, or nothing is drawn of it.
    if (index > 0 || points.length === 1) sink.lineTo(x + (points.length === 1 ? 0.01 : 0), y);
  });
}

/** Lines of every other shape; a text has none. */
export function traceShape(sink: PathSink, shape: Exclude<MarkShape, { tool: 'pen' }>, width: number): void {
  switch (shape.tool) {
    case 'arrow':
      traceArrow(sink, shape.from, shape.to, width);
      break;
    case 'rectangle': {
      const { from, to } = shape;
      sink.moveTo(from.x, from.y);
      sink.lineTo(to.x, from.y);
      sink.lineTo(to.x, to.y);
      sink.lineTo(from.x, to.y);
      sink.closePath();
      break;
    }
    case 'ellipse': {
      const { from, to } = shape;
      const across = Math.abs(to.x - from.x) / 2;
      const down = Math.abs(to.y - from.y) / 2;
      const x = (from.x + to.x) / 2;
      sink.moveTo(x + across, (from.y + to.y) / 2);
      sink.ellipse(x, (from.y + to.y) / 2, across, down, 0, 0, 2 * Math.PI);
      sink.closePath();
      break;
    }
    case 'length':
      traceTicked(sink, shape.from, shape.to, width);
      break;
    case 'scale-bar':
      traceTicked(sink, shape.at, barEnd(shape), width);
      break;
    case 'text':
      break;
    default:
      shape satisfies never;
  }
}

/** The right end of a scale bar. */
export function barEnd({ at, length, calibration }: Extract<MarkShape, { tool: 'scale-bar' }>): MarkPoint {
  return { x: at.x + length / calibration.unitsPerPixel, y: at.y };
}

export function labelPlace(shape: MarkShape, width: MarkWidth): Label | null {
  const away = TICK_RATIO * width + 3;
  switch (shape.tool) {
    case 'text':
      return { at: shape.at, anchor: 'top-left' };
    case 'scale-bar':
      return { at: { x: shape.at.x, y: shape.at.y - away }, anchor: 'bottom-left' };
    case 'length': {
      const { from, to } = shape;
      const long = Math.hypot(to.x - from.x, to.y - from.y) || 1;
      const far = away + letterPixels(width) * 0.8;
      // To the side that is up, so that the hand does not cover it.
      const up = to.x >= from.x ? 1 : -1;
      const x = (from.x + to.x) / 2 + (up * (to.y - from.y) * far) / long;
      const y = (from.y + to.y) / 2 - (up * (to.x - from.x) * far) / long;
      return { at: { x, y }, anchor: 'middle' };
    }
    case 'pen':
    case 'arrow':
    case 'rectangle':
    case 'ellipse':
      return null;
    default:
      return shape satisfies never;
  }
}

function traceArrow(sink: PathSink, from: MarkPoint, to: MarkPoint, width: number): void {
  const long = Math.hypot(to.x - from.x, to.y - from.y);
  const head = Math.min(HEAD_PIXELS + HEAD_RATIO * width, long);
  const back = Math.atan2(from.y - to.y, from.x - to.x);
  sink.moveTo(from.x, from.y);
  sink.lineTo(to.x, to.y);
  sink.moveTo(to.x + head * Math.cos(back - HEAD_ANGLE), to.y + head * Math.sin(back - HEAD_ANGLE));
  sink.lineTo(to.x, to.y);
  sink.lineTo(to.x + head * Math.cos(back + HEAD_ANGLE), to.y + head * Math.sin(back + HEAD_ANGLE));
}

function traceTicked(sink: PathSink, from: MarkPoint, to: MarkPoint, width: number): void {
  const long = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const half = TICK_RATIO * width;
  const x = (-(to.y - from.y) / long) * half;
  const y = ((to.x - from.x) / long) * half;
  sink.moveTo(from.x, from.y);
  sink.lineTo(to.x, to.y);
  for (const end of [from, to]) {
    sink.moveTo(end.x - x, end.y - y);
    sink.lineTo(end.x + x, end.y + y);
  }
}
