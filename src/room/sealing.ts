import { fromBase64url, toBase64url } from '../model/room/base64url.ts';
import type { MemberId } from '../model/room/member.ts';
import { ROOM_VERSION } from '../model/room/room-message.ts';
import { isSigned, type MemberKeys, SIGNATURE_BYTES, signBytes } from './member-keys.ts';

/** say: in order, none lost, signed. show: the next one replaces it, and its sender is as true as the room key. */
export type Lane = 'say' | 'show';

export interface SealedBox {
  readonly from: MemberId;
  readonly lane: Lane;
  readonly keyEpoch: number;
  readonly seq: number;
  readonly box: string;
}

/**
 * - no-key: the key of this epoch has not come yet
 * - missed: of an epoch before this member had any key; it was not meant to read it
 * - late: of an epoch whose key was dropped
 * - replayed: its number, or a higher one, was there before
 * - forged: sealed or signed by somebody else than it says, or changed
 */
export type Opened =
  | { readonly type: 'opened'; readonly text: string }
  | { readonly type: 'no-key' | 'missed' | 'late' | 'replayed' | 'forged' };

/** Messages sealed with the former epoch's key may be under way for so long; then the key is dropped. */
export const KEY_OVERLAP_MS = 10_000;
/** Two members may both make a key when the first is slow; more than a few do so only to make others work. */
const MAX_KEYS_PER_EPOCH = 4;

/** Who is here, as far as they proved it. */
export interface Audience {
  /** All, those who are away for a moment included. */
  readonly members: readonly MemberId[];
  /** Those who are present. */
  readonly readers: readonly MemberId[];
}

interface RoomKey {
  readonly maker: MemberId;
  readonly base: CryptoKey;
  /** SHA-256 of the key, to know it again. */
  readonly digest: string;
  /** Who was given it, its maker included. */
  holders: ReadonlySet<MemberId>;
  readonly senderKeys: Map<string, CryptoKey>;
}

interface KeyEpoch {
  readonly keys: RoomKey[];
  /** The highest number seen, per sender and lane. */
  readonly newest: Map<string, number>;
  /** When its keys are dropped; null: it is the current one. */
  endsAtMs: number | null;
}

/** The room keys of the current epoch and of the one just over, and what is sealed and opened with them. */
export class RoomSeals {
  readonly #crypto: Crypto;
  readonly #room: string;
  readonly #self: MemberKeys;
  readonly #epochs = new Map<number, KeyEpoch>();
  #keyEpoch = -1;
  #firstHeld: number | null = null;
  /** Never begun anew, in no epoch: no nonce comes twice, whatever keys a relay brings back. */
  readonly #sent: Record<Lane, number> = { say: 0, show: 0 };

  constructor(crypto: Crypto, room: string, self: MemberKeys) {
    this.#crypto = crypto;
    this.#room = room;
    this.#self = self;
  }

  /** -1: none has begun. */
  get keyEpoch(): number {
    return this.#keyEpoch;
  }

