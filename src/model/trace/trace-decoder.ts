import type { SeatOrder } from '../control/seat-order.ts';
import { seatOrderDecoder } from '../control/seat-order-decoder.ts';
import {
  boolean,
  choice,
  type Decoder,
  keyOf,
  list,
  nullable,
  number,
  object,
  type Problem,
  report,
  string,
  version,
} from '../decode/decode.ts';
import { tuple } from '../decode/tuple.ts';
import type { GuardCommand } from '../gate/command.ts';
import { MAX_HELD_KEYS } from '../gate/held.ts';
import { policyDecoder } from '../policy/policy-decoder.ts';
import { profileDecoder } from '../policy/profile-decoder.ts';
import { guardCommandDecoder } from '../port/hook-message-to-hook.ts';
import { desyncReason, guardingReason } from '../port/session-words.ts';
import { MAX_ENCODINGS } from '../rfb/limits.ts';
import type { ClipboardAction } from '../rfb/messages.ts';
import { PLAIN_TAGS } from './trace-encoder.ts';
import {
  MAX_RECTS,
  RECT_NUMBERS,
  TRACE_FORMAT,
  type TraceCall,
  type TracedEvent,
  type TracedInstrument,
  type TracedJournal,
  type TracedKey,
  type TracedMessage,
  type TraceHeader,
} from './trace-line.ts';

const time = number(-8.64e15, 8.64e15);
const count = number(0, Number.MAX_SAFE_INTEGER);
const u16 = number(0, 2 ** 16 - 1);
const u32 = number(0, 2 ** 32 - 1);
const slot = number(1, 1000);
const mask = number(0, 2 ** 15 - 1);
const age = nullable(time);
const text = string(200);
/** The longest name by which a server is known. */
const MAX_SERVER = 'wayvnc'.length;

export const traceHeaderDecoder: Decoder<TraceHeader> = object<TraceHeader>({
  format: choice(TRACE_FORMAT),
  version: version(1),
  extension: text,
  browser: text,
  wallMs: time,
});

