import type { Mark, MarkPoint } from '../../model/annotation/mark.ts';
import type { Rect } from '../editor/geometry.ts';
import { barEnd, labelPlace, letterPixels, type PathSink, traceShape } from './ink.ts';

/** A letter is about so wide for its height: exact enough to be met by a finger. */
const LETTER_RATIO = 0.56;
const ELLIPSE_CORNERS = 32;

/** Lines of a mark, and a box around all of it. */
interface Outline {
  readonly lines: readonly (readonly MarkPoint[])[];
  readonly box: Rect;
}

const outlines = new WeakMap<Mark, Outline>();

/**
 * The topmost mark within reach of a place; null: none. Lines are met, not what they enclose: a rectangle round a
 * feature leaves the feature free.
 * @param marks in drawing order
 * @param reach framebuffer pixels
 */
export function markAt<M extends { readonly mark: Mark }>(
  marks: readonly M[],
  at: MarkPoint,
  reach: number,
): M | null {
  for (let index = marks.length - 1; index >= 0; index--) {
    const shown = marks[index];
    if (shown !== undefined && isMet(shown.mark, at, reach)) return shown;
  }
  return null;
}

/** A box around the lines of a mark, without their thickness and without what is written at them. */
export function boxOfMark(mark: Mark): Rect {
  return outlineOf(mark).box;
}

function isMet(mark: Mark, at: MarkPoint, reach: number): boolean {
  const { lines, box } = outlineOf(mark);
  const far = reach + mark.width / 2;
  if (!isIn(box, at, far)) return false;
  const { shape } = mark;
  const plate = shape.tool === 'text' ? plateOf(mark, shape.text.length) : null;
  if (plate !== null && isIn(plate, at, reach)) return true;
  return lines.some((line) =>
    line.some((point, index) => distanceTo(at, line[index - 1] ?? point, point) <= far),
  );
}

/** About where the plate of a text is. */
function plateOf({ shape, width }: Mark, letters: number): Rect | null {
  const place = labelPlace(shape, width);
  const high = letterPixels(width) * 1.4;
  return place === null
    ? null
    : { x: place.at.x, y: place.at.y, width: letters * letterPixels(width) * LETTER_RATIO, height: high };
}

function outlineOf(mark: Mark): Outline {
  const known = outlines.get(mark);
  if (known !== undefined) return known;
  const lines = linesOf(mark);
  const plate = mark.shape.tool === 'text' ? plateOf(mark, mark.shape.text.length) : null;
  const corners =
    plate === null
      ? lines.flat()
      : [plate, { x: plate.x + plate.width, y: plate.y + plate.height }, ...lines.flat()];
  const outline = { lines, box: boxOf(corners) };
  outlines.set(mark, outline);
  return outline;
}

function linesOf({ shape, width }: Mark): readonly (readonly MarkPoint[])[] {
  if (shape.tool === 'pen') return [shape.points];
  const lines: MarkPoint[][] = [];
  const sink: PathSink = {
    moveTo: (x, y) => void lines.push([{ x, y }]),
    lineTo: (x, y) => void lines.at(-1)?.push({ x, y }),
    ellipse: (x, y, across, down) => {
      for (let corner = 1; corner <= ELLIPSE_CORNERS; corner++) {
        const turn = (corner * 2 * Math.PI) / ELLIPSE_CORNERS;
        lines.at(-1)?.push({ x: x + across * Math.cos(turn), y: y + down * Math.sin(turn) });
      }
    },
    closePath: () => {
      const line = lines.at(-1);
      const first = line?.[0];
      if (first !== undefined) line?.push(first);
    },
  };
  traceShape(sink, shape, width);
  return lines;
}

/** The place that a mark is told to be at: its beginning, and its end where it has one. */
export function placesOf({ shape }: Mark): readonly MarkPoint[] {
  switch (shape.tool) {
    case 'pen': {
      const { x, y, width, height } = boxOf(shape.points);
      return [
        { x, y },
        { x: x + width, y: y + height },
      ];
    }
    case 'arrow':
    case 'rectangle':
    case 'ellipse':
    case 'length':
      return [shape.from, shape.to];
    case 'text':
      return [shape.at];
    case 'scale-bar':
      return [shape.at, barEnd(shape)];
    default:
      return shape satisfies never;
  }
}

function boxOf(points: readonly MarkPoint[]): Rect {
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const { x, y } of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function isIn({ x, y, width, height }: Rect, at: MarkPoint, reach: number): boolean {
  return at.x >= x - reach && at.y >= y - reach && at.x <= x + width + reach && at.y <= y + height + reach;
}

function distanceTo(at: MarkPoint, from: MarkPoint, to: MarkPoint): number {
  const across = to.x - from.x;
  const down = to.y - from.y;
  const long = across * across + down * down;
  const along = long === 0 ? 0 : ((at.x - from.x) * across + (at.y - from.y) * down) / long;
  const share = Math.max(0, Math.min(along, 1));
  return Math.hypot(at.x - from.x - share * across, at.y - from.y - share * down);
}
