import { LIVE_EVERY_MS, type LivePiece, MAX_PIECE_POINTS } from '../../model/annotation/live-piece.ts';
import { endsOf } from './own-live.ts';
import type { Stroke } from './stroke.ts';

/** Pieces go back so far: one that is lost is in the next. */
const OVERLAP_MS = 500;
/** Nothing new: said all the same, or the others would think that the stroke was lost. */
const STILL_THERE_MS = 1_000;

/** Cuts the own stroke into the pieces that go out while it is drawn. */
export class LiveSender {
  #number = -1;
  #sentAtMs = Number.NEGATIVE_INFINITY;
  #changedAtMs = Number.NEGATIVE_INFINITY;
  #stroke: Stroke | null = null;
  /** How many points there were, and when. */
  #counts: { readonly atMs: number; readonly count: number }[] = [];

  /** The piece to be sent now; null: none. To be asked before each frame. */
  next(stroke: Stroke | null, nowMs: number): LivePiece | null {
    if (stroke === null || stroke.type === 'rub' || stroke.type === 'distance') return null;
    if (stroke.number !== this.#number) {
      this.#number = stroke.number;
      this.#counts = [];
      this.#stroke = null;
    }
    if (stroke !== this.#stroke) {
      this.#stroke = stroke;
      this.#changedAtMs = nowMs;
    }
    const isNew = nowMs - this.#changedAtMs < OVERLAP_MS;
    if (nowMs - this.#sentAtMs < (isNew ? LIVE_EVERY_MS : STILL_THERE_MS)) return null;
    this.#sentAtMs = nowMs;
    const { number, color, width } = stroke;
    if (stroke.type === 'span') {
      const { tool, calibration } = stroke;
      const span = { number, color, width, ...endsOf(stroke) };
      return tool === 'length' || tool === 'scale-bar' ? { ...span, tool, calibration } : { ...span, tool };
    }
    const { length } = stroke.points;
    while (this.#counts[1] !== undefined && nowMs - this.#counts[1].atMs >= OVERLAP_MS) this.#counts.shift();
    const [known] = this.#counts;
    // The last point at least: a piece without any says nothing of where.
    const before = known === undefined || nowMs - known.atMs < OVERLAP_MS ? 0 : known.count;
    const first = Math.max(0, Math.min(before, length - 1), length - MAX_PIECE_POINTS);
    this.#counts.push({ atMs: nowMs, count: length });
    return { number, tool: stroke.tool, color, width, first, points: stroke.points.slice(first) };
  }
}