const action = keyOf<ClipboardAction>({
  caps: true,
  request: true,
  peek: true,
  notify: true,
  provide: true,
  unknown: true,
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

/** Decodes a list and makes of its elements, those before `from` left out, what they stand for. */
function line<T extends readonly unknown[], Made>(
  decoders: { readonly [K in keyof T]: Decoder<T[K]> },
  make: (...fields: T) => Made,
  from = 1,
): Decoder<Made> {
  const decode = tuple<T>(decoders, from);
  return (input, path, problems) => {
    const values = decode(input, path, problems);
    return values === undefined ? undefined : make(...values);
  };
}

/** A client message has its kind and its age before it, an event of the server only its kind. */
const MESSAGE_FROM = 4;
const EVENT_FROM = 3;

const bareMessage = <K extends string>(kind: K) =>
  line<readonly [], { kind: K }>([], () => ({ kind }), MESSAGE_FROM);
const bareEvent = <K extends string>(kind: K) =>
  line<readonly [], { kind: K }>([], () => ({ kind }), EVENT_FROM);

const messages: Readonly<Record<TracedMessage['kind'], Decoder<TracedMessage>>> = {
  'set-pixel-format': bareMessage('set-pixel-format'),
  'continuous-updates': bareMessage('continuous-updates'),
  fence: bareMessage('fence'),
  'set-desktop-size': bareMessage('set-desktop-size'),
  'qemu-audio': bareMessage('qemu-audio'),
  'set-encodings': line(
    [list(number(-(2 ** 31), 2 ** 31 - 1), MAX_ENCODINGS)],
    (encodings) => ({ kind: 'set-encodings', encodings }),
    MESSAGE_FROM,
  ),
  'update-request': line([boolean], (incremental) => ({ kind: 'update-request', incremental }), MESSAGE_FROM),
  'cut-text': line([count], (bytes) => ({ kind: 'cut-text', bytes }), MESSAGE_FROM),
  clipboard: line([action, count], (did, bytes) => ({ kind: 'clipboard', action: did, bytes }), MESSAGE_FROM),
  xvp: line([count, count], (did, bytes) => ({ kind: 'xvp', action: did, bytes }), MESSAGE_FROM),
};

/** A line that has become longer: an earlier release wrote it with fewer elements. */
function grown<T>(length: number, earlier: Decoder<T>, now: Decoder<T>): Decoder<T> {
  return (input, path, problems) =>
    (Array.isArray(input) && input.length < length ? earlier : now)(input, path, problems);
}

const bareUpdateEnd = line<readonly [], TracedEvent>(
  [],
  () => ({ kind: 'update-end', bytes: 0 }),
  EVENT_FROM,
);

function initOf(
  of: '3.3' | '3.7' | '3.8',
  securityType: number,
  width: number,
  height: number,
  server: string,
): TracedEvent {
  return { kind: 'server-init', version: of, securityType, width, height, server };
}

const events: Readonly<Record<TracedEvent['kind'], Decoder<TracedEvent>>> = {
  'handshake-failed': bareEvent('handshake-failed'),
  'colour-map': bareEvent('colour-map'),
  bell: bareEvent('bell'),
  'end-of-continuous-updates': bareEvent('end-of-continuous-updates'),
  xvp: bareEvent('xvp'),
  'update-start': line([u16], (rects) => ({ kind: 'update-start', rects }), EVENT_FROM),
  'update-end': grown(
    4,
    bareUpdateEnd,
    line([count], (bytes) => ({ kind: 'update-end', bytes }), EVENT_FROM),
  ),
  'server-init': grown(
    8,
    line(
      [choice('3.3', '3.7', '3.8'), u32, u16, u16],
      (of, securityType, width, height) => initOf(of, securityType, width, height, ''),
      EVENT_FROM,
    ),
    line([choice('3.3', '3.7', '3.8'), u32, u16, u16, string(MAX_SERVER)], initOf, EVENT_FROM),
  ),
  'cut-text': line([count], (textBytes) => ({ kind: 'cut-text', textBytes }), EVENT_FROM),
  clipboard: line(
    [action, u32, count],
    (did, flags, bytes) => ({ kind: 'clipboard', action: did, flags, bytes }),
    EVENT_FROM,
  ),
  fence: line(
    [u32, nullable(count), count],
    (flags, nonce, bytes) => ({ kind: 'fence', flags, nonce, bytes }),
    EVENT_FROM,
  ),
  desync: line([desyncReason], (reason) => ({ kind: 'desync', reason }), EVENT_FROM),
};

/** What the third element names, decoded with the decoder of that name. */
function variant<T>(
  variants: Readonly<Record<string, Decoder<T>>>,
  input: unknown,
  path: string,
  problems: Problem[],
): T | undefined {
  const kind: unknown = Array.isArray(input) ? input[2] : undefined;
  const decode = typeof kind === 'string' && Object.hasOwn(variants, kind) ? variants[kind] : undefined;
  return decode === undefined
    ? report(problems, `${path}[2]`, 'choice', Object.keys(variants))
    : decode(input, path, problems);
}

const client: Decoder<TraceCall> = (input, path, problems) => {
  const all: readonly unknown[] = Array.isArray(input) ? input : [];
  const atMs = time(all[1], `${path}[1]`, problems);
  const ageMs = age(all[3], `${path}[3]`, problems);
  const message = variant(messages, input, path, problems);
  return atMs === undefined || ageMs === undefined || message === undefined
    ? undefined
    : { type: 'client', atMs, ageMs, message };
};

const server: Decoder<TraceCall> = (input, path, problems) => {
  const all: readonly unknown[] = Array.isArray(input) ? input : [];
  const atMs = time(all[1], `${path}[1]`, problems);
  const event = variant(events, input, path, problems);
  return atMs === undefined || event === undefined ? undefined : { type: 'server', atMs, event };
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
  c: client,
  m: server,
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
