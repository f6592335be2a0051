import type { LockPhase } from '../../model/control/lock-view.ts';
import type { RoomMode, RoomPerson, RoomState } from '../../model/port/room-view.ts';
import { isAtLeast, type MemberId } from '../../model/room/member.ts';
import type { SeatReading } from '../../model/snapshot.ts';
import type { Line } from './room-words.ts';

/**
 * Whose control it is, for a shape and a word of its own: self, somebody else, nobody, nobody for a moment (on its way
 * from one to another), nobody until a trainer ends it.
 */
export type ControlSign = 'self' | 'other' | 'nobody' | 'handover' | 'frozen';

/** What this person may do about control now. */
export interface ControlRights {
  readonly ask: boolean;
  readonly withdraw: boolean;
  /** Accept or decline. */
  readonly answer: boolean;
  /** Pass on or give up. */
  readonly giveAway: boolean;
  readonly take: boolean;
  readonly freeze: boolean;
  readonly unfreeze: boolean;
  /** Trainers: not to pass control on for idleness, and to change the order of who waits. */
  readonly steer: boolean;
  /** Send a request back. */
  readonly deny: boolean;
  /** Change between watching and operating. */
  readonly mode: boolean;
}

/** Somebody who waits, as a row. */
export interface QueueRow {
  readonly member: MemberId;
  /** 1 is next. */
  readonly place: number;
  readonly isSelf: boolean;
  readonly waitingMs: number;
  readonly leftMs: number;
}

export interface ControlView {
  readonly sign: ControlSign;
  readonly headline: Line;
  /** What runs down, to be shown beside the headline; null: nothing does. */
  readonly countdown: Line | null;
  readonly mode: RoomMode;
  readonly rights: ControlRights;
  readonly queue: readonly QueueRow[];
  /** Own place in the queue; null: not in it. */
  readonly place: number | null;
  /** Those whom control can be passed to, who waits first. */
  readonly candidates: readonly RoomPerson[];
  readonly keepsIdle: boolean;
}

/**
 * @param sinceMs how long ago `room` was told
 * @param seat of this session's own gate; null: there is none
 */
export function controlView(room: RoomState, sinceMs: number, seat: SeatReading | null): ControlView {
  const { lock, people, self } = room;
  const ageMs = room.lockAgeMs + sinceMs;
  const me = people.find(({ id }) => id === self);
  const { sign, headline } = headlineOf(lock.phase, self, seat);
  const queue = lock.queue.map((each, index) => ({
    member: each.member,
    place: index + 1,
    isSelf: each.member === self,
    waitingMs: each.waitingMs + ageMs,
    leftMs: Math.max(0, each.leftMs - ageMs),
  }));
  const place = queue.find(({ isSelf }) => isSelf)?.place ?? null;
  const mode = me?.mode ?? 'watch';
  return {
    sign,
    headline,
    countdown: countdownOf(room, sinceMs, seat),
    mode,
    rights: rightsOf(room, me, place !== null),
    queue,
    place,
    candidates: candidatesOf(room),
    keepsIdle: lock.keepsIdle,
  };
}

function headlineOf(
  phase: LockPhase,
  self: MemberId,
  seat: SeatReading | null,
): { sign: ControlSign; headline: Line } {
  const say = (sign: ControlSign, key: string, member?: MemberId) => ({
    sign,
    headline: member === undefined ? { key } : { key, words: [{ member }] },
  });
  switch (phase.type) {
    case 'free':
      return say('nobody', 'uiRoomFree');
    case 'held':
      if (phase.holder !== self) return say('other', 'uiRoomHeld', phase.holder);
      // Control is here when the gate says so, and not before.
      return seat === null || seat.state === 'open'
        ? say('self', 'uiRoomHeldSelf')
        : say('handover', 'uiRoomOpening');
    case 'draining':
      if (phase.to === self) return say('handover', 'uiRoomDrainingSelf');
      if (phase.to !== null) return say('handover', 'uiRoomDrainingTo', phase.to);
      return phase.from === self
        ? say('handover', 'uiRoomDrainingFromSelf')
        : say('handover', 'uiRoomDrainingFrom', phase.from);
    case 'offered':
      return phase.to === self
        ? say('handover', 'uiRoomOfferedSelf')
        : say('handover', 'uiRoomOffered', phase.to);
    case 'frozen':
      return phase.by === self ? say('frozen', 'uiRoomFrozenSelf') : say('frozen', 'uiRoomFrozen', phase.by);
    default:
      return phase satisfies never;
  }
}

function countdownOf(
  { lock, lockAgeMs, lostMs, self }: RoomState,
  sinceMs: number,
  seat: SeatReading | null,
): Line | null {
  const ageMs = lockAgeMs + sinceMs;
  const { phase } = lock;
  const left = (key: string, ms: number): Line => ({ key, words: [{ ms: Math.max(0, ms) }] });
  // What the gate itself reckons is what happens.
  if (phase.type === 'held' && phase.holder === self && lostMs !== null) {
    return seat?.state === 'open' ? left('uiRoomLeaseLeft', seat.leftMs) : null;
  }
  if (phase.type === 'draining' || phase.type === 'offered') return left('uiRoomLeft', phase.leftMs - ageMs);
  if (phase.type !== 'held' || lock.idlePassMs === null) return null;
  return left(phase.holder === self ? 'uiRoomIdleSelf' : 'uiRoomIdle', lock.idlePassMs - ageMs);
}

function rightsOf(room: RoomState, me: RoomPerson | undefined, waits: boolean): ControlRights {
  const { phase } = room.lock;
  const isHolder = phase.type === 'held' && phase.holder === room.self;
  const isOffered = phase.type === 'offered' && phase.to === room.self;
  const comes = isOffered || (phase.type === 'draining' && phase.to === room.self);
  const role = me?.role ?? 'observer';
  const operator = isAtLeast(role, 'operator');
  const trainer = isAtLeast(role, 'trainer');
  const operates = operator && me?.mode === 'operate';
  const frozen = phase.type === 'frozen';
  return {
    ask: operates && !isHolder && !comes && !waits && !frozen,
    withdraw: waits,
    answer: isOffered,
    giveAway: isHolder,
    take: trainer && operates && !isHolder && !comes && !frozen && phase.type !== 'free',
    freeze: trainer && !frozen,
    unfreeze: trainer && frozen,
    steer: trainer,
    deny: isHolder || trainer,
    mode: operator && !isHolder && !comes && !waits,
  };
}

function candidatesOf({ people, lock, self }: RoomState): readonly RoomPerson[] {
  const place = ({ id }: RoomPerson): number => {
    const index = lock.queue.findIndex(({ member }) => member === id);
    return index < 0 ? lock.queue.length : index;
  };
  return people
    .filter(
      ({ id, role, mode, isPresent, trust }) =>
        id !== self && isPresent && trust === 'proven' && mode === 'operate' && isAtLeast(role, 'operator'),
    )
    .sort((one, other) => place(one) - place(other));
}
