import type { QualityReading, QualityReason, QualitySupport } from '../codec/quality-reading.ts';
import { seatWordDecoder } from '../control/seat-word-decoder.ts';
import {
  boolean,
  choice,
  type Decoder,
  keyOf,
  list,
  nullable,
  number,
  object,
  report,
  string,
  tagged,
} from '../decode/decode.ts';
import { journalDecoder } from '../gate/journal-decoder.ts';
import { binDecoder } from '../measure/bin-decoder.ts';
import type { Confidence, DemandReading, PathReading, SupplyReading } from '../measure/readings.ts';
import { qualityLevelDecoder, qualityPolicyDecoder } from '../policy/quality-policy-decoder.ts';
import { recordEntries } from '../record/record-decoder.ts';
import type { SessionFlags } from '../session/session-state.ts';
import type {
  CreditReading,
  CutBurst,
  InstrumentReading,
  OverrideReading,
  PointerReading,
  SeatReading,
  Snapshot,
} from '../snapshot.ts';
import {
  type FromHook,
  MAX_ADDRESS,
  MAX_BINS_PER_MESSAGE,
  MAX_ENTRIES_PER_MESSAGE,
  MAX_TRACE_TEXT,
} from './hook-message.ts';
import {
  blockReason,
  connectionName,
  guarding,
  guardingReason,
  idleLabel,
  netLevel,
  probeKind,
  qualityCause,
  sessionState,
} from './session-words.ts';

/** As long as the wire lets a desktop's name be. */
const MAX_DESKTOP_NAME = 256;
/** A year; times count from the document's beginning. */
const MAX_MS = 366 * 86_400_000;
const MAX_COUNT = Number.MAX_SAFE_INTEGER;
const MAX_RATE = 1e15;

const confidence = keyOf<Confidence>({ high: true, low: true });

const time = number(0, MAX_MS);
const count = number(0, MAX_COUNT);
const rate = number(0, MAX_RATE);
const ratio = number(0, 1);

/** A time since something that may never have been: Infinity crosses a port as it is. */
const age: Decoder<number> = (input, path, problems) =>
  input === Number.POSITIVE_INFINITY ? input : time(input, path, problems);

const flags = object<SessionFlags>({ warn: boolean, noData: boolean, degraded: boolean, nonIdeal: boolean });

const path = object<PathReading>({
  probe: probeKind,
  confidence,
  roundTripMs: nullable(time),
  effectiveMs: nullable(age),
  baseMs: nullable(time),
  excessMs: age,
  trendMsPerSecond: number(-MAX_RATE, MAX_RATE),
  unansweredMs: age,
  stallAfterMs: age,
  level: netLevel,
  quality: ratio,
  probeBitsPerSecond: rate,
});

const demand = object<DemandReading>({
  attemptedPerSecond: rate,
  deliveredPerSecond: rate,
  attemptedBitsPerSecond: rate,
  deliveredBitsPerSecond: rate,
  wireBitsPerSecond: rate,
  // Counted over a window of actions, so a little above 1 is possible when the window moves.
  retryRatio: number(0, 2),
  sinceInputMs: age,
});

const supply = object<SupplyReading>({
  rateBitsPerSecond: rate,
  updatesPerSecond: rate,
  freezes: count,
  frozenRatio: ratio,
  sinceUpdateMs: age,
});

/** Cleaned by the wire already; the page may have written another one into the port. */
const desktopName: Decoder<string> = (input, at, problems) => {
  const name = string(MAX_DESKTOP_NAME)(input, at, problems);
  if (name === undefined) return undefined;
  // Control characters, and those that turn the direction of what stands beside them.
  return /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(name)
    ? report(problems, at, 'syntax', 'text without control characters')
    : name;
};

