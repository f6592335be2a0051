import { MAX_LOBBY } from '../model/room/room-limits.ts';
import type { ByeReason } from '../model/room/room-message.ts';
import type { Invites } from './invites.ts';
import type { Knock, Lobby } from './lobby.ts';
import type { RoomKeeper } from './room-keeper.ts';
import type { CheckedHello, ConnectionId, RoomPort } from './room-port.ts';
import type { RoomVoice } from './room-voice.ts';
import type { Seat, Seats } from './seats.ts';
import type { TokenClaims } from './token-claims.ts';

export interface RoomEntranceOptions {
  readonly port: Pick<RoomPort, 'end' | 'send'>;
  readonly keeper: RoomKeeper;
  readonly voice: RoomVoice;
  readonly seats: Seats;
  readonly lobby: Lobby;
  readonly invites: Invites;
  readonly maxMembers: number;
  /** Nobody has been in it: whoever may begin rooms comes in as its owner. */
  readonly isNew: () => boolean;
  /** What changes the room itself. */
  readonly acts: {
    readonly seat: (connection: ConnectionId, hello: CheckedHello, claims: TokenClaims) => void;
    readonly resume: (seat: Seat, connection: ConnectionId) => void;
    readonly dismiss: (knock: Knock, reason: 'elsewhere') => void;
  };
}

/** Who comes into a room, into its lobby, or not at all. */
export class RoomEntrance {
  readonly #options: RoomEntranceOptions;

  constructor(options: RoomEntranceOptions) {
    this.#options = options;
  }

  enter(connection: ConnectionId, hello: CheckedHello): void {
    const { port, keeper, voice, seats, lobby, invites, acts } = this.#options;
    const seat = seats.of(hello.member);
    if (seat !== undefined) {
      seat.hasAnswered ||= hello.hasResumed;
      if (hello.hasResumed || this.#missedWelcome(seat, hello)) acts.resume(seat, connection);
      else port.end(connection, 'token');
      return;
    }
    const { claims, member } = hello;
    const earlier = lobby.of(member);
    const refusal = this.#refusal(hello, earlier);
    if (claims === null || refusal !== null) {
      port.end(connection, refusal ?? 'token');
      return;
    }
    invites.use(claims, member);
    if (earlier !== undefined) acts.dismiss(earlier, 'elsewhere');
    if (!claims.lobby) {
      acts.seat(connection, hello, claims);
      return;
    }
    lobby.add({ connection, hello, claims });
    keeper.audit({ type: 'knocked', member, token: claims.jti });
    port.send([connection], { type: 'lobby' }, 'control');
    voice.knocking(lobby);
  }

  /**
   * A member's id is no secret; its resume secret is. But where the connection broke before the welcome came through,
   * it has none yet, and its invite may be used up: until it has said something, the same keys and invite will do. A
   * connection that seems to stand may be a broken one, but an invite for several is no reason to end it: another
   * bearer could have copied the keys from the roster, and whoever has it comes in with new ones.
   */
  #missedWelcome(seat: Seat, { claims, member, wrapKey }: CheckedHello): boolean {
    if (seat.hasAnswered || claims?.jti !== seat.token || wrapKey !== seat.hello.wrapKey) return false;
    return (seat.connection === null || claims.uses === 1) && this.#options.invites.allows(claims, member);
  }

  #refusal({ claims, member }: CheckedHello, earlier: Knock | undefined): ByeReason | null {
    const { seats, lobby, invites, maxMembers, isNew } = this.#options;
    if (claims === null || !invites.allows(claims, member)) return 'token';
    // Whoever may begin rooms may not come into those of others by it.
    if (claims.room === null && !isNew()) return 'token';
    if (seats.size >= maxMembers) return 'room-full';
    return claims.lobby && earlier === undefined && lobby.size >= MAX_LOBBY ? 'room-full' : null;
  }
}
