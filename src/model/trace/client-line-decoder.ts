import { boolean, type Decoder, list, number } from '../decode/decode.ts';
import { MAX_ENCODINGS } from '../rfb/limits.ts';
import { action, age, count, line, time, variant } from './trace-fields.ts';
import type { TraceCall, TracedMessage } from './trace-line.ts';

/** A line of a client's message has its kind and its age before it. */
const MESSAGE_FROM = 4;

const bareMessage = <K extends string>(kind: K) =>
  line<readonly [], { kind: K }>([], () => ({ kind }), MESSAGE_FROM);

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

/** A message of the page, neither a key nor a pointer. */
export const clientLine: Decoder<TraceCall> = (input, path, problems) => {
  const all: readonly unknown[] = Array.isArray(input) ? input : [];
  const atMs = time(all[1], `${path}[1]`, problems);
  const ageMs = age(all[3], `${path}[3]`, problems);
  const message = variant(messages, input, path, problems);
  return atMs === undefined || ageMs === undefined || message === undefined
    ? undefined
    : { type: 'client', atMs, ageMs, message };
};
