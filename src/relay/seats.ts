import { isAtLeast, type Member, type MemberId, type Role } from '../model/room/member.ts';
import type { CheckedHello, ConnectionId } from './room-port.ts';
import type { StoredMember } from './stored-room.ts';

/** A member of the room, whether its connection is there or not. */
export interface Seat {
  readonly id: MemberId;
  role: Role;
  readonly hello: Pick<CheckedHello, 'signKey' | 'wrapKey' | 'proof' | 'card'>;
  readonly order: number;
  /** Name of the token it came with. */
  readonly token: string;
  connection: ConnectionId | null;
  /** Since when it has no connection; counts when `connection` is null. */
  absentSinceMs: number;
  /** It was sent its welcome over this connection: nothing goes before that. */
  isWelcomed: boolean;
  /** It has said something after a welcome, or resumed: it got one, and its resume secret with it. */
  hasAnswered: boolean;
}

/** Who is in a room, found by member and by connection. */
export class Seats {
  readonly #byMember = new Map<MemberId, Seat>();
  readonly #byConnection = new Map<ConnectionId, Seat>();

  get size(): number {
    return this.#byMember.size;
  }

  all(): readonly Seat[] {
    return [...this.#byMember.values()];
  }

  of(member: MemberId): Seat | undefined {
    return this.#byMember.get(member);
  }

  at(connection: ConnectionId): Seat | undefined {
    return this.#byConnection.get(connection);
  }

  add(seat: Seat): void {
    this.#byMember.set(seat.id, seat);
    if (seat.connection !== null) this.#byConnection.set(seat.connection, seat);
  }

  /** Of an earlier relay: all are away. */
  restore(members: readonly StoredMember[], nowMs: number): void {
    for (const { id, role, order, token, ...hello } of members) {
      const whereabouts = { connection: null, absentSinceMs: nowMs, isWelcomed: false, hasAnswered: true };
      this.add({ id, role, hello, order, token, ...whereabouts });
    }
  }

  remove(seat: Seat): void {
    this.#byMember.delete(seat.id);
    if (seat.connection !== null) this.#byConnection.delete(seat.connection);
  }

  connect(seat: Seat, connection: ConnectionId): void {
    if (seat.connection !== null) this.#byConnection.delete(seat.connection);
    seat.connection = connection;
    seat.isWelcomed = false;
    this.#byConnection.set(connection, seat);
  }

  disconnect(seat: Seat, nowMs: number): void {
    if (seat.connection !== null) this.#byConnection.delete(seat.connection);
    seat.connection = null;
    seat.isWelcomed = false;
    seat.absentSinceMs = nowMs;
  }

  /** Connections that may be told of the room, of those whose role is at least `role`. */
  welcomed(role: Role = 'observer'): readonly ConnectionId[] {
    const connections: ConnectionId[] = [];
    for (const seat of this.#byMember.values()) {
      if (seat.isWelcomed && seat.connection !== null && isAtLeast(seat.role, role))
        connections.push(seat.connection);
    }
    return connections;
  }

  /** As `welcomed`, without one. */
  others(self: Seat): readonly ConnectionId[] {
    return this.welcomed().filter((connection) => connection !== self.connection);
  }

  members(): readonly Member[] {
    return this.all().map((seat) => ({
      id: seat.id,
      role: seat.role,
      ...seat.hello,
      order: seat.order,
      isPresent: seat.connection !== null,
    }));
  }

  stored(): readonly StoredMember[] {
    return this.all().map(({ id, role, hello, order, token }) => ({ id, role, ...hello, order, token }));
  }
}