  /** @returns false: the epoch is older than the current one, and an old key must not come back */
  begin(keyEpoch: number, nowMs: number): boolean {
    if (keyEpoch <= this.#keyEpoch) return keyEpoch === this.#keyEpoch;
    const former = this.#epochs.get(this.#keyEpoch);
    if (former !== undefined) former.endsAtMs = nowMs + KEY_OVERLAP_MS;
    this.#keyEpoch = keyEpoch;
    this.#epochs.set(keyEpoch, { keys: [], newest: new Map(), endsAtMs: null });
    // A relay that races through epochs must not fill the memory with them.
    for (const old of [...this.#epochs.keys()].slice(0, -3)) this.#epochs.delete(old);
    return true;
  }

  dropOldKeys(nowMs: number): void {
    for (const [keyEpoch, { endsAtMs }] of this.#epochs) {
      if (endsAtMs !== null && endsAtMs <= nowMs) this.#epochs.delete(keyEpoch);
    }
  }

  /**
   * Takes a maker's key for the current epoch. A maker has one; it may give the same to more members.
   * @returns false: it is for another epoch, the maker's second one, or one too many
   */
  async addKey(
    maker: MemberId,
    keyEpoch: number,
    bytes: Uint8Array<ArrayBuffer>,
    holders: ReadonlySet<MemberId>,
  ): Promise<boolean> {
    const base = await this.#crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveKey']);
    const digest = toBase64url(new Uint8Array(await this.#crypto.subtle.digest('SHA-256', bytes)));
    const keys = this.#epochs.get(keyEpoch)?.keys;
    if (keys === undefined || keyEpoch !== this.#keyEpoch) return false;
    const known = keys.find((each) => each.maker === maker);
    if (known !== undefined) {
      if (known.digest !== digest) return false;
      known.holders = new Set([...known.holders, ...holders]);
      return true;
    }
    if (keys.length >= MAX_KEYS_PER_EPOCH) return false;
    keys.push({ maker, base, digest, holders, senderKeys: new Map() });
    this.#firstHeld ??= keyEpoch;
    return true;
  }

  /** Whose key of the current epoch things are sealed with now; null: there is none that may be used. */
  sealingMaker(audience: Audience): MemberId | null {
    return this.#sealingKey(audience)?.maker ?? null;
  }

  /**
   * The newest key that all who are present have, and nobody who is no member any more: so a relay that keeps a removal
   * to itself, or a maker who leaves somebody out, gets nothing sealed. All keys of the epoch open.
   */
  #sealingKey({ members, readers }: Audience): RoomKey | null {
    const keys = this.#epochs.get(this.#keyEpoch)?.keys ?? [];
    const usable = keys.filter(
      ({ holders }) =>
        readers.every((id) => holders.has(id)) && [...holders].every((id) => members.includes(id)),
    );
    return usable.at(-1) ?? null;
  }

  /** @returns null: there is no key to seal with now */
  async seal(
    lane: Lane,
    to: MemberId | null,
    text: string,
    audience: Audience,
  ): Promise<{ readonly keyEpoch: number; readonly seq: number; readonly box: string } | null> {
    const key = this.#sealingKey(audience);
    if (key === null) return null;
    const keyEpoch = this.#keyEpoch;
    this.#sent[lane] += 1;
    const seq = this.#sent[lane];
    const about = this.#about(keyEpoch, this.#self.id, lane, seq, to);
    const content = new TextEncoder().encode(text);
    const plain =
      lane === 'show'
        ? content
        : joined(await signBytes(this.#crypto, this.#self, joined(about, content)), content);
    const sealed = await this.#crypto.subtle.encrypt(
      { name: 'AES-GCM', iv: nonce(seq), additionalData: about },
      await this.#senderKey(key, keyEpoch, this.#self.id, lane),
      plain,
    );
    return { keyEpoch, seq, box: toBase64url(new Uint8Array(sealed)) };
  }

  /** @param verify the sender's key */
  async open(box: SealedBox, verify: CryptoKey): Promise<Opened> {
    const { from, lane, keyEpoch, seq } = box;
    const epoch = this.#epochs.get(keyEpoch);
    if (epoch === undefined || epoch.keys.length === 0) {
      if (keyEpoch >= this.#keyEpoch) return { type: 'no-key' };
      return { type: this.#firstHeld === null || keyEpoch < this.#firstHeld ? 'missed' : 'late' };
    }
    const window = `${lane} ${from}`;
    if (seq <= (epoch.newest.get(window) ?? 0)) return { type: 'replayed' };
    const sealed = fromBase64url(box.box);
    if (sealed === null) return { type: 'forged' };
    for (const key of epoch.keys) {
      for (const to of lane === 'say' ? [null, this.#self.id] : [null]) {
        const about = this.#about(keyEpoch, from, lane, seq, to);
        const plain = await this.#decrypt(
          await this.#senderKey(key, keyEpoch, from, lane),
          seq,
          about,
          sealed,
        );
        if (plain === null) continue;
        const content = lane === 'show' ? plain : await this.#signedContent(plain, about, verify);
        if (content === null) return { type: 'forged' };
        epoch.newest.set(window, seq);
        return { type: 'opened', text: new TextDecoder().decode(content) };
      }
    }
    return { type: 'forged' };
  }

  async #decrypt(
    key: CryptoKey,
    seq: number,
    about: Uint8Array<ArrayBuffer>,
    sealed: Uint8Array<ArrayBuffer>,
  ): Promise<Uint8Array<ArrayBuffer> | null> {
    try {
      const algorithm = { name: 'AES-GCM', iv: nonce(seq), additionalData: about };
      return new Uint8Array(await this.#crypto.subtle.decrypt(algorithm, key, sealed));
    } catch {
      // Not by this key, or changed: WebCrypto says so by throwing.
      return null;
    }
  }

  async #signedContent(
    plain: Uint8Array<ArrayBuffer>,
    about: Uint8Array<ArrayBuffer>,
    verify: CryptoKey,
  ): Promise<Uint8Array<ArrayBuffer> | null> {
    const content = plain.slice(SIGNATURE_BYTES);
    const signature = plain.slice(0, SIGNATURE_BYTES);
    return (await isSigned(this.#crypto, verify, signature, joined(about, content))) ? content : null;
  }

  async #senderKey(key: RoomKey, keyEpoch: number, sender: MemberId, lane: Lane): Promise<CryptoKey> {
    const name = `${lane} ${sender}`;
    const known = key.senderKeys.get(name);
    if (known !== undefined) return known;
    const info = new TextEncoder().encode(
      `rice-room-sender|${ROOM_VERSION}|${this.#room}|${keyEpoch}|${sender}|${lane}`,
    );
    const made = await this.#crypto.subtle.deriveKey(
      { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info },
      key.base,
      { name: 'AES-GCM', length: 256 },
      false,
      ['encrypt', 'decrypt'],
    );
    key.senderKeys.set(name, made);
    return made;
  }

  /** What a box is bound to, beside its key. */
  #about(
    keyEpoch: number,
    from: MemberId,
    lane: Lane,
    seq: number,
    to: MemberId | null,
  ): Uint8Array<ArrayBuffer> {
    const parts = ['rice-room', ROOM_VERSION, this.#room, keyEpoch, from, lane, seq, to ?? ''];
    return new TextEncoder().encode(`${parts.join('|')}|`);
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}

/** 96 bits, the number in the last 64. */
function nonce(seq: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12);
  new DataView(bytes.buffer).setBigUint64(4, BigInt(seq));
  return bytes;
}
