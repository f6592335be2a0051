import {
  boolean,
  choice,
  type Decoder,
  keyOf,
  list,
  nullable,
  number,
  object,
  tagged,
} from '../decode/decode.ts';
import { counter, memberIdDecoder } from '../room/name-decoders.ts';
import { MAX_QUEUE } from './lock-command.ts';
import type { LockPhase, LockView, PassCause, QueueEntry } from './lock-view.ts';

type Phase<T extends LockPhase['type']> = Extract<LockPhase, { readonly type: T }>;

/** The tag itself was compared by `tagged`. */
/* @__NO_SIDE_EFFECTS__ */
const tag = <const T extends string>(type: T): { readonly type: Decoder<T> } => ({ type: choice(type) });

/** No duration of the lock is longer than this. */
const MAX_DURATION_MS = 24 * 60 * 60_000;

/** Not whole: durations are differences of clocks that have fractions. */
const durationMs = number(0, MAX_DURATION_MS);

const passCause = keyOf<PassCause>({
  passed: true,
  released: true,
  taken: true,
  frozen: true,
  idle: true,
  expired: true,
  left: true,
});

const lockPhaseDecoder: Decoder<LockPhase> = tagged<LockPhase>({
  free: object<Phase<'free'>>(tag('free')),
  held: object<Phase<'held'>>({ ...tag('held'), holder: memberIdDecoder }),
  draining: object<Phase<'draining'>>({
    ...tag('draining'),
    from: memberIdDecoder,
    to: nullable(memberIdDecoder),
    cause: passCause,
    leftMs: durationMs,
  }),
  offered: object<Phase<'offered'>>({
    ...tag('offered'),
    to: memberIdDecoder,
    cause: passCause,
    leftMs: durationMs,
  }),
  frozen: object<Phase<'frozen'>>({ ...tag('frozen'), by: memberIdDecoder }),
});

/** The lock as a relay tells it. */
export const lockViewDecoder: Decoder<LockView> = object<LockView>({
  seq: counter,
  epoch: counter,
  phase: lockPhaseDecoder,
  queue: list(
    object<QueueEntry>({ member: memberIdDecoder, waitingMs: durationMs, leftMs: durationMs }),
    MAX_QUEUE,
  ),
  idlePassMs: nullable(durationMs),
  keepsIdle: boolean,
  mayStillExecute: nullable(counter),
});
