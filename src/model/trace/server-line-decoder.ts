import { choice, type Decoder, nullable, string } from '../decode/decode.ts';
import { desyncReason } from '../port/session-words.ts';
import { action, count, line, time, u16, u32, variant } from './trace-fields.ts';
import type { TraceCall, TracedEvent } from './trace-line.ts';

/** A line of the server's has only its kind before it. */
const EVENT_FROM = 3;
/** The longest name by which a server is known. */
const MAX_SERVER = 'wayvnc'.length;

const bareEvent = <K extends string>(kind: K) =>
  line<readonly [], { kind: K }>([], () => ({ kind }), EVENT_FROM);

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

/** Something that the server said. */
export const serverLine: Decoder<TraceCall> = (input, path, problems) => {
  const all: readonly unknown[] = Array.isArray(input) ? input : [];
  const atMs = time(all[1], `${path}[1]`, problems);
  const event = variant(events, input, path, problems);
  return atMs === undefined || event === undefined ? undefined : { type: 'server', atMs, event };
};
