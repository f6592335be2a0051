import { isAtLeast, type MemberId, type Role } from '../model/room/member.ts';
import type { FromMember, RelayRefusal } from '../model/room/room-message.ts';
import type { Invites } from './invites.ts';
import type { Knock, Lobby } from './lobby.ts';
import type { RoomKeeper } from './room-keeper.ts';
import type { RoomPort } from './room-port.ts';
import type { RoomVoice } from './room-voice.ts';
import type { Seat, Seats } from './seats.ts';

export type Managing = Extract<
  FromMember,
  { readonly type: 'admit' | 'turn-away' | 'kick' | 'give-role' | 'invite' | 'end-room' }
>;

export interface RoomDeskOptions {
  readonly port: Pick<RoomPort, 'end' | 'mint' | 'newTokenId' | 'wallMs'>;
  readonly keeper: RoomKeeper;
  readonly voice: RoomVoice;
  readonly seats: Seats;
  readonly lobby: Lobby;
  readonly invites: Invites;
  readonly maxMembers: number;
  readonly maxInviteLifeMs: number;
  readonly inviteRole: Role;
  /** What changes the room itself. */
  readonly acts: RoomActs;
}

export interface RoomActs {
  /** Gives a seat to who knocked. */
  readonly letIn: (knock: Knock) => void;
  readonly dismiss: (knock: Knock, reason: 'turned-away') => void;
  readonly takeSeat: (seat: Seat) => void;
  readonly roleGiven: (seat: Seat, by: MemberId) => void;
  readonly end: (by: MemberId) => void;
}

/** What trainers and owners decide about others. */
export class RoomDesk {
  readonly #options: RoomDeskOptions;

  constructor(options: RoomDeskOptions) {
    this.#options = options;
  }

  /** @returns why not, or null */
  manage(by: Seat, message: Managing): RelayRefusal | null {
    if (!isAtLeast(by.role, this.#neededRole(message.type))) return 'role';
    switch (message.type) {
      case 'admit':
        return this.#admit(by, message.member);
      case 'turn-away':
        return this.#turnAway(by, message.member);
      case 'kick':
        return this.#kick(by, message.member);
      case 'give-role':
        return this.#giveRole(by, message.member, message.role);
      case 'invite':
        return this.#invite(by, message);
      case 'end-room':
        this.#options.acts.end(by.id);
        return null;
      default:
        return message satisfies never;
    }
  }

  #neededRole(type: Managing['type']): Role {
    switch (type) {
      case 'admit':
      case 'turn-away':
      case 'kick':
        return 'trainer';
      case 'invite':
        return this.#options.inviteRole;
      case 'give-role':
      case 'end-room':
        return 'owner';
      default:
        return type satisfies never;
    }
  }

  #admit(by: Seat, member: MemberId): RelayRefusal | null {
    const { lobby, seats, maxMembers, keeper, acts } = this.#options;
    const knock = lobby.of(member);
    if (knock === undefined) return 'no-such-member';
    if (seats.size >= maxMembers) return 'full';
    keeper.audit({ type: 'admitted', member, by: by.id });
    acts.letIn(knock);
    return null;
  }

  #turnAway(by: Seat, member: MemberId): RelayRefusal | null {
    const { lobby, keeper, acts } = this.#options;
    const knock = lobby.of(member);
    if (knock === undefined) return 'no-such-member';
    keeper.audit({ type: 'turned-away', member, by: by.id });
    acts.dismiss(knock, 'turned-away');
    return null;
  }

  /** Its invite goes with it: whoever else came by that one stays, and nobody comes by it again. */
  #kick(by: Seat, member: MemberId): RelayRefusal | null {
    const { seats, invites, keeper, acts, port } = this.#options;
    const seat = seats.of(member);
    if (seat === undefined) return 'no-such-member';
    if (seat === by || !isAtLeast(by.role, seat.role)) return 'role';
    if (!invites.revoke(seat.token)) return 'full';
    keeper.audit({ type: 'kicked', member, by: by.id });
    const { connection } = seat;
    acts.takeSeat(seat);
    if (connection !== null) port.end(connection, 'kicked');
    return null;
  }

  #giveRole(by: Seat, member: MemberId, role: Role): RelayRefusal | null {
    const { seats, keeper, acts } = this.#options;
    const seat = seats.of(member);
    if (seat === undefined) return 'no-such-member';
    // A room keeps an owner: nobody gives up the last role that gives roles.
    if (seat === by) return 'role';
    seat.role = role;
    keeper.audit({ type: 'role', member, role, by: by.id });
    acts.roleGiven(seat, by.id);
    return null;
  }

  #invite(by: Seat, asked: Extract<Managing, { readonly type: 'invite' }>): RelayRefusal | null {
    const { port, keeper, voice, maxInviteLifeMs } = this.#options;
    const { role, uses, lobby } = asked;
    if (!isAtLeast(by.role, role)) return 'role';
    const exp = Math.floor((port.wallMs() + Math.min(asked.lifeMs, maxInviteLifeMs)) / 1000);
    const jti = port.newTokenId();
    keeper.audit({ type: 'invited', token: jti, role, by: by.id });
    port.mint({ role, jti, exp, uses, lobby }).then(
      (token) => voice.to(by.id, { type: 'invited', token, role }, 'control'),
      () => voice.refuse(by.id, 'invite', 'storage'),
    );
    return null;
  }
}
