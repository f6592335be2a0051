/** Fingerprint of a member's signing key: base64url of the first 16 bytes of its SHA-256. One per client instance. */
export type MemberId = string;

export const MEMBER_ID_LENGTH = 22;

/**
 * - observer: sees, points and talks
 * - operator: may also have control
 * - trainer: may also take control, freeze, admit and send out
 * - owner: may also give roles and make invites
 */
export type Role = 'observer' | 'operator' | 'trainer' | 'owner';

/** In order: each may do what those before it may. */
export const ROLES: readonly Role[] = ['observer', 'operator', 'trainer', 'owner'];

/** Whether `role` may do what `needed` may. */
export function isAtLeast(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** A member as the relay knows it. Names are sealed: the relay has none. */
export interface Member {
  readonly id: MemberId;
  readonly role: Role;
  /** Public keys, base64url: ECDSA P-256 for signatures, ECDH P-256 to wrap room keys to. SPKI. */
  readonly signKey: string;
  readonly wrapKey: string;
  /** HMAC by the invite's key over the room and both keys: shows the others that this member has the invite. */
  readonly proof: string;
  /** Its name sealed with the invite's key, for whoever decides about the lobby; '' is none. */
  readonly card: string;
  /** The first present member in this order makes the room keys. */
  readonly order: number;
  /** false: its connection is gone, and it may come back for a while. */
  readonly isPresent: boolean;
}
