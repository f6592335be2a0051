import { boolean, type Decoder, list, nullable, number, object, string } from '../decode/decode.ts';
import { idleLabel, netLevel, probeKind, sessionState } from '../port/session-words.ts';
import { type Bin, type BinActivity, MAX_BIN_FUNCTIONS } from './bin.ts';

/** A year, and what one bin can count at the very most. */
const MAX_MS = 366 * 86_400_000;
const MAX_COUNT = Number.MAX_SAFE_INTEGER;
/** Of a function, as the profile's decoder lets it in. */
const MAX_NAME = 80;

const time = number(0, MAX_MS);
const count = number(0, MAX_COUNT);

const activity: Decoder<BinActivity> = object<BinActivity>({
  function: string(MAX_NAME),
  actions: count,
  retries: count,
  delivered: count,
  attemptedBytes: count,
  deliveredBytes: count,
  messages: count,
});

/** A bin that crossed a port or was read from a file. */
export const binDecoder: Decoder<Bin> = object<Bin>({
  atMs: time,
  lengthMs: time,
  activity: list(activity, MAX_BIN_FUNCTIONS),
  supplyBytes: count,
  updates: count,
  trainBytes: count,
  trainMs: time,
  responseMs: nullable(time),
  noResponse: count,
  roundTripMs: nullable(time),
  effectiveMs: nullable(time),
  baseMs: nullable(time),
  level: netLevel,
  quality: number(0, 1),
  probe: probeKind,
  settled: boolean,
  state: sessionState,
  noData: boolean,
  idleLabel: nullable(idleLabel),
  unacknowledged: count,
  retryRatio: number(0, 2),
  freezes: count,
  frozenRatio: number(0, 1),
});
