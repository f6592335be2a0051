import { denyReasonDecoder } from '../control/lock-command-decoder.ts';
import { lockViewDecoder } from '../control/lock-view-decoder.ts';
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
import { roleDecoder } from '../room/from-member-decoder.ts';
import { counter, memberIdDecoder } from '../room/name-decoders.ts';
import { MAX_CHAT, MAX_LOBBY, MAX_MEMBERS, MAX_NAME } from '../room/room-limits.ts';
import { roomModeDecoder } from './room-command-decoder.ts';
import {
  ACT_REFUSALS,
  type ChatEntry,
  ROOM_ENDINGS,
  type RoomAlarm,
  type RoomInvite,
  type RoomPanelState,
  type RoomPerson,
  type RoomPointer,
  type RoomState,
  type RoomStatus,
} from './room-view.ts';

type Status<T extends RoomStatus['type']> = Extract<RoomStatus, { readonly type: T }>;
type Alarm<T extends RoomAlarm['type']> = Extract<RoomAlarm, { readonly type: T }>;
type Answer = NonNullable<RoomState['answer']>;

/** The tag itself was compared by `tagged`. */
/* @__NO_SIDE_EFFECTS__ */
const tag = <const T extends string>(type: T): { readonly type: Decoder<T> } => ({ type: choice(type) });

/** Relays, chat entries and invites in one message; beyond it the host says how many were dropped. */
export const MAX_RELAYS = 32;
export const MAX_CHAT_ENTRIES = 1000;
export const MAX_INVITES = 200;
/** Names of hosts have 253 characters; a port has five more. */
export const MAX_RELAY_HOST = 300;
const MAX_LINK = 4096;
const MAX_ALARMS = 200;
/** No framebuffer is wider. */
const MAX_FRAMEBUFFER = 65_535;

/** A room is a matter of days at most; a clock that was set may make it more. */
const ageMs = number(0, Number.MAX_SAFE_INTEGER);
/** Cleaned by the client; cleaning never makes it longer than this. */
const shownName = string(2 * MAX_NAME);

export const framebufferPlace = number(0, MAX_FRAMEBUFFER);
export const relayHostDecoder = string(MAX_RELAY_HOST);

const person = object<RoomPerson>({
  id: memberIdDecoder,
  name: shownName,
  nameDoubt: nullable(choice('mixed', 'taken')),
  role: roleDecoder,
  isPresent: boolean,
  isSelf: boolean,
  mode: roomModeDecoder,
  trust: choice('proven', 'unproven'),
});

const answer = tagged<Answer>({
  denied: object<Extract<Answer, { type: 'denied' }>>({
    ...tag('denied'),
    by: memberIdDecoder,
    reason: denyReasonDecoder,
    agoMs: ageMs,
  }),
  refused: object<Extract<Answer, { type: 'refused' }>>({
    ...tag('refused'),
    reason: keyOf(ACT_REFUSALS),
    agoMs: ageMs,
  }),
});

const alarm = tagged<RoomAlarm>({
  'lock-mismatch': object<Alarm<'lock-mismatch'>>({ ...tag('lock-mismatch'), by: memberIdDecoder }),
  'bad-messages': object<Alarm<'bad-messages'>>({
    ...tag('bad-messages'),
    count: counter,
    from: nullable(memberIdDecoder),
  }),
  unproven: object<Alarm<'unproven'>>({ ...tag('unproven'), member: memberIdDecoder }),
  outsider: object<Alarm<'outsider'>>({ ...tag('outsider'), agoMs: ageMs }),
});

const state = object<RoomState>({
  self: memberIdDecoder,
  relayHost: relayHostDecoder,
  people: list(person, MAX_MEMBERS),
  lock: lockViewDecoder,
  lockAgeMs: ageMs,
  lostMs: nullable(ageMs),
  answer: nullable(answer),
  pointers: list(
    object<RoomPointer>({
      member: memberIdDecoder,
      x: framebufferPlace,
      y: framebufferPlace,
      agoMs: ageMs,
    }),
    MAX_MEMBERS,
  ),
  alarms: list(alarm, MAX_ALARMS),
  unread: counter,
  knocking: list(person, MAX_LOBBY),
});

/** What the host tells a document with a session. */
export const roomStatusDecoder: Decoder<RoomStatus> = tagged<RoomStatus>({
  none: object<Status<'none'>>({ ...tag('none'), relays: list(relayHostDecoder, MAX_RELAYS) }),
  joining: object<Status<'joining'>>({
    ...tag('joining'),
    relayHost: relayHostDecoder,
    stage: choice('connecting', 'lobby', 'keys'),
  }),
  in: object<Status<'in'>>({ ...tag('in'), room: state }),
  ended: object<Status<'ended'>>({
    ...tag('ended'),
    relayHost: relayHostDecoder,
    reason: keyOf(ROOM_ENDINGS),
  }),
});

/** What the host tells the extension's own pages. */
export const roomPanelStateDecoder: Decoder<RoomPanelState> = object<RoomPanelState>({
  status: roomStatusDecoder,
  chat: list(
    object<ChatEntry>({
      id: counter,
      from: memberIdDecoder,
      name: shownName,
      text: string(2 * MAX_CHAT),
      wallMs: ageMs,
      state: choice('sent', 'unsent', 'failed', 'received'),
      mentionsSelf: boolean,
    }),
    MAX_CHAT_ENTRIES,
  ),
  droppedChat: counter,
  invites: list(
    object<RoomInvite>({ link: string(MAX_LINK), role: roleDecoder, wallMs: ageMs, lifeMs: ageMs }),
    MAX_INVITES,
  ),
});
