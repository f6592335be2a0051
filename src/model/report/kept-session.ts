import { boolean, type Decoder, list, nullable, number, object, string } from '../decode/decode.ts';
import type { OpinionTerms } from '../measure/quantities/mean-opinion.ts';
import type { ModelReading, SeriesRow } from '../measure/quantities/model-reading.ts';
import { type EventTally, eventTallyDecoder } from './event-tally.ts';
import { type Rating, ratingDecoder } from './rating.ts';
import { modelReadingDecoder, seriesRowDecoder } from './reading-decoder.ts';
import { opinionTermsDecoder } from './session-terms.ts';

/** Rows in one message, in either direction: some hundred kilobytes. */
export const MAX_ROWS_PER_MESSAGE = 600;

/** What a report says besides the model: who, when, with what, and what the record counted. */
export interface SessionFacts {
  readonly session: string;
  readonly origin: string;
  /** Name of the profile in force. */
  readonly instrument: string | null;
  readonly extension: string;
  readonly browser: string;
  /** Milliseconds since 1970 UTC, by the user's own clock. */
  readonly startWallMs: number;
  readonly lastWallMs: number;
  readonly closed: boolean;
  readonly events: EventTally;
}

/** The model's last word about a session, as it is kept beside its record. */
export interface KeptModel {
  readonly reading: ModelReading;
  /** What the estimate lost to what, over the session; null: there was no estimate. */
  readonly terms: OpinionTerms | null;
  /** To be added to `atMs` for the time of day. */
  readonly wallOffsetMs: number;
  readonly rating: Rating | null;
}

/** A kept session, in pieces: facts and model in the first piece, rows from the asked time on; no rows: no more. */
export interface KeptSession {
  /** null in every piece but the first: whoever asks has them. */
  readonly facts: SessionFacts | null;
  /** null: this session was recorded before there was a model, or too short for one; and in later pieces. */
  readonly model: KeptModel | null;
  readonly rows: readonly SeriesRow[];
}

/** What a session's rating was, and what the model said: for the re-fit. */
export interface RatedSession {
  readonly rating: Rating;
  readonly terms: OpinionTerms;
}

/** More than any user gives; the newest are used. */
export const MAX_RATED_SESSIONS = 500;

const wallMs = number(0, 8.64e15);
const name = string(200);

const keptModel: Decoder<KeptModel> = object<KeptModel>({
  reading: modelReadingDecoder,
  terms: nullable(opinionTermsDecoder),
  wallOffsetMs: number(-8.64e15, 8.64e15),
  rating: nullable(ratingDecoder),
});

export const keptSessionDecoder: Decoder<KeptSession> = object<KeptSession>({
  facts: nullable(
    object<SessionFacts>({
      session: name,
      origin: string(300),
      instrument: nullable(name),
      extension: name,
      browser: name,
      startWallMs: wallMs,
      lastWallMs: wallMs,
      closed: boolean,
      events: eventTallyDecoder,
    }),
  ),
  model: nullable(keptModel),
  rows: list(seriesRowDecoder, MAX_ROWS_PER_MESSAGE),
});

export const ratedSessionsDecoder: Decoder<readonly RatedSession[]> = list(
  object<RatedSession>({ rating: ratingDecoder, terms: opinionTermsDecoder }),
  MAX_RATED_SESSIONS,
);
