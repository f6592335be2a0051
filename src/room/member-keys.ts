import { fromBase64url, toBase64url } from '../model/room/base64url.ts';
import { MEMBER_ID_LENGTH, type MemberId } from '../model/room/member.ts';

/** Key pairs of one member; the private halves cannot leave WebCrypto. */
export interface MemberKeys {
  readonly id: MemberId;
  /** Public keys as SPKI in base64url. */
  readonly signKey: string;
  readonly wrapKey: string;
  readonly signPrivate: CryptoKey;
  readonly wrapPrivate: CryptoKey;
}

/** Bytes of a signature. */
export const SIGNATURE_BYTES = 64;

const SIGN_KEY = { name: 'ECDSA', namedCurve: 'P-256' };
const WRAP_KEY = { name: 'ECDH', namedCurve: 'P-256' };
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' };
const ID_BYTES = 16;

export async function makeMemberKeys({ subtle }: Crypto): Promise<MemberKeys> {
  const [sign, wrap] = await Promise.all([
    subtle.generateKey(SIGN_KEY, false, ['sign', 'verify']),
    subtle.generateKey(WRAP_KEY, false, ['deriveBits']),
  ]);
  const [signBytes, wrapBytes] = await Promise.all([
    subtle.exportKey('spki', sign.publicKey),
    subtle.exportKey('spki', wrap.publicKey),
  ]);
  return {
    id: await fingerprint(subtle, signBytes),
    signKey: toBase64url(new Uint8Array(signBytes)),
    wrapKey: toBase64url(new Uint8Array(wrapBytes)),
    signPrivate: sign.privateKey,
    wrapPrivate: wrap.privateKey,
  };
}

async function fingerprint(subtle: SubtleCrypto, signKey: BufferSource): Promise<MemberId> {
  const digest = await subtle.digest('SHA-256', signKey);
  return toBase64url(new Uint8Array(digest).subarray(0, ID_BYTES)).slice(0, MEMBER_ID_LENGTH);
}

/** A member's public keys, as they were told by the relay. */
export interface PublicKeys {
  readonly verify: CryptoKey;
  readonly wrap: CryptoKey;
}

/** null: no keys, or not those of the member with this id. */
export async function readPublicKeys(
  { subtle }: Crypto,
  id: MemberId,
  signKey: string,
  wrapKey: string,
): Promise<PublicKeys | null> {
  const signBytes = fromBase64url(signKey);
  const wrapBytes = fromBase64url(wrapKey);
  if (signBytes === null || wrapBytes === null) return null;
  try {
    if ((await fingerprint(subtle, signBytes)) !== id) return null;
    const [verify, wrap] = await Promise.all([
      subtle.importKey('spki', signBytes, SIGN_KEY, false, ['verify']),
      subtle.importKey('spki', wrapBytes, WRAP_KEY, false, []),
    ]);
    return { verify, wrap };
  } catch {
    // No point of the curve, or no SPKI: WebCrypto says so by throwing.
    return null;
  }
}

export async function signBytes(
  { subtle }: Crypto,
  keys: MemberKeys,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await subtle.sign(SIGNING, keys.signPrivate, bytes));
}

export async function isSigned(
  { subtle }: Crypto,
  key: CryptoKey,
  signature: Uint8Array<ArrayBuffer>,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  return signature.length === SIGNATURE_BYTES && subtle.verify(SIGNING, key, signature, bytes);
}
