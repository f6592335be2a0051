import { type Decoder, report } from '../decode/decode.ts';
import { MEMBER_ID_LENGTH, type MemberId } from '../room/member.ts';

const BASE64URL = /^[\w-]+$/;

/** A fingerprint in base64url. */
export const memberId: Decoder<MemberId> = (input, path, problems) =>
  typeof input === 'string' && input.length === MEMBER_ID_LENGTH && BASE64URL.test(input)
    ? input
    : report(problems, path, 'syntax', `${MEMBER_ID_LENGTH} characters of base64url`);
