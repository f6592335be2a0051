import type { ModelReading, SeriesRow } from '../../model/measure/quantities/model-reading.ts';
import type { KeptSession } from '../../model/report/kept-session.ts';
import type { Rating, RatingValue } from '../../model/report/rating.ts';

/** What the session model says of one connection. A new object for every second of the session, and not more often. */
export interface Analysis {
  readonly reading: ModelReading;
  /** The newest rows, {@link TRAIL_MS} long. */
  readonly trail: readonly SeriesRow[];
  /** It is over, and was long enough to be rated: more than a minute, with input. */
  readonly mayRate: boolean;
  readonly rating: Rating | null;
}

/** How much of the session the panel's pictures show. */
export const TRAIL_MS = 300_000;

/** The analyst, as the panel and the rating card see it. */
export interface AnalystView {
  /** null: no such connection, or nothing is known of it yet. */
  analysis(connection: string): Analysis | null;
  /** Every row of the session so far. */
  rows(connection: string): readonly SeriesRow[];
  /** To be added to `atMs` for the time of day. */
  wallOffsetMs(connection: string): number;
  rate(connection: string, value: RatingValue): void;
  /** What the record counted; null: nothing is recorded, or nobody answers. */
  facts(connection: string): Promise<KeptSession | null>;
  /** The connection whose user is asked how it was; null: none. */
  readonly asked: string | null;
  /** The user does not want to say. */
  dismiss(): void;
  /** Calls the listener when `asked` or a rating has changed. Returns the way to stop. */
  watch(listener: () => void): () => void;
}
