import { type Decoder, report } from '../decode/decode.ts';
import { MEMBER_ID_LENGTH, type MemberId } from './member.ts';
import { MAX_KEY, MAX_SIGNATURE, MAX_TOKEN, ROOM_ID_LENGTH } from './room-limits.ts';

const BASE64URL = /^[A-Za-z0-9_-]*$/;
/** Three parts in base64url: what a signed token looks like, and nothing else may stand in a link or a log. */
const TOKEN = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

/** Bytes as base64url without padding, of `min` to `max` characters. */
/* @__NO_SIDE_EFFECTS__ */
export function base64url(min: number, max: number): Decoder<string> {
  return (input, path, problems) => {
    if (typeof input !== 'string') return report(problems, path, 'type', 'text');
    if (input.length < min || input.length > max)
      return report(problems, path, 'size', { from: min, to: max, of: 'characters' });
    return BASE64URL.test(input) ? input : report(problems, path, 'syntax', ['base64url']);
  };
}

/** A counter: a whole number of `min` to `max`. */
/* @__NO_SIDE_EFFECTS__ */
export function count(min: number, max: number): Decoder<number> {
  return (input, path, problems) => {
    if (typeof input !== 'number' || !Number.isSafeInteger(input))
      return report(problems, path, 'type', 'a whole number');
    // -0 is written as 0 and read as another value by Object.is.
    return input < min || input > max ? report(problems, path, 'range', { from: min, to: max }) : input + 0;
  };
}

/** Sequence numbers, epochs, nonces: whole and never negative. */
export const counter: Decoder<number> = count(0, Number.MAX_SAFE_INTEGER);

export const memberIdDecoder: Decoder<MemberId> = base64url(MEMBER_ID_LENGTH, MEMBER_ID_LENGTH);

export const roomIdDecoder: Decoder<string> = base64url(ROOM_ID_LENGTH, ROOM_ID_LENGTH);

export const publicKeyDecoder: Decoder<string> = base64url(1, MAX_KEY);

/** A signature, a proof or a resume secret. */
export const signatureDecoder: Decoder<string> = base64url(1, MAX_SIGNATURE);

export const tokenDecoder: Decoder<string> = (input, path, problems) => {
  if (typeof input !== 'string') return report(problems, path, 'type', 'text');
  if (input.length > MAX_TOKEN)
    return report(problems, path, 'size', { from: 0, to: MAX_TOKEN, of: 'characters' });
  return TOKEN.test(input) ? input : report(problems, path, 'syntax', 'a token');
};
