import { LASER_FADE_MS, type LivePiece } from '../../model/annotation/live-piece.ts';
import {
  type Calibration,
  MAX_POINTS,
  type MarkColor,
  type MarkPoint,
  type MarkTool,
  type MarkWidth,
  type StrokePoint,
} from '../../model/annotation/mark.ts';
import type { MemberId } from '../../model/room/member.ts';

/** Nothing was heard of a stroke for so long: whoever drew it is gone. */
export const STROKE_LOST_MS = 3_000;
/** Laser trails of one person that fade beside each other. */
const MAX_TRAILS = 4;

/** A stroke that is being drawn by somebody, as it is painted. */
export type LiveStroke = LiveLine | LiveSpan;

export interface LiveLine {
  readonly tool: 'pen' | 'laser';
  readonly color: MarkColor;
  readonly width: MarkWidth;
  readonly points: readonly StrokePoint[];
  /** When each point was heard of: a laser's trail goes with its age. */
  readonly times: readonly number[];
  /** The laser was put away: its trail alone is left. */
  readonly isOver: boolean;
}

export interface LiveSpan {
  readonly tool: Exclude<MarkTool, 'pen' | 'text'>;
  readonly color: MarkColor;
  readonly width: MarkWidth;
  readonly from: MarkPoint;
  readonly to: MarkPoint;
  /** Of a length or a scale bar; null: there is none. */
  readonly calibration: Calibration | null;
}

interface Heard {
  readonly number: number;
  readonly stroke: LiveStroke;
  readonly heardAtMs: number;
}

/** What everybody is drawing now: at most one stroke each, and laser trails that fade. */
export class LiveStrokes {
  readonly #drawing = new Map<MemberId, Heard>();
  readonly #trails = new Map<MemberId, readonly LiveLine[]>();
  /** Greatest number of each author that is finished: a late piece of it means nothing. */
  readonly #finished = new Map<MemberId, number>();

  get isEmpty(): boolean {
    return this.#drawing.size === 0 && this.#trails.size === 0;
  }

  /** Takes in a piece of somebody's stroke. */
  hear(from: MemberId, piece: LivePiece, nowMs: number): void {
    const known = this.#drawing.get(from);
    if (piece.number <= (this.#finished.get(from) ?? -1)) return;
    if (known !== undefined && piece.number < known.number) return;
    if (piece.tool === 'none') {
      this.end(from, piece.number);
      return;
    }
    if (known !== undefined && piece.number > known.number) this.#putAway(from, known);
    const before = known?.number === piece.number ? known.stroke : undefined;
    const stroke = strokeOf(piece, before, nowMs);
    if (stroke !== undefined) this.#drawing.set(from, { number: piece.number, stroke, heardAtMs: nowMs });
  }

  /** A stroke of this user, all of it; when its points came is noted here. */
  draw(by: MemberId, number: number, stroke: LiveStroke, nowMs: number): void {
    const known = this.#drawing.get(by);
    if (known !== undefined && known.number !== number) this.#putAway(by, known);
    const before = known?.number === number ? known.stroke : undefined;
    const old = before !== undefined && 'times' in before ? before.times : [];
    const timed =
      'times' in stroke ? { ...stroke, times: stroke.points.map((_, index) => old[index] ?? nowMs) } : stroke;
    this.#drawing.set(by, { number, stroke: timed, heardAtMs: nowMs });
  }

  /** The stroke of this number is over: it is a mark now, or nothing. A laser's trail still fades. */
  end(by: MemberId, number: number): void {
    this.#finished.set(by, Math.max(number, this.#finished.get(by) ?? -1));
    const known = this.#drawing.get(by);
    if (known === undefined || known.number > number) return;
    this.#drawing.delete(by);
    this.#putAway(by, known);
  }

  /** Nobody but these is here any more. */
  keepOnly(members: ReadonlySet<MemberId>): void {
    for (const map of [this.#drawing, this.#trails, this.#finished]) {
      for (const member of [...map.keys()]) if (!members.has(member)) map.delete(member);
    }
  }

  clear(): void {
    this.#drawing.clear();
    this.#trails.clear();
    this.#finished.clear();
  }

  /**
   * What is to be painted now.
   * @param self whose stroke lasts for as long as the pointer is down
   */
  strokes(nowMs: number, self: MemberId, isHidden: (by: MemberId) => boolean): readonly LiveStroke[] {
    const strokes: LiveStroke[] = [];
    for (const [member, trails] of [...this.#trails]) {
      const left = trails.filter(({ times }) => nowMs - (times.at(-1) ?? 0) < LASER_FADE_MS);
      if (left.length === 0) this.#trails.delete(member);
      else this.#trails.set(member, left);
      if (!isHidden(member)) strokes.push(...left);
    }
    for (const [member, heard] of [...this.#drawing]) {
      if (member !== self && nowMs - heard.heardAtMs >= STROKE_LOST_MS) {
        this.#drawing.delete(member);
        this.#putAway(member, heard);
      } else if (!isHidden(member)) strokes.push(heard.stroke);
    }
    return strokes;
  }

  #putAway(by: MemberId, { stroke }: Heard): void {
    if (stroke.tool !== 'laser' || !('times' in stroke)) return;
    const trails = this.#trails.get(by) ?? [];
    this.#trails.set(by, [...trails, { ...stroke, isOver: true }].slice(-MAX_TRAILS));
  }
}

function strokeOf(
  piece: Exclude<LivePiece, { tool: 'none' }>,
  before: LiveStroke | undefined,
  nowMs: number,
): LiveStroke | undefined {
  const { color, width } = piece;
  if (!('points' in piece)) {
    const { tool, from, to } = piece;
    const calibration = 'calibration' in piece ? piece.calibration : null;
    return { tool, color, width, from, to, calibration };
  }
  const { tool } = piece;
  const line = before !== undefined && 'times' in before ? before : undefined;
  const known = line?.points ?? [];
  // What is missing in between was lost for good; the finished mark will have it. Until then a straight line stands for it.
  const overlap = Math.max(0, known.length - piece.first);
  const fresh = piece.points.slice(Math.min(overlap, piece.points.length));
  const missing = Math.min(MAX_POINTS, Math.max(0, piece.first - known.length));
  const [head] = fresh;
  const gap: StrokePoint[] = head === undefined ? [] : Array.from({ length: missing }, () => head);
  const added = [...gap, ...fresh].slice(0, Math.max(0, MAX_POINTS - known.length));
  return {
    tool,
    color,
    width,
    points: [...known, ...added],
    times: [...(line?.times ?? []), ...added.map(() => nowMs)],
    isOver: false,
  };
}
