import { choice, type Decoder, list, nullable, number, object, string } from '../decode/decode.ts';
import { MAX_BIN_FUNCTIONS } from '../measure/bin.ts';
import type {
  ExperienceReading,
  FunctionReading,
  IdleReading,
  ModelReading,
  PhasePoint,
  SeriesRow,
} from '../measure/quantities/model-reading.ts';
import type { Quantity } from '../measure/quantities/quantity.ts';
import { sessionState } from '../port/session-words.ts';

/** A year: no session is longer. */
const time = number(0, 366 * 86_400_000);
const count = number(0, Number.MAX_SAFE_INTEGER);
const amount = number(-Number.MAX_VALUE, Number.MAX_VALUE);
const score = nullable(number(1, 5));
/** Of a function, as the profile's decoder lets it in. */
const name = string(80);
/** What the session had, and what is beyond as `other`. */
const MAX_FUNCTIONS = 8 * MAX_BIN_FUNCTIONS;

const quantity: Decoder<Quantity> = object<Quantity>({
  value: nullable(amount),
  low: nullable(amount),
  high: nullable(amount),
  confidence: choice('high', 'low', 'none'),
  reason: nullable(
    choice(
      'few-samples',
      'busy-background',
      'never-saturated',
      'no-probe',
      'no-variation',
      'slow-probe',
      'inferred',
    ),
  ),
  samples: count,
});

const point = { demandPerSecond: amount, supplyBitsPerSecond: amount };

const timeInState = object<ModelReading['timeInState']>({
  idle: time,
  stable: time,
  unstable: time,
  breakdown: time,
  recovery: time,
});

/** A reading that was sent or stored. */
export const modelReadingDecoder: Decoder<ModelReading> = object<ModelReading>({
  atMs: time,
  lengthMs: time,
  activity: quantity,
  activityPerSecond: quantity,
  input: quantity,
  inputWire: quantity,
  supply: quantity,
  seed: quantity,
  gain: quantity,
  functions: list(
    object<FunctionReading>({
      function: name,
      activity: quantity,
      actions: count,
      delivered: count,
      gain: quantity,
    }),
    MAX_FUNCTIONS,
  ),
  capacity: quantity,
  path: quantity,
  pathForward: quantity,
  pathReverse: quantity,
  feedback: quantity,
  feedbackSign: choice('pushes', 'yields', 'unknown'),
  loopGain: quantity,
  retryRatio: quantity,
  threshold: object<ModelReading['threshold']>({ demand: quantity, supply: quantity }),
  recovery: nullable(object<PhasePoint>(point)),
  idle: object<IdleReading>({ think: quantity, abort: quantity, idle: quantity }),
  closedLoopSupply: quantity,
  experience: object<ExperienceReading>({
    tight: score,
    loose: score,
    delayTerm: amount,
    freezeTerm: amount,
    retryTerm: amount,
    sessionTight: score,
    sessionLoose: score,
  }),
  timeInState,
  unseenMs: time,
});

/** One second of a session that was sent or stored. */
export const seriesRowDecoder: Decoder<SeriesRow> = object<SeriesRow>({
  ...point,
  atMs: time,
  state: sessionState,
  deliveredPerSecond: amount,
  effectiveMs: nullable(time),
  baseMs: nullable(time),
  pathQuality: number(0, 1),
  tight: score,
  loose: score,
});
