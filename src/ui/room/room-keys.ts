import type { DenyReason } from '../../model/control/lock-command.ts';
import type { ActRefusal, RoomStatus } from '../../model/port/room-view.ts';
import { keyOf } from '../verdict-words.ts';

/** Every member of a union, held complete by the compiler. */
function all<T extends string>(members: Readonly<Record<T, true>>): readonly T[] {
  return Object.keys(members).filter((each): each is T => each in members);
}

export const END_REASONS = all<Extract<RoomStatus, { type: 'ended' }>['reason']>({
  token: true,
  version: true,
  'room-full': true,
  'relay-full': true,
  kicked: true,
  'turned-away': true,
  ended: true,
  left: true,
  elsewhere: true,
  malformed: true,
  flood: true,
  slow: true,
  shutdown: true,
  unreachable: true,
});

const STAGES = all<Extract<RoomStatus, { type: 'joining' }>['stage']>({
  connecting: true,
  lobby: true,
  keys: true,
});

const DENIALS = all<DenyReason>({ acquiring: true, 'not-now': true, 'not-trained': true, other: true });

const REFUSALS = all<ActRefusal>({
  stale: true,
  role: true,
  'too-often': true,
  frozen: true,
  'queue-full': true,
  'no-such-member': true,
  'too-large': true,
  full: true,
  storage: true,
  lost: true,
});

/** Every key the strip may ever need: they are looked up while the extension is there. */
export function roomKeys(): readonly string[] {
  const plural = (key: string): readonly string[] => [`${key}_one`, `${key}_other`];
  const room = (names: string): readonly string[] => names.split(' ').map((name) => `uiRoom${name}`);
  return [
    'uiRoom',
    ...room(
      'Nameless DoubtedName Name You Minutes Free Held HeldSelf Opening DrainingTo DrainingSelf DrainingFrom DrainingFromSelf',
    ),
    ...room('Offered OfferedSelf Frozen FrozenSelf Left LeaseLeft Idle IdleSelf'),
    ...room('Ask Withdraw Place Accept Decline Pass PassNobody Waits Release Take Freeze Unfreeze Keep'),
    ...room('Operate WatchOnly Watching WatchingHint Operating OperatingHint Move More Panel'),
    ...room('Queue Waiting MoveUp MoveDown Deny DenyOf Unbound Clipped None StartOn ByLink Joining'),
    ...room('Lost LostDoing Mismatch MismatchDoing BadDoing BadFrom Unproven UnprovenDoing'),
    ...room('Outsider OutsiderDoing MayStillUnknown MayStillDoing Ignored Denied'),
    ...['uiRoomUnread', 'uiRoomKnocking', 'uiRoomBad', 'uiRoomMayStill'].flatMap(plural),
    ...DENIALS.map((reason) => keyOf('uiRoomDeny', reason)),
    ...REFUSALS.map((reason) => keyOf('uiRoomRefused', reason)),
    ...STAGES.map((stage) => keyOf('uiRoomStage', stage)),
    ...END_REASONS.flatMap((reason) => [keyOf('uiRoomEnded', reason), keyOf('uiRoomNext', reason)]),
    ...room('NotStarted ByHand'),
    'uiDismiss',
  ];
}
