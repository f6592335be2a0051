import type { MemberId } from '../model/room/member.ts';
import { MAX_TOKENS, type StoredRoom } from './stored-room.ts';
import type { TokenClaims } from './token-claims.ts';

/** Which tokens of a room are used up or revoked. */
export class Invites {
  readonly #revoked: Set<string>;
  /** Who came with it, of tokens whose uses are counted. */
  readonly #used: Map<string, Set<MemberId>>;

  constructor(stored: Pick<StoredRoom, 'revoked' | 'used'>) {
    this.#revoked = new Set(stored.revoked);
    this.#used = new Map(stored.used.map(({ token, members }) => [token, new Set(members)]));
  }

  /** Whether `member` may come with it. Who came with it before may come again. */
  allows({ jti, uses }: TokenClaims, member: MemberId): boolean {
    if (this.#revoked.has(jti)) return false;
    if (uses === 0) return true;
    const members = this.#used.get(jti);
    // What can no longer be counted is no longer allowed.
    if (members === undefined) return this.#used.size < MAX_TOKENS;
    return members.has(member) || members.size < uses;
  }

  use({ jti, uses }: TokenClaims, member: MemberId): void {
    if (uses === 0) return;
    const members = this.#used.get(jti) ?? new Set();
    this.#used.set(jti, members.add(member));
  }

  /** @returns false: so many were revoked that no more can be remembered; the room should end */
  revoke(token: string): boolean {
    if (this.#revoked.size >= MAX_TOKENS) return false;
    this.#revoked.add(token);
    return true;
  }

  stored(): Pick<StoredRoom, 'revoked' | 'used'> {
    return {
      revoked: [...this.#revoked],
      used: [...this.#used].map(([token, members]) => ({ token, members: [...members] })),
    };
  }
}
