import { boolean, choice, type Decoder, list, nullable, number, object, string } from '../decode/decode.ts';
import { MAX_ROWS_PER_MESSAGE } from '../report/kept-session.ts';
import { ratingDecoder } from '../report/rating.ts';
import { modelReadingDecoder, seriesRowDecoder } from '../report/reading-decoder.ts';
import { opinionTermsDecoder } from '../report/session-terms.ts';
import type { FromContentAboutReports, FromPagesAboutReports, ModelTaken } from './report-message.ts';

type Variants<T extends { readonly type: string }> = {
  readonly [K in T['type']]: Decoder<Extract<T, { readonly type: K }>>;
};

/** The tag itself was compared by `tagged`. */
/* @__NO_SIDE_EFFECTS__ */
const tag = <const T extends string>(type: T): { readonly type: Decoder<T> } => ({ type: choice(type) });
/** A UUID. */
const session = string(64);

const rateSession = object<Extract<FromContentAboutReports, { type: 'rate-session' }>>({
  ...tag('rate-session'),
  session,
  rating: ratingDecoder,
});

export const fromContentAboutReports: Variants<FromContentAboutReports> = {
  'session-model': object<Extract<FromContentAboutReports, { type: 'session-model' }>>({
    ...tag('session-model'),
    session,
    reading: modelReadingDecoder,
    terms: nullable(opinionTermsDecoder),
    wallOffsetMs: number(-8.64e15, 8.64e15),
    rows: list(seriesRowDecoder, MAX_ROWS_PER_MESSAGE),
  }),
  'rate-session': rateSession,
  'session-facts': object<Extract<FromContentAboutReports, { type: 'session-facts' }>>({
    ...tag('session-facts'),
    session,
  }),
};

export const fromPagesAboutReports: Variants<FromPagesAboutReports> = {
  'kept-session': object<Extract<FromPagesAboutReports, { type: 'kept-session' }>>({
    ...tag('kept-session'),
    session,
    afterAtMs: number(-1, 366 * 86_400_000),
  }),
  'rate-session': rateSession,
  'rated-sessions': object<Extract<FromPagesAboutReports, { type: 'rated-sessions' }>>(tag('rated-sessions')),
};

export const modelTakenDecoder: Decoder<ModelTaken> = object<ModelTaken>({ taken: boolean });
