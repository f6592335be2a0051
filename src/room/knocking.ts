import type { RoomPerson } from '../model/port/room-view.ts';
import type { Member, MemberId } from '../model/room/member.ts';
import { personOf } from './faces.ts';
import type { InviteSecret } from './invite-secret.ts';
import { readPublicKeys } from './member-keys.ts';

/** Who waits in the lobby, with the name on its card if it has the invite's key. */
export class Knocking {
  readonly #crypto: Crypto;
  readonly #secret: InviteSecret;
  readonly #self: MemberId;
  #people: readonly RoomPerson[] = [];
  /** Of the newest list: opening cards takes a moment, and an older list must not come after it. */
  #list = 0;

  constructor(crypto: Crypto, secret: InviteSecret, self: MemberId) {
    this.#crypto = crypto;
    this.#secret = secret;
    this.#self = self;
  }

  get people(): readonly RoomPerson[] {
    return this.#people;
  }

  async take(members: readonly Member[]): Promise<void> {
    this.#list += 1;
    const list = this.#list;
    const people = await Promise.all(members.map((member) => this.#person(member)));
    if (list === this.#list) this.#people = people;
  }

  async #person(member: Member): Promise<RoomPerson> {
    const isProven = await this.#secret.isProof(member.proof, member);
    const keys = isProven
      ? await readPublicKeys(this.#crypto, member.id, member.signKey, member.wrapKey)
      : null;
    const name = keys === null ? '' : await this.#secret.openCard(member.card, member);
    return personOf({ member, keys }, { name, mode: 'watch' }, false, this.#self);
  }
}
