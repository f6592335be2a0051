import { createHash, createHmac, createPublicKey, hkdfSync, timingSafeEqual } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { run } from '../model/decode/decode.ts';
import { MEMBER_ID_LENGTH, type MemberId } from '../model/room/member.ts';
import type { FromMember } from '../model/room/room-message.ts';
import type { CheckedHello } from './room-port.ts';
import { type TokenClaims, tokenClaimsDecoder } from './token-claims.ts';

/** Bytes of a relay's secret, of which all its keys are made. */
export const SECRET_BYTES = 32;

/** What a relay signs and knows again by its own secret; relays of one installation share it. */
export interface Tokens {
  mint(claims: TokenClaims): Promise<string>;
  /** null: not one of this relay's, or too old. */
  check(token: string): Promise<TokenClaims | null>;
  /** Shows in a later hello that this is the same member. The same after a restart. */
  resumeSecret(room: string, member: MemberId): string;
  isResumeSecret(room: string, member: MemberId, secret: string): boolean;
}

export function tokensOf(secret: Uint8Array, wallMs: () => number): Tokens {
  const signing = derived(secret, 'rice token');
  const resuming = derived(secret, 'rice resume');
  const resumeSecret = (room: string, member: MemberId) =>
    createHmac('sha256', resuming).update(`${room}|${member}`).digest('base64url');
  return {
    mint: (claims) => new SignJWT({ ...claims }).setProtectedHeader({ alg: 'HS256' }).sign(signing),
    check: async (token) => {
      try {
        const currentDate = new Date(wallMs());
        const { payload } = await jwtVerify(token, signing, { algorithms: ['HS256'], currentDate });
        const claims = run(tokenClaimsDecoder, payload);
        return claims.ok ? claims.value : null;
      } catch {
        // Forged, damaged or too old: for its bearer that is all one.
        return null;
      }
    },
    resumeSecret,
    isResumeSecret: (room, member, given) => {
      const right = Buffer.from(resumeSecret(room, member));
      const claimed = Buffer.from(given);
      return right.length === claimed.length && timingSafeEqual(right, claimed);
    },
  };
}

/** @returns null: its keys are no keys of P-256 */
export async function checkedHello(
  tokens: Tokens,
  hello: Extract<FromMember, { readonly type: 'hello' }>,
): Promise<CheckedHello | null> {
  const { room, signKey, wrapKey, proof, card, resume } = hello;
  if (!isPublicKey(signKey) || !isPublicKey(wrapKey)) return null;
  const member = fingerprint(signKey);
  const hasResumed = resume !== null && tokens.isResumeSecret(room, member, resume);
  const claims = await tokens.check(hello.token);
  const isForHere = claims !== null && (claims.room === null || claims.room === room);
  return { room, member, signKey, wrapKey, proof, card, hasResumed, claims: isForHere ? claims : null };
}

/** The id of the member with this signing key. */
export function fingerprint(signKey: string): MemberId {
  const digest = createHash('sha256').update(Buffer.from(signKey, 'base64url')).digest();
  return digest.subarray(0, 16).toString('base64url').slice(0, MEMBER_ID_LENGTH);
}

function isPublicKey(text: string): boolean {
  const bytes = Buffer.from(text, 'base64url');
  // One key has one spelling: otherwise one key could be several members.
  if (bytes.toString('base64url') !== text) return false;
  try {
    const key = createPublicKey({ key: bytes, format: 'der', type: 'spki' });
    const spelling = key.export({ format: 'der', type: 'spki' });
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' && spelling.equals(bytes);
  } catch {
    return false;
  }
}

function derived(secret: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(0), purpose, 32));
}
