import type { Member, MemberId } from '../model/room/member.ts';
import type { InviteSecret } from './invite-secret.ts';
import type { KeyRecipient } from './key-wrapping.ts';
import { type PublicKeys, readPublicKeys } from './member-keys.ts';
import type { Audience } from './sealing.ts';

/** A member of the roster, and whether it showed that it was invited; `keys` null: it did not. */
export interface KnownMember {
  readonly member: Member;
  readonly keys: PublicKeys | null;
}

/**
 * Who is in the room, as the relay says and as each one proves. A member whose id is not the fingerprint of its key, or
 * whose proof is not by the invite's key over both its keys, gets nothing and is believed nothing.
 */
export class Members {
  readonly #crypto: Crypto;
  readonly #secret: InviteSecret;
  #known: ReadonlyMap<MemberId, KnownMember> = new Map();

  constructor(crypto: Crypto, secret: InviteSecret) {
    this.#crypto = crypto;
    this.#secret = secret;
  }

  /** Takes a new roster; each change of a member's keys is checked anew. */
  async take(members: readonly Member[]): Promise<void> {
    const next = new Map<MemberId, KnownMember>();
    for (const member of [...members].sort((a, b) => a.order - b.order)) {
      if (!next.has(member.id)) next.set(member.id, { member, keys: await this.#check(member) });
    }
    this.#known = next;
  }

  get(id: MemberId): KnownMember | undefined {
    return this.#known.get(id);
  }

  /** In their order. */
  all(): readonly KnownMember[] {
    return [...this.#known.values()];
  }

  /** Those who proved themselves. */
  audience(): Audience {
    const proven = this.all().filter(({ keys }) => keys !== null);
    return {
      members: proven.map(({ member }) => member.id),
      readers: proven.filter(({ member }) => member.isPresent).map(({ member }) => member.id),
    };
  }

  /** Present and proven, in their order: the first makes the keys, all get them. */
  readers(): readonly KeyRecipient[] {
    return this.all().flatMap(({ member, keys }) =>
      keys !== null && member.isPresent ? [{ id: member.id, wrap: keys.wrap }] : [],
    );
  }

  async #check(member: Member): Promise<PublicKeys | null> {
    const known = this.#known.get(member.id);
    const { id, signKey, wrapKey, proof } = member;
    const isSame =
      known?.member.signKey === signKey && known.member.wrapKey === wrapKey && known.member.proof === proof;
    if (isSame) return known.keys;
    if (!(await this.#secret.isProof(proof, { signKey, wrapKey }))) return null;
    return readPublicKeys(this.#crypto, id, signKey, wrapKey);
  }
}
