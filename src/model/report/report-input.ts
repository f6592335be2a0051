import type { ModelReading, SeriesRow } from '../measure/quantities/model-reading.ts';
import type { EventTally } from './event-tally.ts';
import type { SessionFacts } from './kept-session.ts';
import type { Rating } from './rating.ts';

/** Everything a session report is made of. */
export interface ReportInput {
  readonly facts: Omit<SessionFacts, 'events'>;
  /** null: there is no record that counted. */
  readonly events: EventTally | null;
  /** null: this session was recorded before there was a model, or too short for one. */
  readonly reading: ModelReading | null;
  /** Every row of the session, the oldest first. */
  readonly rows: readonly SeriesRow[];
  /** To be added to a row's `atMs` for the time of day. */
  readonly wallOffsetMs: number;
  readonly rating: Rating | null;
  /** How well the estimate agrees with the ratings of all sessions; null: not asked. */
  readonly agreement: Agreement | null;
  /** When the report is made. */
  readonly madeWallMs: number;
}

/** The estimate beside the ratings of this browser's user. */
export interface Agreement {
  /** n: rated sessions that have an estimate. */
  readonly count: number;
  /** How many are needed before anything is said. */
  readonly needed: number;
  /** Root mean square of rating minus estimate, as the model is; null: too few. */
  readonly rmse: number | null;
  /** The same after the re-fit; null: too few. */
  readonly fittedRmse: number | null;
}

/** The text of a key of _locales, with `$1`, `$2` ... replaced. */
export type ReportTexts = (key: string, ...substitutions: readonly string[]) => string;

/** Numbers with units as text, in the reader's language; null becomes a dash. */
export interface ReportFigures {
  /** 42 ms; from one second on 1.2 s. */
  duration(ms: number | null): string;
  /** 1:02:03 */
  span(ms: number): string;
  /** 12 kb/s. */
  rate(bitsPerSecond: number | null): string;
  /** 3.2, of something per second. */
  perSecond(value: number | null): string;
  count(value: number): string;
  /** 0.97. */
  ratio(value: number): string;
  /** 42%. */
  percent(value: number): string;
  /** 14:05:09, local time. */
  clock(wallMs: number): string;
  /** 13 Jul 2026, 10:15, local time. */
  moment(wallMs: number): string;
}
