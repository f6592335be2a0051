import { LASER_FADE_MS } from '../../model/annotation/live-piece.ts';
import type { Mark, MarkColor, MarkPoint, MarkShape, StrokePoint } from '../../model/annotation/mark.ts';
import type { Point, Rect } from '../editor/geometry.ts';
import type { DrawView } from './draw-view.ts';
import { boxOfMark } from './hit.ts';
import {
  type Label,
  labelPlace,
  letterPixels,
  type PathSink,
  traceLine,
  tracePen,
  traceShape,
  traceTrail,
} from './ink.ts';
import { labelText, type NumberWriter } from './label-text.ts';
import type { LiveLine, LiveStroke } from './live-strokes.ts';
import { DASHES, INKS, LASER_CORE, MIN_INK_PX, MIN_LETTER_PX, PLATE, RIM, RIM_PX } from './palette.ts';

/** Where a canvas is and what it shows. */
export interface PaintTarget {
  readonly view: DrawView;
  /** The canvas's corner in the window, in CSS pixels. */
  readonly origin: Point;
  /** Device pixels for each CSS pixel. */
  readonly ratio: number;
}

export interface ShownMark {
  readonly mark: Mark;
  /** 0 to 1. */
  readonly opacity: number;
}

/** Lines of a mark that were traced; `rim` is filled beneath `ink` where both are areas. */
type Traced = Areas | { readonly type: 'lines'; readonly isForeign: boolean; readonly path: Path2D };

interface Areas {
  readonly type: 'areas';
  readonly grow: number;
  readonly width: number;
  readonly rim: Path2D;
  readonly ink: Path2D;
}

/** How the view's size changes what is drawn, in framebuffer pixels. */
interface Grain {
  readonly rim: number;
  readonly thinnest: number;
  readonly smallest: number;
}

const FONT = 'system-ui, sans-serif';
/** Points of a piece of a live line. */
const PIECE_POINTS = 100;
/** The laser's dot is at least so large: CSS pixels from its middle. */
const LASER_DOT_PX = 4.5;

/**
 * Paints marks in framebuffer pixels, the canvas's transform does the rest. Keeps what it traced of each mark, so that
 * painting all of them again costs no more than filling.
 */
export class MarkPainter {
  readonly #traced = new WeakMap<Mark, Traced>();
  /** Pieces of live lines, by their first point. */
  readonly #pieceOf = new WeakMap<StrokePoint, Areas>();
  readonly #plates = new WeakMap<
    Mark,
    { readonly size: number; readonly text: string; readonly wide: number }
  >();

  constructor(
    private readonly write: NumberWriter,
    private readonly newPath: () => Path2D = () => new Path2D(),
  ) {}

  /**
   * Marks in drawing order, over what is there.
   * @param isLate whether the time for this is over; asked after each mark
   * @returns how many were painted
   */
  paint(
    context: CanvasRenderingContext2D,
    marks: readonly ShownMark[],
    target: PaintTarget,
    isLate: () => boolean = () => false,
  ): number {
    const grain = enter(context, target);
    let painted = 0;
    for (const { mark, opacity } of marks) {
      context.globalAlpha = opacity;
      this.#paintMark(context, mark, target.view, grain);
      painted++;
      if (isLate()) break;
    }
    context.restore();
    return painted;
  }

  /** What is being drawn now. */
  paintLive(
    context: CanvasRenderingContext2D,
    strokes: readonly LiveStroke[],
    target: PaintTarget,
    nowMs: number,
  ): void {
    const grain = enter(context, target);
    for (const stroke of strokes) {
      if (!('times' in stroke)) this.#paintSpan(context, stroke, grain);
      else if (stroke.tool === 'laser') this.#paintLaser(context, stroke, grain, nowMs);
      else {
        const pieces = this.#pieces(stroke, Math.max(stroke.width, grain.thinnest), grain.rim);
        for (const { rim } of pieces) fill(context, rim, RIM);
        for (const { ink } of pieces) fill(context, ink, INKS[stroke.color]);
      }
    }
    context.restore();
  }

