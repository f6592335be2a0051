import { lockCommandDecoder } from '../control/lock-command-decoder.ts';
import {
  boolean,
  choice,
  type Decoder,
  keyOf,
  list,
  nullable,
  object,
  tagged,
  version,
} from '../decode/decode.ts';
import type { Role } from './member.ts';
import {
  base64url,
  count,
  counter,
  memberIdDecoder,
  publicKeyDecoder,
  roomIdDecoder,
  signatureDecoder,
  tokenDecoder,
} from './name-decoders.ts';
import {
  MAX_BOX,
  MAX_CARD,
  MAX_INVITE_LIFE_MS,
  MAX_MEMBERS,
  MAX_WRAPPED_BOX,
  MIN_INVITE_LIFE_MS,
} from './room-limits.ts';
import { type FromMember, ROOM_VERSION, type WrappedKey } from './room-message.ts';

type Said<T extends FromMember['type']> = Extract<FromMember, { readonly type: T }>;

/** The tag itself was compared by `tagged`. */
/* @__NO_SIDE_EFFECTS__ */
const tag = <const T extends string>(type: T): { readonly type: Decoder<T> } => ({ type: choice(type) });

/** What names a member and says nothing more. */
const aboutMember = { member: memberIdDecoder };

export const roleDecoder: Decoder<Role> = keyOf<Role>({
  observer: true,
  operator: true,
  trainer: true,
  owner: true,
});

/** '' is none. */
export const cardDecoder: Decoder<string> = base64url(0, MAX_CARD);

export const boxDecoder: Decoder<string> = base64url(1, MAX_BOX);

export const wrappedKeysDecoder: Decoder<readonly WrappedKey[]> = list(
  object<WrappedKey>({ to: memberIdDecoder, box: base64url(1, MAX_WRAPPED_BOX) }),
  MAX_MEMBERS,
);

/** What a member says to the relay: one message. */
export const fromMemberDecoder: Decoder<FromMember> = tagged<FromMember>({
  hello: object<Said<'hello'>>({
    ...tag('hello'),
    version: version(ROOM_VERSION),
    room: roomIdDecoder,
    token: tokenDecoder,
    signKey: publicKeyDecoder,
    wrapKey: publicKeyDecoder,
    proof: signatureDecoder,
    card: cardDecoder,
    resume: nullable(signatureDecoder),
  }),
  lock: object<Said<'lock'>>({ ...tag('lock'), command: lockCommandDecoder }),
  keys: object<Said<'keys'>>({
    ...tag('keys'),
    keyEpoch: counter,
    wrapped: wrappedKeysDecoder,
    signature: signatureDecoder,
  }),
  say: object<Said<'say'>>({
    ...tag('say'),
    to: nullable(memberIdDecoder),
    keyEpoch: counter,
    seq: counter,
    box: boxDecoder,
  }),
  show: object<Said<'show'>>({ ...tag('show'), keyEpoch: counter, seq: counter, box: boxDecoder }),
  admit: object<Said<'admit'>>({ ...tag('admit'), ...aboutMember }),
  'turn-away': object<Said<'turn-away'>>({ ...tag('turn-away'), ...aboutMember }),
  kick: object<Said<'kick'>>({ ...tag('kick'), ...aboutMember }),
  'give-role': object<Said<'give-role'>>({ ...tag('give-role'), ...aboutMember, role: roleDecoder }),
  invite: object<Said<'invite'>>({
    ...tag('invite'),
    role: roleDecoder,
    lifeMs: count(MIN_INVITE_LIFE_MS, MAX_INVITE_LIFE_MS),
    uses: count(0, MAX_MEMBERS),
    lobby: boolean,
  }),
  'end-room': object<Said<'end-room'>>(tag('end-room')),
  leave: object<Said<'leave'>>(tag('leave')),
});
