import { type StoredLock, storedLockDecoder } from '../model/control/stored-lock.ts';
import { type Decoder, list, object, run, version } from '../model/decode/decode.ts';
import { cardDecoder, roleDecoder } from '../model/room/from-member-decoder.ts';
import type { Member } from '../model/room/member.ts';
import { counter, memberIdDecoder, publicKeyDecoder, signatureDecoder } from '../model/room/name-decoders.ts';
import { MAX_MEMBERS } from '../model/room/room-limits.ts';
import { tokenIdDecoder } from './token-claims.ts';

/** Tokens of one room that are remembered: more than that are made only by somebody who means harm. */
export const MAX_TOKENS = 1024;

/** What of a room outlives its relay. */
export interface StoredRoom {
  readonly version: 1;
  /** No key epoch beyond it was told to anybody. */
  readonly keyEpoch: number;
  /** Of the next one who joins. */
  readonly nextOrder: number;
  readonly members: readonly StoredMember[];
  readonly revoked: readonly string[];
  readonly used: readonly UsedToken[];
  readonly lock: StoredLock;
}

/** As it was when it was last here. */
export type StoredMember = Omit<Member, 'isPresent'> & { readonly token: string };

/** Who came with a token whose uses are counted. */
export interface UsedToken {
  readonly token: string;
  readonly members: readonly Member['id'][];
}

const storedMember = object<StoredMember>({
  id: memberIdDecoder,
  role: roleDecoder,
  signKey: publicKeyDecoder,
  wrapKey: publicKeyDecoder,
  proof: signatureDecoder,
  card: cardDecoder,
  order: counter,
  token: tokenIdDecoder,
});

const storedRoomDecoder: Decoder<StoredRoom> = object<StoredRoom>({
  version: version(1),
  keyEpoch: counter,
  nextOrder: counter,
  members: list(storedMember, MAX_MEMBERS),
  revoked: list(tokenIdDecoder, MAX_TOKENS),
  used: list(
    object<UsedToken>({ token: tokenIdDecoder, members: list(memberIdDecoder, MAX_MEMBERS) }),
    MAX_TOKENS,
  ),
  lock: storedLockDecoder,
});

/** @returns null: it cannot be read; it was written by another release, or is damaged */
export function readStoredRoom(text: string): StoredRoom | null {
  try {
    const result = run(storedRoomDecoder, JSON.parse(text));
    return result.ok ? result.value : null;
  } catch {
    return null;
  }
}