  #paintMark(context: CanvasRenderingContext2D, mark: Mark, { framebuffer }: DrawView, grain: Grain): void {
    const { shape, frame, color } = mark;
    const isForeign = frame.width !== framebuffer.width || frame.height !== framebuffer.height;
    const width = Math.max(mark.width, grain.thinnest);
    if (shape.tool !== 'text') {
      const traced = this.#trace(mark, shape, isForeign, width, grain);
      if (traced.type === 'areas') {
        fill(context, traced.rim, RIM);
        fill(context, traced.ink, INKS[color]);
      } else {
        stroke(context, traced.path, RIM, width + 2 * grain.rim);
        if (isForeign) context.setLineDash(DASHES.map((each) => each * width));
        stroke(context, traced.path, INKS[color], width);
        if (isForeign) context.setLineDash([]);
      }
    }
    const label = labelPlace(shape, mark.width);
    if (label === null) return;
    const size = Math.max(letterPixels(mark.width), grain.smallest);
    let plate = this.#plates.get(mark);
    if (plate?.size !== size) {
      const text = labelText(shape, this.write);
      context.font = `600 ${size}px ${FONT}`;
      plate = { size, text, wide: context.measureText(text).width };
      this.#plates.set(mark, plate);
    }
    paintPlate(context, plate.text, plate.wide, size, label, color);
    // A text has no line that could be dashed.
    if (isForeign && shape.tool === 'text') paintUnderline(context, plate.wide, size, label.at, color, grain);
  }

  #trace(
    mark: Mark,
    shape: Exclude<MarkShape, { tool: 'text' }>,
    isForeign: boolean,
    width: number,
    grain: Grain,
  ): Traced {
    const known = this.#traced.get(mark);
    if (shape.tool === 'pen' && !isForeign) {
      if (known?.type === 'areas' && known.grow === grain.rim && known.width === width) return known;
      const rim = this.#area(shape, width, grain.rim);
      const ink = this.#area(shape, width, 0);
      return this.#keep(mark, { type: 'areas', grow: grain.rim, width, rim, ink });
    }
    if (known?.type === 'lines' && known.isForeign === isForeign) return known;
    const path = this.newPath();
    if (shape.tool === 'pen') traceLine(path, shape.points);
    else traceShape(path, shape, mark.width);
    return this.#keep(mark, { type: 'lines', isForeign, path });
  }

  /** A line that grows, in pieces: those that are full are traced once, however long it becomes. */
  #pieces({ points }: LiveLine, width: number, grow: number): readonly Areas[] {
    const pieces: Areas[] = [];
    // Each begins where the one before ends.
    for (let from = 0; from === 0 || from < points.length - 1; from += PIECE_POINTS) {
      const some = points.slice(from, from + PIECE_POINTS + 1);
      const [first] = some;
      if (first === undefined) break;
      const known = this.#pieceOf.get(first);
      if (some.length > PIECE_POINTS && known?.grow === grow && known.width === width) {
        pieces.push(known);
        continue;
      }
      const [rim, ink] = [this.#area({ points: some }, width, grow), this.#area({ points: some }, width, 0)];
      const piece: Areas = { type: 'areas', grow, width, rim, ink };
      if (some.length > PIECE_POINTS) this.#pieceOf.set(first, piece);
      pieces.push(piece);
    }
    return pieces;
  }

  #keep(mark: Mark, traced: Traced): Traced {
    this.#traced.set(mark, traced);
    return traced;
  }

  #area({ points }: Pick<LiveLine, 'points'>, width: number, grow: number): Path2D {
    const path = this.newPath();
    tracePen(path, points, width, grow);
    return path;
  }

  #paintSpan(context: CanvasRenderingContext2D, span: Exclude<LiveStroke, LiveLine>, grain: Grain): void {
    const width = Math.max(span.width, grain.thinnest);
    const path: PathSink & Path2D = this.newPath();
    const shape = spanShape(span);
    traceShape(path, shape, span.width);
    stroke(context, path, RIM, width + 2 * grain.rim);
    stroke(context, path, INKS[span.color], width);
    const label = labelPlace(shape, span.width);
    if (label === null) return;
    const text = labelText(shape, this.write);
    const size = Math.max(letterPixels(span.width), grain.smallest);
    context.font = `600 ${size}px ${FONT}`;
    paintPlate(context, text, context.measureText(text).width, size, label, span.color);
  }

  #paintLaser(context: CanvasRenderingContext2D, line: LiveLine, grain: Grain, nowMs: number): void {
    const { points, times, color, isOver } = line;
    const dot = Math.max(line.width, (LASER_DOT_PX * grain.rim) / RIM_PX);
    const from = times.findIndex((atMs) => nowMs - atMs < LASER_FADE_MS);
    const trail = (from < 0 ? [] : points.slice(from)).map(({ x, y }, index) => {
      const age = Math.min(1, Math.max(0, (nowMs - (times[from + index] ?? 0)) / LASER_FADE_MS));
      return { x, y, pressure: (1 - age) * (1 - age / 2) };
    });
    const layers = [
      { color: RIM, size: dot + grain.rim },
      { color: INKS[color], size: dot },
      { color: LASER_CORE, size: dot * 0.4 },
    ];
    context.globalAlpha = 0.85;
    for (const layer of trail.length > 1 ? layers : []) {
      const path = this.newPath();
      traceTrail(path, trail, layer.size);
      fill(context, path, layer.color);
    }
    context.globalAlpha = 1;
    const head = points.at(-1);
    if (isOver || head === undefined) return;
    for (const layer of layers) paintDot(context, head, layer.size, layer.color);
  }
}

