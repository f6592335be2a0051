import { seatOrderDecoder } from '../control/seat-order-decoder.ts';
import { boolean, choice, type Decoder, list, object, tagged } from '../decode/decode.ts';
import type { GuardCommand } from '../gate/command.ts';
import { journalDecoder } from '../gate/journal-decoder.ts';
import { MAX_PROFILES } from '../policy/instrument-profile.ts';
import { policyDecoder } from '../policy/policy-decoder.ts';
import { profileDecoder } from '../policy/profile-decoder.ts';
import { overrideReason } from '../record/override-reason.ts';
import type { ToHook } from './hook-message.ts';
import { connectionName } from './session-words.ts';

/** What a person decided in the overlay. */
export const guardCommandDecoder: Decoder<GuardCommand> = tagged<GuardCommand>({
  override: object<Extract<GuardCommand, { type: 'override' }>>({
    type: choice('override'),
    reason: overrideReason,
  }),
  'end-override': object<Extract<GuardCommand, { type: 'end-override' }>>({ type: choice('end-override') }),
  're-arm': object<Extract<GuardCommand, { type: 're-arm' }>>({ type: choice('re-arm') }),
  unstick: object<Extract<GuardCommand, { type: 'unstick' }>>({ type: choice('unstick') }),
  focus: object<Extract<GuardCommand, { type: 'focus' }>>({ type: choice('focus'), on: boolean }),
  'full-quality': object<Extract<GuardCommand, { type: 'full-quality' }>>({ type: choice('full-quality') }),
});

/** What the link tells the hook. In a file of its own, because the hook's bundle needs nothing else. */
export const toHookDecoder: Decoder<ToHook> = tagged<ToHook>({
  policy: object<Extract<ToHook, { type: 'policy' }>>({ type: choice('policy'), policy: policyDecoder }),
  profiles: object<Extract<ToHook, { type: 'profiles' }>>({
    type: choice('profiles'),
    profiles: list(profileDecoder, MAX_PROFILES),
  }),
  command: object<Extract<ToHook, { type: 'command' }>>({
    type: choice('command'),
    connection: connectionName,
    command: guardCommandDecoder,
  }),
  seat: object<Extract<ToHook, { type: 'seat' }>>({
    type: choice('seat'),
    connection: connectionName,
    order: seatOrderDecoder,
  }),
  leftover: object<Extract<ToHook, { type: 'leftover' }>>({
    type: choice('leftover'),
    connection: connectionName,
    journal: journalDecoder,
  }),
  interfered: object<Extract<ToHook, { type: 'interfered' }>>({
    type: choice('interfered'),
    interfered: boolean,
  }),
  alive: object<Extract<ToHook, { type: 'alive' }>>({ type: choice('alive') }),
  detached: object<Extract<ToHook, { type: 'detached' }>>({ type: choice('detached') }),
});
