import type { SeatOrder } from '../control/seat-order.ts';
import { seatOrderDecoder } from '../control/seat-order-decoder.ts';
import {
  boolean,
  choice,
  type Decoder,
  list,
  nullable,
  number,
  object,
  report,
  string,
  version,
} from '../decode/decode.ts';
import type { GuardCommand } from '../gate/command.ts';
import { MAX_HELD_KEYS } from '../gate/held.ts';
import { policyDecoder } from '../policy/policy-decoder.ts';
import { profileDecoder } from '../policy/profile-decoder.ts';
import { guardCommandDecoder } from '../port/hook-message-to-hook.ts';
import { guardingReason } from '../port/session-words.ts';
import { clientLine } from './client-line-decoder.ts';
import { serverLine } from './server-line-decoder.ts';
import { PLAIN_TAGS } from './trace-encoder.ts';
import { age, count, line, time, u16 } from './trace-fields.ts';
import {
  MAX_RECTS,
  RECT_NUMBERS,
  TRACE_FORMAT,
  type TraceCall,
  type TracedInstrument,
  type TracedJournal,
  type TracedKey,
  type TraceHeader,
} from './trace-line.ts';

const slot = number(1, 1000);
const mask = number(0, 2 ** 15 - 1);
const text = string(200);

export const traceHeaderDecoder: Decoder<TraceHeader> = object<TraceHeader>({
  format: choice(TRACE_FORMAT),
  version: version(1),
  extension: text,
  browser: text,
  wallMs: time,
});

const instrument: Decoder<TracedInstrument> = (input, path, problems) =>
  typeof input === 'string'
    ? choice('none', 'unknown')(input, path, problems)
    : profileDecoder(input, path, problems);

const journal = object<TracedJournal>({
  scanCodes: list(boolean, MAX_HELD_KEYS),
  buttonMask: mask,
  x: u16,
  y: u16,
});

const keysym: Decoder<number> = (input, path, problems) =>
  typeof input === 'string' && /^[0-9a-f]{1,8}$/.test(input)
    ? Number.parseInt(input, 16)
    : report(problems, path, 'type', ['a keysym in hexadecimal digits']);

const key: Decoder<TracedKey> = (input, path, problems) => {
  if (typeof input === 'number') return number(0, 1000)(input, path, problems);
  const named = keysym(input, path, problems);
  return named === undefined ? undefined : { keysym: named };
};

const ACTS = ['up', 'down', 'fresh'] as const;
const act: Decoder<(typeof ACTS)[number]> = (input, path, problems) =>
  (typeof input === 'number' ? ACTS[input] : undefined) ??
  report(problems, path, 'choice', Object.keys(ACTS));

const numbers: Decoder<readonly number[]> = (input, path, problems) => {
  const all = list(number(-(2 ** 31), 2 ** 31 - 1), MAX_RECTS * RECT_NUMBERS)(input, path, problems);
  if (all === undefined || all.length % RECT_NUMBERS === 0) return all;
  return report(problems, path, 'size', ['five numbers a rectangle']);
};

const pointer = (extended: boolean): Decoder<TraceCall> =>
  line([time, mask, u16, u16, age], (atMs, buttonMask, x, y, ageMs) => ({
    type: 'pointer',
    atMs,
    buttonMask,
    x,
    y,
    extended,
    ageMs,
  }));

const plain = Object.fromEntries(
  (Object.keys(PLAIN_TAGS) as (keyof typeof PLAIN_TAGS)[]).map((type) => [
    PLAIN_TAGS[type],
    line<readonly [number], TraceCall>([time], (atMs) => ({ type, atMs })),
  ]),
);

const calls: Readonly<Record<string, Decoder<TraceCall>>> = {
  ...plain,
  begin: line(
    [time, time, policyDecoder, instrument, nullable(journal)],
    (atMs, wallMs, policy, of, left): TraceCall => ({
      type: 'begin',
      atMs,
      wallMs,
      policy,
      instrument: of,
      journal: left,
    }),
  ),
  k: line(
    [time, act, key, nullable(slot), age],
    (atMs, did, which, code, ageMs): TraceCall => ({
      type: 'key',
      atMs,
      act: did,
      key: which,
      code,
      ageMs,
    }),
  ),
  named: line([slot, keysym], (in_, of): TraceCall => ({ type: 'named', slot: in_, keysym: of })),
  p: pointer(false),
  P: pointer(true),
  c: clientLine,
  m: serverLine,
  r: line([time, numbers], (atMs, of): TraceCall => ({ type: 'rects', atMs, numbers: of })),
  b: line([time, count], (atMs, bytes): TraceCall => ({ type: 'bytes', atMs, bytes })),
  'client-lost': line(
    [time, guardingReason],
    (atMs, reason): TraceCall => ({
      type: 'client-lost',
      atMs,
      reason,
    }),
  ),
  policy: line([time, policyDecoder], (atMs, policy): TraceCall => ({ type: 'policy', atMs, policy })),
  instrument: line(
    [time, instrument],
    (atMs, of): TraceCall => ({
      type: 'instrument',
      atMs,
      instrument: of,
    }),
  ),
  command: line<readonly [number, GuardCommand], TraceCall>([time, guardCommandDecoder], (atMs, command) => ({
    type: 'command',
    atMs,
    command,
  })),
  seat: line<readonly [number, SeatOrder], TraceCall>([time, seatOrderDecoder], (atMs, order) => ({
    type: 'seat',
    atMs,
    order,
  })),
  inherit: line([time, journal], (atMs, left): TraceCall => ({ type: 'inherit', atMs, journal: left })),
  interfered: line([time, boolean], (atMs, is): TraceCall => ({ type: 'interfered', atMs, is })),
  visible: line([time, boolean], (atMs, is): TraceCall => ({ type: 'visible', atMs, is })),
  gap: line([count], (lost): TraceCall => ({ type: 'gap', lost })),
  end: line([choice('full')], (_full): TraceCall => ({ type: 'full' })),
};

/** One line of a trace behind its header, parsed as JSON. */
export const traceCallDecoder: Decoder<TraceCall> = (input, path, problems) => {
  const tag: unknown = Array.isArray(input) ? input[0] : undefined;
  const decode = typeof tag === 'string' && Object.hasOwn(calls, tag) ? calls[tag] : undefined;
  return decode === undefined
    ? report(problems, `${path}[0]`, 'choice', Object.keys(calls))
    : decode(input, path, problems);
};