/** All that a mark can cover, in framebuffer pixels; rather more than less. */
export function coverOf(mark: Mark, { view }: PaintTarget): Rect {
  const { x, y, width, height } = boxOfMark(mark);
  const grain = grainOf(view);
  const label = labelPlace(mark.shape, mark.width);
  const size = Math.max(letterPixels(mark.width), grain.smallest);
  // No letter is wider than this; `boxOfMark` knows a text only by its beginning.
  const wide = label === null ? 0 : (labelLength(mark.shape) + 2) * size * 1.2;
  const high = label === null ? 0 : 3 * size + 3 * mark.width;
  const around = Math.max(mark.width, grain.thinnest) * 4 + 8 + 2 * grain.rim;
  return {
    x: x - around - wide,
    y: y - around - high,
    width: width + 2 * (around + wide),
    height: height + 2 * (around + high),
  };
}

/** Letters at a mark, at most: numbers have three digits and a unit. */
function labelLength(shape: MarkShape): number {
  return shape.tool === 'text' ? shape.text.length : 16;
}

/** Sets the context up for framebuffer pixels, cut off at what can be seen of the picture; `restore` ends it. */
function enter(context: CanvasRenderingContext2D, { view, origin, ratio }: PaintTarget): Grain {
  const { box, visible, shown } = view;
  const across = box.width / shown.width;
  const down = box.height / shown.height;
  context.save();
  context.setTransform(ratio, 0, 0, ratio, -origin.x * ratio, -origin.y * ratio);
  context.beginPath();
  context.rect(visible.x, visible.y, visible.width, visible.height);
  context.clip();
  context.transform(across, 0, 0, down, box.x - shown.x * across, box.y - shown.y * down);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.textBaseline = 'alphabetic';
  context.textAlign = 'left';
  context.direction = 'ltr';
  return grainOf(view);
}

function grainOf({ box, shown }: DrawView): Grain {
  const across = box.width / shown.width;
  const down = box.height / shown.height;
  // In steps, so that pulling at a window does not trace every pen's line anew at each size.
  const scale = 2 ** (Math.round(Math.log2(Math.sqrt(across * down)) * 2) / 2);
  return { rim: RIM_PX / scale, thinnest: MIN_INK_PX / scale, smallest: MIN_LETTER_PX / scale };
}

function fill(context: CanvasRenderingContext2D, path: Path2D, color: string): void {
  context.fillStyle = color;
  context.fill(path);
}

function stroke(context: CanvasRenderingContext2D, path: Path2D, color: string, width: number): void {
  context.strokeStyle = color;
  context.lineWidth = width;
  context.stroke(path);
}

function paintDot(
  context: CanvasRenderingContext2D,
  { x, y }: MarkPoint,
  radius: number,
  color: string,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = color;
  context.fill();
}

function paintPlate(
  context: CanvasRenderingContext2D,
  text: string,
  textWide: number,
  size: number,
  { at, anchor }: Label,
  color: MarkColor,
): void {
  const wide = textWide + 0.8 * size;
  const high = 1.4 * size;
  const left = anchor === 'middle' ? at.x - wide / 2 : at.x;
  const top = anchor === 'middle' ? at.y - high / 2 : anchor === 'bottom-left' ? at.y - high : at.y;
  context.beginPath();
  context.roundRect(left, top, wide, high, size / 4);
  context.fillStyle = PLATE;
  context.fill();
  context.font = `600 ${size}px ${FONT}`;
  context.fillStyle = INKS[color];
  context.fillText(text, left + 0.4 * size, top + 1.02 * size);
}

function paintUnderline(
  context: CanvasRenderingContext2D,
  wide: number,
  size: number,
  at: MarkPoint,
  color: MarkColor,
  { thinnest }: Grain,
): void {
  context.beginPath();
  context.moveTo(at.x + 0.4 * size, at.y + 1.25 * size);
  context.lineTo(at.x + 0.4 * size + wide, at.y + 1.25 * size);
  context.setLineDash(DASHES.map((each) => each * thinnest));
  context.strokeStyle = INKS[color];
  context.lineWidth = thinnest;
  context.stroke();
  context.setLineDash([]);
}

/** As lines: a scale bar that is being pulled is a length still. */
function spanShape({
  tool,
  from,
  to,
  calibration,
}: Exclude<LiveStroke, LiveLine>): Exclude<MarkShape, { tool: 'pen' | 'text' | 'scale-bar' }> {
  return tool === 'length' || tool === 'scale-bar'
    ? { tool: 'length', from, to, calibration }
    : { tool, from, to };
}