/** RFC 1035 section 2.3.4, and a port. */
const MAX_HOST = 253 + 6;
const MAX_PIXELS = 65_535;
/** A name from a facility's profile. */
const MAX_PROFILE_NAME = 80;
const credit = object<CreditReading>({ used: count, limit: count });
const override = object<OverrideReading>({
  state: choice('forbidden', 'impossible', 'spent', 'available', 'active'),
  remainingMs: time,
});
const seat = object<SeatReading>({
  state: choice('solo', 'watching', 'opening', 'open', 'draining'),
  leftMs: time,
});
const instrument = object<InstrumentReading>({
  match: choice('none', 'matched', 'unknown'),
  name: string(MAX_PROFILE_NAME),
  socketHost: string(MAX_HOST),
  width: number(0, MAX_PIXELS),
  height: number(0, MAX_PIXELS),
});
const pointer = object<PointerReading>({
  x: number(0, MAX_PIXELS),
  y: number(0, MAX_PIXELS),
  atMs: time,
});

/** In the protocol; a page's own may be off our ladder. */
const level = number(0, 9);
const quality = object<QualityReading>({
  policy: qualityPolicyDecoder,
  support: keyOf<QualitySupport>({ learning: true, works: true, 'no-effect': true, none: true }),
  reason: nullable(
    keyOf<QualityReason>({ 'lossless-page': true, 'two-levels': true, unread: true, server: true }),
  ),
  level: nullable(level),
  pageLevel: nullable(level),
  cause: qualityCause,
  offer: nullable(qualityLevelDecoder),
  isFocused: boolean,
  isLossy: boolean,
  full: object<QualityReading['full']>({ state: choice('off', 'coming', 'complete'), share: ratio }),
});

const snapshot = object<Snapshot>({
  connection: connectionName,
  nowMs: time,
  guarding,
  guardingReason: nullable(guardingReason),
  state: sessionState,
  stateSinceMs: time,
  flags,
  idleLabel: nullable(idleLabel),
  blocked: nullable(blockReason),
  blockedMs: age,
  unacknowledged: count,
  droppedPresses: count,
  cutBurst: nullable(object<CutBurst>({ sent: count, dropped: count, sinceMs: time })),
  normalCredit: credit,
  hazardousCredit: credit,
  waitingMs: nullable(time),
  armed: boolean,
  override,
  seat,
  confirm: nullable(string(MAX_PROFILE_NAME)),
  stuckButtons: number(0, 2 ** 15 - 1),
  instrument,
  pointer: nullable(pointer),
  path,
  demand,
  supply,
  quality,
  desktopName,
});

/** What the hook, or a page that got hold of its end of the port, tells the link. */
export const fromHookDecoder: Decoder<FromHook> = tagged<FromHook>({
  ready: object<Extract<FromHook, { type: 'ready' }>>({ type: choice('ready') }),
  sockets: object<Extract<FromHook, { type: 'sockets' }>>({
    type: choice('sockets'),
    opened: count,
    wallMs: count,
  }),
  'built-in': object<Extract<FromHook, { type: 'built-in' }>>({ type: choice('built-in') }),
  session: object<Extract<FromHook, { type: 'session' }>>({ type: choice('session'), snapshot }),
  snapshot: object<Extract<FromHook, { type: 'snapshot' }>>({ type: choice('snapshot'), snapshot }),
  bins: object<Extract<FromHook, { type: 'bins' }>>({
    type: choice('bins'),
    connection: connectionName,
    bins: list(binDecoder, MAX_BINS_PER_MESSAGE),
  }),
  record: object<Extract<FromHook, { type: 'record' }>>({
    type: choice('record'),
    connection: connectionName,
    first: count,
    entries: recordEntries(MAX_ENTRIES_PER_MESSAGE),
  }),
  journal: object<Extract<FromHook, { type: 'journal' }>>({
    type: choice('journal'),
    connection: connectionName,
    address: string(MAX_ADDRESS),
    journal: journalDecoder,
    hasTaken: boolean,
  }),
  seat: object<Extract<FromHook, { type: 'seat' }>>({
    type: choice('seat'),
    connection: connectionName,
    word: seatWordDecoder,
  }),
  outsider: object<Extract<FromHook, { type: 'outsider' }>>({
    type: choice('outsider'),
    connection: connectionName,
  }),
  // What is in it is read when it is replayed, by a decoder of its own.
  trace: object<Extract<FromHook, { type: 'trace' }>>({
    type: choice('trace'),
    connection: connectionName,
    first: count,
    text: string(MAX_TRACE_TEXT),
  }),
});
