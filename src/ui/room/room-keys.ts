import { DENY_REASONS } from '../../model/control/lock-command.ts';
import { ACT_REFUSALS, ROOM_ENDINGS, type RoomStatus } from '../../model/port/room-view.ts';
import { keyOf } from '../verdict-words.ts';

/** Every member of a union, held complete by the compiler. */
function all<T extends string>(members: Readonly<Record<T, true>>): readonly T[] {
  return Object.keys(members).filter((each): each is T => each in members);
}

export const END_REASONS = all(ROOM_ENDINGS);

const STAGES = all<Extract<RoomStatus, { type: 'joining' }>['stage']>({
  connecting: true,
  lobby: true,
  keys: true,
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
    ...room('Operate WatchOnly Watching WatchingHint Operating OperatingHint Move More Panel UnreadCount'),
    ...room('Queue Waiting MoveUp MoveDown Deny DenyOf Unbound Clipped None StartOn ByLink Joining'),
    ...room('Lost LostDoing Mismatch MismatchDoing BadDoing BadFrom Unproven UnprovenDoing'),
    ...room('Outsider OutsiderDoing MayStillUnknown MayStillDoing Ignored Denied'),
    ...['uiRoomUnread', 'uiRoomKnocking', 'uiRoomBad', 'uiRoomMayStill'].flatMap(plural),
    ...all(DENY_REASONS).map((reason) => keyOf('uiRoomDeny', reason)),
    ...all(ACT_REFUSALS).map((reason) => keyOf('uiRoomRefused', reason)),
    ...STAGES.map((stage) => keyOf('uiRoomStage', stage)),
    ...END_REASONS.flatMap((reason) => [keyOf('uiRoomEnded', reason), keyOf('uiRoomNext', reason)]),
    ...room('NotStarted ByHand'),
    'uiDismiss',
  ];
}
