import { fromBase64url, toBase64url } from '../model/room/base64url.ts';
import type { MemberId } from '../model/room/member.ts';
import type { WrappedKey } from '../model/room/room-message.ts';
import { isSigned, type MemberKeys, signBytes } from './member-keys.ts';

/** For whom, by whom, for which epoch of which room: bound into each wrapping, so that none fits elsewhere. */
export interface KeyPlace {
  readonly room: string;
  readonly keyEpoch: number;
  readonly maker: MemberId;
}

export interface KeyRecipient {
  readonly id: MemberId;
  readonly wrap: CryptoKey;
}

/** Uncompressed point of P-256. */
const POINT_BYTES = 65;
const ROOM_KEY_BYTES = 32;
const TAG_BYTES = 16;
const ECDH = { name: 'ECDH', namedCurve: 'P-256' };
/** Each wrapping key is used for one message. */
const ONLY_NONCE = new Uint8Array(12);

export function makeRoomKey(crypto: Crypto): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(ROOM_KEY_BYTES));
}

/** The room key for each of `recipients`: ephemeral ECDH, HKDF-SHA-256, AES-256-GCM. */
export async function wrapRoomKey(
  { subtle }: Crypto,
  place: KeyPlace,
  roomKey: Uint8Array<ArrayBuffer>,
  recipients: readonly KeyRecipient[],
): Promise<readonly WrappedKey[]> {
  const once = await subtle.generateKey(ECDH, false, ['deriveBits']);
  const point = new Uint8Array(await subtle.exportKey('raw', once.publicKey));
  return Promise.all(
    recipients.map(async ({ id, wrap }) => {
      const { key, about } = await wrappingKey(subtle, once.privateKey, wrap, place, id, 'encrypt');
      const sealed = await subtle.encrypt(
        { name: 'AES-GCM', iv: ONLY_NONCE, additionalData: about },
        key,
        roomKey,
      );
      const box = new Uint8Array(POINT_BYTES + sealed.byteLength);
      box.set(point);
      box.set(new Uint8Array(sealed), POINT_BYTES);
      return { to: id, box: toBase64url(box) };
    }),
  );
}

/** null: not for these keys, or changed on the way. */
export async function unwrapRoomKey(
  { subtle }: Crypto,
  place: KeyPlace,
  keys: MemberKeys,
  box: string,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const bytes = fromBase64url(box);
  if (bytes === null || bytes.length !== POINT_BYTES + ROOM_KEY_BYTES + TAG_BYTES) return null;
  try {
    const once = await subtle.importKey('raw', bytes.subarray(0, POINT_BYTES), ECDH, false, []);
    const { key, about } = await wrappingKey(subtle, keys.wrapPrivate, once, place, keys.id, 'decrypt');
    const sealed = bytes.subarray(POINT_BYTES);
    const opened = await subtle.decrypt(
      { name: 'AES-GCM', iv: ONLY_NONCE, additionalData: about },
      key,
      sealed,
    );
    return new Uint8Array(opened);
  } catch {
    return null;
  }
}

async function wrappingKey(
  subtle: SubtleCrypto,
  own: CryptoKey,
  other: CryptoKey,
  { room, keyEpoch, maker }: KeyPlace,
  to: MemberId,
  use: 'encrypt' | 'decrypt',
): Promise<{ readonly key: CryptoKey; readonly about: Uint8Array<ArrayBuffer> }> {
  const about = new TextEncoder().encode(`rice-room-wrap|1|${room}|${keyEpoch}|${maker}|${to}`);
  const shared = await subtle.deriveBits({ name: 'ECDH', public: other }, own, 256);
  const base = await subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']);
  const key = await subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: about },
    base,
    { name: 'AES-GCM', length: 256 },
    false,
    [use],
  );
  return { key, about };
}

/** The maker's signature over all wrapped keys: a relay can neither add to the list nor take from it. */
export async function signWrapped(
  crypto: Crypto,
  place: KeyPlace,
  keys: MemberKeys,
  wrapped: readonly WrappedKey[],
): Promise<string> {
  return toBase64url(await signBytes(crypto, keys, wrappedBytes(place, wrapped)));
}

export async function isWrappedBy(
  crypto: Crypto,
  place: KeyPlace,
  verify: CryptoKey,
  wrapped: readonly WrappedKey[],
  signature: string,
): Promise<boolean> {
  const bytes = fromBase64url(signature);
  return bytes !== null && isSigned(crypto, verify, bytes, wrappedBytes(place, wrapped));
}

function wrappedBytes(
  { room, keyEpoch, maker }: KeyPlace,
  wrapped: readonly WrappedKey[],
): Uint8Array<ArrayBuffer> {
  const list = wrapped.map(({ to, box }) => `${to}:${box}`).join(',');
  return new TextEncoder().encode(`rice-room-keys|1|${room}|${keyEpoch}|${maker}|${list}`);
}
