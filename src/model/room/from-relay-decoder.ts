import {
  commandTypeDecoder,
  denyReasonDecoder,
  lockRefusalDecoder,
} from '../control/lock-command-decoder.ts';
import { lockViewDecoder } from '../control/lock-view-decoder.ts';
import {
  boolean,
  choice,
  type Decoder,
  keyOf,
  list,
  nullable,
  object,
  string,
  tagged,
} from '../decode/decode.ts';
import { boxDecoder, cardDecoder, roleDecoder, wrappedKeysDecoder } from './from-member-decoder.ts';
import type { Member } from './member.ts';
import {
  counter,
  memberIdDecoder,
  publicKeyDecoder,
  signatureDecoder,
  tokenDecoder,
} from './name-decoders.ts';
import { MAX_LOBBY, MAX_MEMBERS, MAX_SHOWN, MAX_TURN, MAX_TURN_URLS } from './room-limits.ts';
import {
  BYE_REASONS,
  type FromMember,
  type FromRelay,
  RELAY_REFUSALS,
  type Roster,
  type ShownEntry,
  type TurnServer,
} from './room-message.ts';

type Told<T extends FromRelay['type']> = Extract<FromRelay, { readonly type: T }>;

/** The tag itself was compared by `tagged`. */
/* @__NO_SIDE_EFFECTS__ */
const tag = <const T extends string>(type: T): { readonly type: Decoder<T> } => ({ type: choice(type) });

const member = object<Member>({
  id: memberIdDecoder,
  role: roleDecoder,
  signKey: publicKeyDecoder,
  wrapKey: publicKeyDecoder,
  proof: signatureDecoder,
  card: cardDecoder,
  order: counter,
  isPresent: boolean,
});

const roster = object<Roster>({ keyEpoch: counter, members: list(member, MAX_MEMBERS) });

const turnServer = object<TurnServer>({
  urls: list(string(MAX_TURN), MAX_TURN_URLS),
  username: string(MAX_TURN),
  credential: string(MAX_TURN),
});

const requestType = keyOf<FromMember['type']>({
  hello: true,
  lock: true,
  keys: true,
  say: true,
  show: true,
  admit: true,
  'turn-away': true,
  kick: true,
  'give-role': true,
  invite: true,
  'end-room': true,
  leave: true,
});

const sealed = { from: memberIdDecoder, keyEpoch: counter, seq: counter, box: boxDecoder };

/** What a relay says to a member: one message. A relay may lie; that a message can be read says nothing else. */
export const fromRelayDecoder: Decoder<FromRelay> = tagged<FromRelay>({
  welcome: object<Told<'welcome'>>({
    ...tag('welcome'),
    self: memberIdDecoder,
    resume: signatureDecoder,
    roster,
    lock: lockViewDecoder,
    turn: nullable(turnServer),
  }),
  lobby: object<Told<'lobby'>>(tag('lobby')),
  roster: object<Told<'roster'>>({ ...tag('roster'), roster }),
  knocking: object<Told<'knocking'>>({ ...tag('knocking'), members: list(member, MAX_LOBBY) }),
  lock: object<Told<'lock'>>({ ...tag('lock'), view: lockViewDecoder }),
  renewed: object<Told<'renewed'>>({ ...tag('renewed'), epoch: counter, nonce: counter }),
  denied: object<Told<'denied'>>({ ...tag('denied'), by: memberIdDecoder, reason: denyReasonDecoder }),
  'lock-refused': object<Told<'lock-refused'>>({
    ...tag('lock-refused'),
    command: commandTypeDecoder,
    reason: lockRefusalDecoder,
  }),
  keys: object<Told<'keys'>>({
    ...tag('keys'),
    from: memberIdDecoder,
    keyEpoch: counter,
    wrapped: wrappedKeysDecoder,
    signature: signatureDecoder,
  }),
  said: object<Told<'said'>>({ type: choice('said'), ...sealed }),
  shown: object<Told<'shown'>>({ ...tag('shown'), entries: list(object<ShownEntry>(sealed), MAX_SHOWN) }),
  invited: object<Told<'invited'>>({ ...tag('invited'), token: tokenDecoder, role: roleDecoder }),
  refused: object<Told<'refused'>>({
    ...tag('refused'),
    request: requestType,
    reason: keyOf(RELAY_REFUSALS),
  }),
  bye: object<Told<'bye'>>({ ...tag('bye'), reason: keyOf(BYE_REASONS) }),
});
