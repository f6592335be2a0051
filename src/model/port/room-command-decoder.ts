import { MAX_QUEUE } from '../control/lock-command.ts';
import { denyReasonDecoder } from '../control/lock-command-decoder.ts';
import { boolean, choice, type Decoder, keyOf, number, object, string, tagged } from '../decode/decode.ts';
import { roleDecoder } from '../room/from-member-decoder.ts';
import { counter, memberIdDecoder } from '../room/name-decoders.ts';
import { MAX_CHAT, MAX_NAME } from '../room/room-limits.ts';
import type { RoomAct, RoomPanelAct } from './room-command.ts';
import type { RoomMode } from './room-view.ts';

type Of<T extends RoomPanelAct['type']> = Extract<RoomPanelAct, { readonly type: T }>;

/** The tag itself was compared by `tagged`. */
/* @__NO_SIDE_EFFECTS__ */
const tag = <const T extends string>(type: T): { readonly type: Decoder<T> } => ({ type: choice(type) });

/** Invites that hold longer are no invites: the relay's own limit is lower. */
const MAX_INVITE_LIFE_MS = 30 * 24 * 3_600_000;

export const roomModeDecoder: Decoder<RoomMode> = keyOf<RoomMode>({ watch: true, operate: true });

const acts = {
  ask: object<Of<'ask'>>(tag('ask')),
  withdraw: object<Of<'withdraw'>>(tag('withdraw')),
  accept: object<Of<'accept'>>(tag('accept')),
  decline: object<Of<'decline'>>(tag('decline')),
  pass: object<Of<'pass'>>({ ...tag('pass'), to: memberIdDecoder }),
  release: object<Of<'release'>>(tag('release')),
  deny: object<Of<'deny'>>({ ...tag('deny'), member: memberIdDecoder, reason: denyReasonDecoder }),
  take: object<Of<'take'>>(tag('take')),
  freeze: object<Of<'freeze'>>(tag('freeze')),
  unfreeze: object<Of<'unfreeze'>>(tag('unfreeze')),
  'keep-idle': object<Of<'keep-idle'>>({ ...tag('keep-idle'), on: boolean }),
  move: object<Of<'move'>>({ ...tag('move'), member: memberIdDecoder, to: number(0, MAX_QUEUE) }),
  mode: object<Of<'mode'>>({ ...tag('mode'), mode: roomModeDecoder }),
};

/** What a document with a session may ask: the acts on the picture alone. */
export const roomActDecoder: Decoder<RoomAct> = tagged<RoomAct>(acts);

export const roomPanelActDecoder: Decoder<RoomPanelAct> = tagged<RoomPanelAct>({
  ...acts,
  chat: object<Of<'chat'>>({ ...tag('chat'), text: string(MAX_CHAT) }),
  'retry-chat': object<Of<'retry-chat'>>({ ...tag('retry-chat'), id: counter }),
  read: object<Of<'read'>>(tag('read')),
  rename: object<Of<'rename'>>({ ...tag('rename'), name: string(MAX_NAME) }),
  admit: object<Of<'admit'>>({ ...tag('admit'), member: memberIdDecoder }),
  'turn-away': object<Of<'turn-away'>>({ ...tag('turn-away'), member: memberIdDecoder }),
  kick: object<Of<'kick'>>({ ...tag('kick'), member: memberIdDecoder }),
  'give-role': object<Of<'give-role'>>({ ...tag('give-role'), member: memberIdDecoder, role: roleDecoder }),
  invite: object<Of<'invite'>>({
    ...tag('invite'),
    role: roleDecoder,
    lifeMs: number(1, MAX_INVITE_LIFE_MS),
    lobby: boolean,
  }),
  'end-room': object<Of<'end-room'>>(tag('end-room')),
  leave: object<Of<'leave'>>(tag('leave')),
});
