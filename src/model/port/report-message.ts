import type { OpinionTerms } from '../measure/quantities/mean-opinion.ts';
import type { ModelReading, SeriesRow } from '../measure/quantities/model-reading.ts';
import type { Rating } from '../report/rating.ts';

interface RateSession {
  readonly type: 'rate-session';
  readonly session: string;
  readonly rating: Rating;
}

/** About reports, from the analyst. Who asks is taken from the sender. `session` is the name of its record. */
export type FromContentAboutReports =
  /** What the model says by now, and the rows since the last time. Answered with `ModelTaken`. */
  | {
      readonly type: 'session-model';
      readonly session: string;
      readonly reading: ModelReading;
      readonly terms: OpinionTerms | null;
      /** To be added to `atMs` for the time of day. */
      readonly wallOffsetMs: number;
      readonly rows: readonly SeriesRow[];
    }
  /** Answered with `ModelTaken`. */
  | RateSession
  /** Answered with a `KeptSession` without rows; null: nothing is recorded under this name. */
  | { readonly type: 'session-facts'; readonly session: string };

/** About reports, from the extension's own pages. */
export type FromPagesAboutReports =
  /** Answered with a `KeptSession`, with rows after this time; null: there is no such record. */
  | { readonly type: 'kept-session'; readonly session: string; readonly afterAtMs: number }
  /** Answered with `ModelTaken`. */
  | RateSession
  /** Answered with a list of `RatedSession`. */
  | { readonly type: 'rated-sessions' };

/** false: there is no record to keep it with (yet); what was not taken may be sent again. */
export interface ModelTaken {
  readonly taken: boolean;
}
