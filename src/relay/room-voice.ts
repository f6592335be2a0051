import type { LockView } from '../model/control/lock-view.ts';
import type { MemberId } from '../model/room/member.ts';
import type { FromMember, FromRelay, RelayRefusal, ShownEntry } from '../model/room/room-message.ts';
import type { Lobby } from './lobby.ts';
import type { RoomKeeper } from './room-keeper.ts';
import type { Delivery, Lane } from './room-port.ts';
import type { Seat, Seats } from './seats.ts';

/**
 * What a room says to its members. Whatever rests on the room's state goes through the keeper: it is worded now, and
 * said to whoever is here when that state is on disk.
 */
export class RoomVoice {
  readonly #delivery: Delivery;
  readonly #keeper: RoomKeeper;
  readonly #seats: Seats;

  constructor(delivery: Delivery, keeper: RoomKeeper, seats: Seats) {
    this.#delivery = delivery;
    this.#keeper = keeper;
    this.#seats = seats;
  }

  /** @returns false: it is not there */
  to(member: MemberId, message: FromRelay, lane: Lane): boolean {
    const seat = this.#seats.of(member);
    if (seat === undefined || seat.connection === null || !seat.isWelcomed) return false;
    this.#delivery.send([seat.connection], message, lane);
    return true;
  }

  refuse(to: MemberId, request: FromMember['type'], reason: RelayRefusal): void {
    this.to(to, { type: 'refused', request, reason }, 'control');
  }

  others(seat: Seat, message: FromRelay, lane: Lane): void {
    this.#delivery.send(this.#seats.others(seat), message, lane);
  }

  /** One and the same message for everybody; only who would find in it what is its own alone is spared it. */
  shown(entries: readonly ShownEntry[]): void {
    const from = entries[0]?.from ?? '';
    const only = entries.every((entry) => entry.from === from) ? this.#seats.of(from) : undefined;
    const to = only === undefined ? this.#seats.welcomed() : this.#seats.others(only);
    this.#delivery.send(to, { type: 'shown', entries }, 'show');
  }

  /** The arbiter's answer to one member. */
  answer(to: MemberId, message: FromRelay): void {
    this.#keeper.say(() => this.to(to, message, 'control'));
  }

  /** Nothing reaches a connection before its welcome. */
  welcome(seat: Seat, welcome: FromRelay): void {
    const { connection } = seat;
    this.#keeper.say(() => {
      // It broke meanwhile, or there is a newer one.
      if (connection === null || seat.connection !== connection) return;
      seat.isWelcomed = true;
      this.#delivery.send([connection], welcome, 'control');
    });
  }

  lock(view: LockView): void {
    this.#keeper.say(() => this.#delivery.send(this.#seats.welcomed(), { type: 'lock', view }, 'control'));
  }

  roster(keyEpoch: number): void {
    const roster = { keyEpoch, members: this.#seats.members() };
    this.#keeper.say(() =>
      this.#delivery.send(this.#seats.welcomed(), { type: 'roster', roster }, 'control'),
    );
  }

  /** To those who decide about it. */
  knocking(lobby: Lobby): void {
    const members = lobby.members();
    this.#keeper.say(() =>
      this.#delivery.send(this.#seats.welcomed('trainer'), { type: 'knocking', members }, 'control'),
    );
  }
}
