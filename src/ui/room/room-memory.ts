import type { LockPhase } from '../../model/control/lock-view.ts';
import type { RoomState, RoomStatus } from '../../model/port/room-view.ts';
import type { MemberId } from '../../model/room/member.ts';
import type { Snapshot } from '../../model/snapshot.ts';

/** What has to be kept from one state of the room to the next. Plain values. */
export interface RoomMemory {
  readonly status: RoomStatus;
  readonly heardAtMs: number;
  /** Who has, or had last, an open gate, and under which epoch; null: nobody that was seen. */
  readonly holder: MemberId | null;
  readonly epoch: number;
  /** Who had it before that one. */
  readonly former: MemberId | null;
  /** Presses dropped for want of control, of each connection, and when the newest was. */
  readonly dropped: ReadonlyMap<string, number>;
  readonly ignoredAtMs: number | null;
}

export const EMPTY_MEMORY: RoomMemory = {
  status: { type: 'none', relays: [] },
  heardAtMs: 0,
  holder: null,
  epoch: 0,
  former: null,
  dropped: new Map(),
  ignoredAtMs: null,
};

/** Takes in what the room host told. */
export function hear(memory: RoomMemory, status: RoomStatus, nowMs: number): RoomMemory {
  const heard = { ...memory, status, heardAtMs: nowMs };
  if (status.type !== 'in') return { ...heard, holder: null, epoch: 0, former: null };
  const { phase, epoch } = status.room.lock;
  const holder = holderOf(phase);
  // Under a new epoch somebody may follow upon themselves.
  return holder === null || (holder === memory.holder && (phase.type !== 'held' || epoch <= memory.epoch))
    ? heard
    : { ...heard, holder, epoch, former: memory.holder };
}

/** Whose actions may still execute: of whoever lets go, or did so last. */
export function formerHolder({ status, holder, former }: RoomMemory): MemberId | null {
  return status.type === 'in' && status.room.lock.phase.type === 'held' ? former : holder;
}

/** Takes in the pictures of the guarded connections: whether a press was dropped for want of control. */
export function watchPresses(memory: RoomMemory, snapshots: readonly Snapshot[], nowMs: number): RoomMemory {
  const dropped = new Map<string, number>();
  let isNew = false;
  for (const { connection, blocked, droppedPresses } of snapshots) {
    if (blocked !== 'no-control') continue;
    dropped.set(connection, droppedPresses);
    isNew ||= droppedPresses > (memory.dropped.get(connection) ?? 0);
  }
  return { ...memory, dropped, ignoredAtMs: isNew ? nowMs : memory.ignoredAtMs };
}

/**
 * Whether two states look the same but for pointers and ages, which are shown without drawing all anew: they come ten
 * times a second.
 */
export function looksSame(one: RoomStatus, other: RoomStatus): boolean {
  return textOf(one) === textOf(other);
}

function textOf(status: RoomStatus): string {
  if (status.type !== 'in') return JSON.stringify(status);
  const still: RoomState = { ...status.room, pointers: [], lockAgeMs: 0 };
  return JSON.stringify(still, (key, value: unknown) =>
    key === 'agoMs' || (key === 'lostMs' && value !== null) ? 0 : value,
  );
}

function holderOf(phase: LockPhase): MemberId | null {
  switch (phase.type) {
    case 'held':
      return phase.holder;
    case 'draining':
      return phase.from;
    default:
      return null;
  }
}
