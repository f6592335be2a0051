import type { Member, MemberId } from '../model/room/member.ts';
import type { CheckedHello, ConnectionId } from './room-port.ts';
import type { TokenClaims } from './token-claims.ts';

/** Somebody who waits to be let in. */
export interface Knock {
  readonly connection: ConnectionId;
  readonly hello: CheckedHello;
  readonly claims: TokenClaims;
}

/** Who waits to be let in. They are told nothing of the room. */
export class Lobby {
  readonly #knocks = new Map<MemberId, Knock>();

  get size(): number {
    return this.#knocks.size;
  }

  of(member: MemberId): Knock | undefined {
    return this.#knocks.get(member);
  }

  at(connection: ConnectionId): Knock | undefined {
    return this.all().find((knock) => knock.connection === connection);
  }

  add(knock: Knock): void {
    this.#knocks.set(knock.hello.member, knock);
  }

  remove(knock: Knock): void {
    this.#knocks.delete(knock.hello.member);
  }

  all(): readonly Knock[] {
    return [...this.#knocks.values()];
  }

  /** As whoever decides sees them. */
  members(): readonly Member[] {
    return this.all().map(({ hello: { member, signKey, wrapKey, proof, card }, claims }, order) => ({
      id: member,
      role: claims.role,
      signKey,
      wrapKey,
      proof,
      card,
      order,
      isPresent: true,
    }));
  }
}
