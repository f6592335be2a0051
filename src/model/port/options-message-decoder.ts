import {
  boolean,
  choice,
  type Decoder,
  keyOf,
  list,
  number,
  object,
  string,
  tagged,
} from '../decode/decode.ts';
import { MAX_PROFILES } from '../policy/instrument-profile.ts';
import type { Feature } from '../policy/managed-policy.ts';
import type { Lock, LockReason } from '../policy/managed-settings.ts';
import { policyChangeDecoder } from '../policy/policy-change.ts';
import { validProfileDecoder } from '../policy/profile-validation.ts';
import { MAX_SITES } from '../policy/settings.ts';
import { settingsDecoder, settingsInForceDecoder } from '../policy/settings-decoder.ts';
import { MAX_NAME } from '../room/room-limits.ts';
import type { FromPagesAboutOptions, OptionsStatus, RememberedRooms } from './options-message.ts';
import { problemsDecoder } from './problems-decoder.ts';
import { knownRelayDecoder } from './room-port-decoder.ts';

/** Fields a facility can lock beside the modes of portals, and some to come. */
const MAX_LOCKS = MAX_SITES + 50;
/** A path names a host at most; what it is locked to, a mode, a level or a relay's origin. */
const MAX_LOCK_TEXT = 400;
/** A facility's relays, and the relays used. */
const MAX_RELAY_LIST = 200;

type Page<T extends FromPagesAboutOptions['type']> = Extract<FromPagesAboutOptions, { readonly type: T }>;

/** The tag itself was compared by `tagged`. */
/* @__NO_SIDE_EFFECTS__ */
const tag = <const T extends string>(type: T): { readonly type: Decoder<T> } => ({ type: choice(type) });

/** For the table of what the extension's own pages may say. */
export const fromPagesAboutOptions = {
  options: object<Page<'options'>>(tag('options')),
  'change-policy': object<Page<'change-policy'>>({ ...tag('change-policy'), change: policyChangeDecoder }),
  'replace-settings': object<Page<'replace-settings'>>({
    ...tag('replace-settings'),
    settings: settingsDecoder,
  }),
  'undo-settings': object<Page<'undo-settings'>>(tag('undo-settings')),
};

const anyNumber = number(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
const words = string(MAX_LOCK_TEXT);

const lockReason = tagged<LockReason>({
  fixed: object<Extract<LockReason, { type: 'fixed' }>>({ ...tag('fixed'), to: words }),
  'at-most': object<Extract<LockReason, { type: 'at-most' }>>({ ...tag('at-most'), to: anyNumber }),
  'at-least': object<Extract<LockReason, { type: 'at-least' }>>({ ...tag('at-least'), to: anyNumber }),
  only: object<Extract<LockReason, { type: 'only' }>>({ ...tag('only'), to: list(words, MAX_RELAY_LIST) }),
  off: object<Extract<LockReason, { type: 'off' }>>({
    ...tag('off'),
    feature: keyOf<Feature>({
      rooms: true,
      drawing: true,
      quality: true,
      profiles: true,
      traces: true,
      records: true,
    }),
  }),
});

/** For the options page. */
export const optionsStatusDecoder: Decoder<OptionsStatus> = object<OptionsStatus>({
  own: settingsDecoder,

  settings: settingsInForceDecoder,
  locked: list(object<Lock>({ path: words, reason: lockReason }), MAX_LOCKS),
  givenProfiles: list(validProfileDecoder, MAX_PROFILES),
  managedProblems: problemsDecoder,
  problems: problemsDecoder,
  canUndo: boolean,
  rooms: object<RememberedRooms>({ name: string(MAX_NAME), relays: list(knownRelayDecoder, MAX_RELAY_LIST) }),
});
