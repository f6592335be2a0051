import {
  boolean,
  choice,
  type Decoder,
  keyOf,
  list,
  nullable,
  number,
  object,
  string,
  tagged,
} from '../decode/decode.ts';
import type { InputClass } from '../gate/outcome.ts';
import { blockReason, guarding, guardingReason, qualityCause, sessionState } from '../port/session-words.ts';
import type { SessionCause } from '../session/session-event.ts';
import { overrideReason } from './override-reason.ts';
import type { ControlCause, OverrideEnd, RecordEntry, RecordEvent, RecordedNumbers } from './record-event.ts';

/** Of a function or an instrument, as the profile's decoder lets them in. */
const MAX_NAME = 80;
const MAX_MS = 366 * 86_400_000;
const MAX_WALL_MS = 8.64e15;

type Of<T extends RecordEvent['type']> = Extract<RecordEvent, { readonly type: T }>;

const time = number(0, MAX_MS);
const count = number(0, Number.MAX_SAFE_INTEGER);
const name = string(MAX_NAME);
const quality = number(0, 9);
const inputClass = keyOf<InputClass>({
  protocol: true,
  release: true,
  stop: true,
  view: true,
  normal: true,
  hazardous: true,
});
const cause = keyOf<SessionCause>({ network: true, user: true, gate: true, closed: true });
const overrideEnd = keyOf<OverrideEnd>({
  time: true,
  user: true,
  blur: true,
  hidden: true,
  fault: true,
  unguarded: true,
  detached: true,
  closed: true,
});

const controlCause = keyOf<ControlCause>({
  watch: true,
  granted: true,
  drain: true,
  solo: true,
  deadline: true,
  fault: true,
  unguarded: true,
  closed: true,
});

const numbers: { readonly [K in keyof RecordedNumbers]: Decoder<RecordedNumbers[K]> } = {
  roundTripMs: nullable(time),
  excessMs: time,
  unansweredMs: nullable(time),
  unacknowledged: count,
};

type Phase<P> = Extract<RecordEvent, { readonly type: 'override'; readonly phase: P }>;
const begun = object<Phase<'begin'>>({
  type: choice('override'),
  phase: choice('begin'),
  reason: overrideReason,
});
const ended = object<Phase<'end'>>({
  type: choice('override'),
  phase: choice('end'),
  reason: overrideEnd,
  sent: count,
});
const refused = object<Phase<'refused'>>({
  type: choice('override'),
  phase: choice('refused'),
  reason: choice('forbidden', 'spent', 'fault'),
});
const override: Decoder<Of<'override'>> = (input, path, problems) => {
  const phase: unknown =
    typeof input === 'object' && input !== null ? Reflect.get(input, 'phase') : undefined;
  const decoder: Decoder<Of<'override'>> = phase === 'end' ? ended : phase === 'refused' ? refused : begun;
  return decoder(input, path, problems);
};

/** What the hook, or a page that got hold of its end of the port, wants recorded. */
export const recordEventDecoder: Decoder<RecordEvent> = tagged<RecordEvent>({
  connected: object<Of<'connected'>>({ type: choice('connected'), instrument: nullable(name) }),
  state: object<Of<'state'>>({
    type: choice('state'),
    from: sessionState,
    to: sessionState,
    cause,
    ...numbers,
  }),
  gate: object<Of<'gate'>>({ type: choice('gate'), blocked: nullable(blockReason), ...numbers }),
  block: object<Of<'block'>>({
    type: choice('block'),
    reason: blockReason,
    inputClass,
    function: nullable(name),
    count,
  }),
  retry: object<Of<'retry'>>({ type: choice('retry'), sentAgoMs: time }),
  release: object<Of<'release'>>({
    type: choice('release'),
    cause: choice('gate', 'fault', 'closing', 'unguarded', 'journal'),
    keys: count,
    buttons: count,
  }),
  override,
  're-arm': object<Of<'re-arm'>>({ type: choice('re-arm') }),
  unstick: object<Of<'unstick'>>({ type: choice('unstick'), buttons: count }),
  stop: object<Of<'stop'>>({ type: choice('stop'), function: name }),
  fault: object<Of<'fault'>>({ type: choice('fault'), latched: boolean }),
  guarding: object<Of<'guarding'>>({
    type: choice('guarding'),
    to: guarding,
    reason: nullable(guardingReason),
  }),
  blind: object<Of<'blind'>>({ type: choice('blind'), cause: choice('hidden', 'gap'), gapMs: time }),
  interfered: object<Of<'interfered'>>({ type: choice('interfered'), interfered: boolean }),
  detached: object<Of<'detached'>>({ type: choice('detached') }),
  control: object<Of<'control'>>({
    type: choice('control'),
    to: choice('open', 'closed', 'solo'),
    cause: controlCause,
    epoch: count,
    unacknowledged: count,
  }),
  quality: object<Of<'quality'>>({
    type: choice('quality'),
    from: nullable(quality),
    to: nullable(quality),
    cause: qualityCause,
  }),
  closed: object<Of<'closed'>>({ type: choice('closed'), unacknowledged: count }),
  gap: object<Of<'gap'>>({ type: choice('gap'), lost: count }),
});

export const recordEntryDecoder: Decoder<RecordEntry> = object<RecordEntry>({
  atMs: time,
  wallMs: number(0, MAX_WALL_MS),
  event: recordEventDecoder,
});

/* @__NO_SIDE_EFFECTS__ */
export function recordEntries(maxLength: number): Decoder<readonly RecordEntry[]> {
  return list(recordEntryDecoder, maxLength);
}
