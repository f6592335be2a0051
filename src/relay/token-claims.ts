import { boolean, type Decoder, nullable, object } from '../model/decode/decode.ts';
import { roleDecoder } from '../model/room/from-member-decoder.ts';
import type { Role } from '../model/room/member.ts';
import { base64url, count, counter, roomIdDecoder } from '../model/room/name-decoders.ts';
import { MAX_MEMBERS } from '../model/room/room-limits.ts';

/** What a token says. Names as in the token itself. */
export interface TokenClaims {
  /** null: a start token, whose bearer may begin rooms. */
  readonly room: string | null;
  readonly role: Role;
  readonly jti: string;
  /** Unix time in seconds. */
  readonly exp: number;
  /** Members that may come with it; 0: as many as the room takes. */
  readonly uses: number;
  /** Whether its bearer waits until somebody lets it in. */
  readonly lobby: boolean;
}

/** Characters of a token's name: 12 random bytes. */
export const TOKEN_ID_LENGTH = 16;

export const tokenIdDecoder: Decoder<string> = base64url(TOKEN_ID_LENGTH, TOKEN_ID_LENGTH);

export const tokenClaimsDecoder: Decoder<TokenClaims> = object<TokenClaims>({
  room: nullable(roomIdDecoder),
  role: roleDecoder,
  jti: tokenIdDecoder,
  exp: counter,
  uses: count(0, MAX_MEMBERS),
  lobby: boolean,
});
