import type { LockCommand } from '../model/control/lock-command.ts';
import type { LockView } from '../model/control/lock-view.ts';
import type { RoomAct, RoomPanelAct } from '../model/port/room-command.ts';
import type { ActRefusal } from '../model/port/room-view.ts';
import { isAtLeast, type MemberId, type Role } from '../model/room/member.ts';
import type { FromMember } from '../model/room/room-message.ts';

/** What a person's act is checked against: what this client knows now. The relay checks again. */
export interface ActPlace {
  readonly self: MemberId;
  readonly role: Role;
  readonly lock: LockView;
  /** Members of the roster, and who waits in the lobby. */
  readonly members: ReadonlySet<MemberId>;
  readonly knocking: ReadonlySet<MemberId>;
}

export type CheckedAct<T> =
  | { readonly ok: true; readonly send: T }
  | { readonly ok: false; readonly reason: ActRefusal };

export type LockAct = Exclude<RoomAct, { readonly type: 'mode' }>;
export type ManagingAct = Extract<
  RoomPanelAct,
  { readonly type: 'admit' | 'turn-away' | 'kick' | 'give-role' | 'invite' | 'end-room' }
>;

/** The command an act means now, with the epoch of the grant it is about. */
export function lockCommandOf(act: LockAct, place: ActPlace): CheckedAct<LockCommand> {
  const { self, role, lock, members } = place;
  const { epoch, phase, queue } = lock;
  const isHolder = phase.type === 'held' && phase.holder === self;
  const isOffered = phase.type === 'offered' && phase.to === self;
  const waits = (member: MemberId) => queue.some((entry) => entry.member === member);
  switch (act.type) {
    case 'ask':
      if (!isAtLeast(role, 'operator')) return refused('role');
      return isHolder ? refused('stale') : send({ type: 'request' });
    case 'withdraw':
      return waits(self) ? send({ type: 'withdraw' }) : refused('stale');
    case 'accept':
    case 'decline':
      return isOffered ? send({ type: act.type, epoch }) : refused('stale');
    case 'pass':
      if (!isHolder) return refused('stale');
      if (act.to === self || !members.has(act.to)) return refused('no-such-member');
      return send({ type: 'pass', epoch, to: act.to });
    case 'release':
      return isHolder ? send({ type: 'release', epoch }) : refused('stale');
    case 'deny':
      if (!isHolder && !isAtLeast(role, 'trainer')) return refused('role');
      return waits(act.member) ? send(act) : refused('no-such-member');
    case 'take':
      if (!isAtLeast(role, 'trainer')) return refused('role');
      return isHolder ? refused('stale') : send(act);
    case 'freeze':
    case 'keep-idle':
      return isAtLeast(role, 'trainer') ? send(act) : refused('role');
    case 'unfreeze': {
      if (!isAtLeast(role, 'trainer')) return refused('role');
      const isFrozen = phase.type === 'frozen' || (phase.type === 'draining' && phase.cause === 'frozen');
      return isFrozen ? send(act) : refused('stale');
    }
    case 'move':
      if (!isAtLeast(role, 'trainer')) return refused('role');
      return waits(act.member) ? send(act) : refused('no-such-member');
  }
}

/** As many as the room takes. */
const ANY_USES = 0;

export function managingMessageOf(act: ManagingAct, place: ActPlace): CheckedAct<FromMember> {
  const { self, role, members, knocking } = place;
  switch (act.type) {
    case 'admit':
    case 'turn-away':
      if (!isAtLeast(role, 'trainer')) return refused('role');
      return knocking.has(act.member) ? send(act) : refused('no-such-member');
    case 'kick':
      if (!isAtLeast(role, 'trainer')) return refused('role');
      return act.member !== self && members.has(act.member) ? send(act) : refused('no-such-member');
    case 'give-role':
      if (!isAtLeast(role, 'owner')) return refused('role');
      return members.has(act.member) ? send(act) : refused('no-such-member');
    case 'invite':
      // A relay is told who may invite; it alone knows.
      return send({ ...act, uses: ANY_USES });
    case 'end-room':
      return isAtLeast(role, 'owner') ? send(act) : refused('role');
  }
}

function send<T>(message: T): CheckedAct<T> {
  return { ok: true, send: message };
}

/** Nothing is sent; the person is told why. */
export function refused(reason: ActRefusal): { readonly ok: false; readonly reason: ActRefusal } {
  return { ok: false, reason };
}
