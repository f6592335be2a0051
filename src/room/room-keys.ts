import type { FromMember, FromRelay } from '../model/room/room-message.ts';
import { isWrappedBy, makeRoomKey, signWrapped, unwrapRoomKey, wrapRoomKey } from './key-wrapping.ts';
import type { MemberKeys } from './member-keys.ts';
import type { Members } from './members.ts';
import type { RoomSeals } from './sealing.ts';

/** Who stands behind the first in the roster waits so long for each before it, and then makes the key itself. */
export const KEY_TURN_MS = 2000;

export interface RoomKeysOptions {
  readonly crypto: Crypto;
  readonly room: string;
  readonly self: MemberKeys;
  readonly members: Members;
  readonly seals: RoomSeals;
  /** @returns false: no connection */
  readonly send: (message: FromMember) => boolean;
}

/**
 * Makes the room's keys when it is this member's turn, and takes those of others.
 *
 * The first present member makes the key of an epoch. Should it not, the second does after 2 s, and so on: each who has
 * no key that all present ones have. Two may both make one; all open with both and seal with the newer.
 */
export class RoomKeys {
  readonly #options: RoomKeysOptions;
  /** The own key of the current epoch, and who was given it. */
  #made: { keyEpoch: number; bytes: Uint8Array<ArrayBuffer>; given: ReadonlySet<string> } | null = null;
  /** Since when nothing can be sealed; null: it can. */
  #withoutSinceMs: number | null = null;

  constructor(options: RoomKeysOptions) {
    this.#options = options;
  }

  /** After each roster and each key, and every second; one call after the other, so that no epoch begins in one. */
  async turn(nowMs: number): Promise<void> {
    const { members, seals, self } = this.#options;
    const audience = members.audience();
    const maker = seals.sealingMaker(audience);
    if (maker !== null) {
      this.#withoutSinceMs = null;
      return;
    }
    this.#withoutSinceMs ??= nowMs;
    const place = audience.readers.indexOf(self.id);
    if (place >= 0 && nowMs - this.#withoutSinceMs >= place * KEY_TURN_MS) await this.#make();
  }

  /** A new epoch: everybody waits for its key from now on. */
  began(nowMs: number): void {
    this.#withoutSinceMs = nowMs;
  }

  async #make(): Promise<void> {
    const { crypto, room, self, members, seals, send } = this.#options;
    const { keyEpoch } = seals;
    const former = this.#made?.keyEpoch === keyEpoch ? this.#made : null;
    const readers = members.readers().filter(({ id }) => id !== self.id);
    // All have it, and still it may not be used: somebody has it who is gone. Only a new epoch helps.
    if (former !== null && readers.every(({ id }) => former.given.has(id))) return;
    const bytes = former?.bytes ?? makeRoomKey(crypto);
    const place = { room, keyEpoch, maker: self.id };
    const wrapped = await wrapRoomKey(crypto, place, bytes, readers);
    const signature = await signWrapped(crypto, place, self, wrapped);
    if (readers.length > 0 && !send({ type: 'keys', keyEpoch, wrapped, signature })) return;
    const given = new Set([...(former?.given ?? []), ...readers.map(({ id }) => id)]);
    this.#made = { keyEpoch, bytes, given };
    await seals.addKey(self.id, keyEpoch, bytes, new Set([self.id, ...given]));
  }

  /**
   * A key that somebody made.
   * @returns whether it was true; one that came too late, or that is not for this member, is
   */
  async take(message: Extract<FromRelay, { type: 'keys' }>): Promise<boolean> {
    const { crypto, room, self, members, seals } = this.#options;
    const { from, keyEpoch, wrapped, signature } = message;
    if (keyEpoch !== seals.keyEpoch) return keyEpoch < seals.keyEpoch;
    const maker = members.get(from);
    if (from === self.id || maker === undefined || maker.keys === null) return false;
    const place = { room, keyEpoch, maker: from };
    if (!(await isWrappedBy(crypto, place, maker.keys.verify, wrapped, signature))) return false;
    const own = wrapped.find(({ to }) => to === self.id);
    if (own === undefined) return true;
    const bytes = await unwrapRoomKey(crypto, place, self, own.box);
    if (bytes === null) return false;
    return seals.addKey(from, keyEpoch, bytes, new Set([from, ...wrapped.map(({ to }) => to)]));
  }
}
