import { boolean, choice, type Decoder, keyOf, object, tagged } from '../decode/decode.ts';
import { count, counter, memberIdDecoder } from '../room/name-decoders.ts';
import {
  DENY_REASONS,
  type DenyReason,
  LOCK_REFUSALS,
  type LockCommand,
  type LockRefusal,
  MAX_QUEUE,
} from './lock-command.ts';

type Command<T extends LockCommand['type']> = Extract<LockCommand, { readonly type: T }>;

/** The tag itself was compared by `tagged`. */
/* @__NO_SIDE_EFFECTS__ */
const tag = <const T extends string>(type: T): { readonly type: Decoder<T> } => ({ type: choice(type) });

const underEpoch = { epoch: counter };

export const denyReasonDecoder: Decoder<DenyReason> = keyOf(DENY_REASONS);

export const lockRefusalDecoder: Decoder<LockRefusal> = keyOf(LOCK_REFUSALS);

/** The names of all commands: a refusal names the one it is about. */
export const commandTypeDecoder: Decoder<LockCommand['type']> = keyOf<LockCommand['type']>({
  request: true,
  withdraw: true,
  deny: true,
  pass: true,
  release: true,
  accept: true,
  decline: true,
  renew: true,
  drained: true,
  take: true,
  freeze: true,
  unfreeze: true,
  'keep-idle': true,
  move: true,
});

/** What a member asks of the arbiter. */
export const lockCommandDecoder: Decoder<LockCommand> = tagged<LockCommand>({
  request: object<Command<'request'>>(tag('request')),
  withdraw: object<Command<'withdraw'>>(tag('withdraw')),
  deny: object<Command<'deny'>>({ ...tag('deny'), member: memberIdDecoder, reason: denyReasonDecoder }),
  pass: object<Command<'pass'>>({ ...tag('pass'), ...underEpoch, to: memberIdDecoder }),
  release: object<Command<'release'>>({ ...tag('release'), ...underEpoch }),
  accept: object<Command<'accept'>>({ ...tag('accept'), ...underEpoch }),
  decline: object<Command<'decline'>>({ ...tag('decline'), ...underEpoch }),
  renew: object<Command<'renew'>>({
    ...tag('renew'),
    ...underEpoch,
    nonce: counter,
    idleMs: counter,
    unacknowledged: counter,
  }),
  drained: object<Command<'drained'>>({ ...tag('drained'), ...underEpoch, unacknowledged: counter }),
  take: object<Command<'take'>>(tag('take')),
  freeze: object<Command<'freeze'>>(tag('freeze')),
  unfreeze: object<Command<'unfreeze'>>(tag('unfreeze')),
  'keep-idle': object<Command<'keep-idle'>>({ ...tag('keep-idle'), on: boolean }),
  move: object<Command<'move'>>({ ...tag('move'), member: memberIdDecoder, to: count(0, MAX_QUEUE) }),
});
