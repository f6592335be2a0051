import type { Bin } from '../../model/measure/bin.ts';
import type { OpinionTerms } from '../../model/measure/quantities/mean-opinion.ts';
import type { ModelReading, SeriesRow } from '../../model/measure/quantities/model-reading.ts';
import { MAX_ROWS_PER_MESSAGE } from '../../model/report/kept-session.ts';
import type { Rating } from '../../model/report/rating.ts';
import { SessionTerms } from '../../model/report/session-terms.ts';
import { type Analysis, TRAIL_MS } from './analyst-view.ts';

/** A session is worth a question when it lasted so long, with input. */
export const MIN_RATED_MS = 60_000;
/** A second belongs to the use of the session so long after the last input. */
const USE_MS = 10_000;
/** The panel is drawn anew at most once in this time. */
const ANALYSIS_EVERY_MS = 1_000;

/** The session model as it is used here; `SessionModel` is one. */
export interface Model {
  add(bin: Bin): void;
  reading(): ModelReading | null;
  rows(fromAtMs?: number): readonly SeriesRow[];
}

/** What a message about the model holds. */
export interface Portion {
  readonly reading: ModelReading;
  readonly terms: OpinionTerms | null;
  readonly rows: readonly SeriesRow[];
}

/** One connection under the model, and how much of it the background has. */
export class AnalystSession {
  /** The name of its record; null: none yet. The link forgets it when the connection ends. */
  name: string | null = null;
  wallOffsetMs = 0;
  closed = false;
  /** What is sent, and not answered yet. */
  busy = false;
  /** Time of the session at which the last message went out. */
  sentAtMs = Number.NEGATIVE_INFINITY;
  rating: Rating | null = null;
  /** The background has the rating. */
  ratingIsKept = true;
  /** Tries left to send what is left after the end. */
  lastTries = 6;
  readonly #terms = new SessionTerms();
  #termsAtMs = Number.NEGATIVE_INFINITY;
  #inputAtMs = Number.NEGATIVE_INFINITY;
  /** The newest row that the background has. */
  #keptAtMs = Number.NEGATIVE_INFINITY;
  #analysis: Analysis | null = null;

  constructor(readonly model: Model) {}

  add(bins: readonly Bin[]): void {
    for (const bin of bins) {
      this.model.add(bin);
      if (bin.activity.some(({ actions }) => actions > 0)) this.#inputAtMs = bin.atMs;
    }
    const newest = bins.at(-1);
    if (newest === undefined || newest.atMs - this.#termsAtMs < ANALYSIS_EVERY_MS) return;
    this.#termsAtMs = newest.atMs;
    const isTrouble = newest.state !== 'idle' && newest.state !== 'stable';
    if (newest.atMs - this.#inputAtMs > USE_MS && !isTrouble) return;
    const reading = this.model.reading();
    if (reading !== null) this.#terms.add(reading.experience);
  }

  get isWorthRating(): boolean {
    return this.closed && this.#inputAtMs >= 0 && (this.model.reading()?.lengthMs ?? 0) > MIN_RATED_MS;
  }

  /** @param isFresh something besides the model has changed */
  analysis(isFresh = false): Analysis | null {
    const reading = this.model.reading();
    if (reading === null) return null;
    const known = this.#analysis;
    if (known !== null && !isFresh && reading.atMs - known.reading.atMs < ANALYSIS_EVERY_MS) return known;
    this.#analysis = {
      reading,
      trail: this.model.rows(reading.atMs - TRAIL_MS),
      mayRate: this.isWorthRating,
      rating: this.rating,
    };
    return this.#analysis;
  }

  /** What the background does not have; null: it has everything. */
  portion(): Portion | null {
    const reading = this.model.reading();
    if (reading === null) return null;
    const rows = this.model.rows(this.#keptAtMs + 1).slice(0, MAX_ROWS_PER_MESSAGE);
    return rows.length === 0 && this.#keptAtMs > 0 ? null : { reading, terms: this.#terms.mean, rows };
  }

  kept({ reading, rows }: Portion): void {
    this.#keptAtMs = rows.at(-1)?.atMs ?? reading.atMs;
  }
}
