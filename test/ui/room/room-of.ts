import type { LockPhase, LockView, QueueEntry } from '../../../src/model/control/lock-view.ts';
import type { ChatEntry, RoomPanelState, RoomPerson, RoomState } from '../../../src/model/port/room-view.ts';
import type { MemberId } from '../../../src/model/room/member.ts';

/** Ids as long as real ones; the names of most people below. */
export const ADA = 'AdaAdaAdaAdaAdaAdaAda1';
export const BEN = 'BenBenBenBenBenBenBen2';
export const CLEO = 'CleoCleoCleoCleoCleo33';
export const SELF = 'SelfSelfSelfSelfSelf44';

export function personOf(id: MemberId, parts: Partial<RoomPerson> = {}): RoomPerson {
  return {
    id,
    name: id.slice(0, id.startsWith('Cleo') || id.startsWith('Self') ? 4 : 3),
    nameDoubt: null,
    role: 'operator',
    isPresent: true,
    isSelf: id === SELF,
    mode: 'operate',
    trust: 'proven',
    ...parts,
  };
}

export function queueOf(...members: readonly MemberId[]): readonly QueueEntry[] {
  return members.map((member, index) => ({ member, waitingMs: 30_000 - index * 10_000, leftMs: 90_000 }));
}

export function lockOf(phase: LockPhase, parts: Partial<LockView> = {}): LockView {
  return {
    seq: 7,
    epoch: 3,
    phase,
    queue: [],
    idlePassMs: null,
    keepsIdle: false,
    mayStillExecute: 0,
    ...parts,
  };
}

export interface RoomParts extends Partial<Omit<RoomState, 'lock'>> {
  readonly phase?: LockPhase;
  readonly lock?: Partial<LockView>;
  /** Of the person whose room it is. */
  readonly me?: Partial<RoomPerson>;
}

/** A room with Ada, Ben, an observer Cleo and oneself, in which nobody has control. */
export function roomOf({
  phase = { type: 'free' },
  lock = {},
  me = {},
  ...parts
}: RoomParts = {}): RoomState {
  return {
    self: SELF,
    relayHost: 'relay.example.org',
    people: [
      personOf(ADA),
      personOf(BEN),
      personOf(CLEO, { role: 'observer', mode: 'watch' }),
      personOf(SELF, me),
    ],
    lock: lockOf(phase, lock),
    lockAgeMs: 0,
    lostMs: null,
    answer: null,
    pointers: [],
    alarms: [],
    unread: 0,
    knocking: [],
    ...parts,
  };
}

export function chatOf(id: number, text: string, parts: Partial<ChatEntry> = {}): ChatEntry {
  return {
    id,
    from: ADA,
    name: 'Ada',
    text,
    wallMs: Date.UTC(2026, 2, 14, 9, 26) + id * 60_000,
    state: 'received',
    mentionsSelf: false,
    ...parts,
  };
}

export function panelStateOf(room: RoomState, parts: Partial<RoomPanelState> = {}): RoomPanelState {
  return { status: { type: 'in', room }, chat: [], droppedChat: 0, invites: [], ...parts };
}
