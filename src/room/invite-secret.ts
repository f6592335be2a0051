import { fromBase64url, toBase64url } from '../model/room/base64url.ts';
import { cleanName } from '../model/room/content-text.ts';

const NONCE_BYTES = 12;
const HASH = 'SHA-256';

/** What shows that somebody was invited: both keys in it, so that a relay cannot put its own in their place. */
export interface InvitedKeys {
  readonly signKey: string;
  readonly wrapKey: string;
}

/**
 * The key of an invite. It shows the others who was invited, and seals the name of who waits in the lobby. It opens
 * nothing that is said in the room.
 */
export class InviteSecret {
  readonly #crypto: Crypto;
  readonly #room: string;
  readonly #proofKey: CryptoKey;
  readonly #cardKey: CryptoKey;

  private constructor(crypto: Crypto, room: string, proofKey: CryptoKey, cardKey: CryptoKey) {
    this.#crypto = crypto;
    this.#room = room;
    this.#proofKey = proofKey;
    this.#cardKey = cardKey;
  }

  /** @param key 32 bytes in base64url */
  static async open(crypto: Crypto, room: string, key: string): Promise<InviteSecret> {
    const bytes = fromBase64url(key);
    if (bytes === null) throw new TypeError('the key of an invite is base64url');
    const base = await crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveKey']);
    const from = (use: string) => ({
      ...{ name: 'HKDF', hash: HASH, salt: new TextEncoder().encode(room) },
      info: new TextEncoder().encode(`rice-room-invite|1|${use}`),
    });
    const [proofKey, cardKey] = await Promise.all([
      crypto.subtle.deriveKey(from('proof'), base, { name: 'HMAC', hash: HASH, length: 256 }, false, [
        'sign',
        'verify',
      ]),
      crypto.subtle.deriveKey(from('card'), base, { name: 'AES-GCM', length: 256 }, false, [
        'encrypt',
        'decrypt',
      ]),
    ]);
    return new InviteSecret(crypto, room, proofKey, cardKey);
  }

  async prove(keys: InvitedKeys): Promise<string> {
    const proof = await this.#crypto.subtle.sign('HMAC', this.#proofKey, this.#proven(keys));
    return toBase64url(new Uint8Array(proof));
  }

  async isProof(proof: string, keys: InvitedKeys): Promise<boolean> {
    const bytes = fromBase64url(proof);
    return bytes !== null && this.#crypto.subtle.verify('HMAC', this.#proofKey, bytes, this.#proven(keys));
  }

  async sealCard(name: string, keys: InvitedKeys): Promise<string> {
    const nonce = this.#crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
    const sealed = await this.#crypto.subtle.encrypt(
      { name: 'AES-GCM', iv: nonce, additionalData: this.#proven(keys) },
      this.#cardKey,
      new TextEncoder().encode(cleanName(name)),
    );
    const card = new Uint8Array(NONCE_BYTES + sealed.byteLength);
    card.set(nonce);
    card.set(new Uint8Array(sealed), NONCE_BYTES);
    return toBase64url(card);
  }

  /** '' if there is no name in it that its bearer sealed. */
  async openCard(card: string, keys: InvitedKeys): Promise<string> {
    const bytes = fromBase64url(card);
    if (bytes === null || bytes.length <= NONCE_BYTES) return '';
    try {
      const opened = await this.#crypto.subtle.decrypt(
        { name: 'AES-GCM', iv: bytes.subarray(0, NONCE_BYTES), additionalData: this.#proven(keys) },
        this.#cardKey,
        bytes.subarray(NONCE_BYTES),
      );
      return cleanName(new TextDecoder().decode(opened));
    } catch {
      // Sealed by another key, or changed on the way.
      return '';
    }
  }

  #proven({ signKey, wrapKey }: InvitedKeys): Uint8Array<ArrayBuffer> {
    return new TextEncoder().encode(`rice-room-proof|1|${this.#room}|${signKey}|${wrapKey}`);
  }
}
