import { describe, expect, test } from 'vitest';
import type { TokenClaims } from '../../src/relay/token-claims.ts';
import { checkedHello, tokensOf } from '../../src/relay/tokens.ts';
import { helloOf, newMemberKeys, roomName } from '../support/relay-member.ts';

const ROOM = roomName(1);
const START_MS = 1_700_000_000_000;
const CLAIMS: TokenClaims = {
  room: ROOM,
  role: 'operator',
  jti: 'abcdefghijklmnop',
  exp: START_MS / 1000 + 60,
  uses: 1,
  lobby: true,
};
let wallMs = START_MS;
const tokens = tokensOf(new Uint8Array(32).fill(1), () => wallMs);
const others = tokensOf(new Uint8Array(32).fill(2), () => wallMs);

describe('a token', () => {
  test('says what it was made to say, until it is too old', async () => {
    wallMs = START_MS;
    const token = await tokens.mint(CLAIMS);

    expect(await tokens.check(token)).toEqual(CLAIMS);
    wallMs += 61_000;
    expect(await tokens.check(token)).toBeNull();
  });

  test('of another relay, damaged, or without a signature is none', async () => {
    wallMs = START_MS;
    const token = await tokens.mint(CLAIMS);
    const [, payload] = token.split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;

    expect(await others.check(token)).toBeNull();
    expect(await tokens.check(`${token.slice(0, -2)}AA`)).toBeNull();
    expect(await tokens.check(unsigned)).toBeNull();
    expect(await tokens.check('')).toBeNull();
  });
});

describe('a hello', () => {
  const keys = newMemberKeys();

  test('resumes by the secret of its own room and member alone', async () => {
    wallMs = START_MS;
    const token = await tokens.mint(CLAIMS);
    const right = tokens.resumeSecret(ROOM, keys.id);
    const wrong = [
      tokens.resumeSecret(roomName(2), keys.id),
      tokens.resumeSecret(ROOM, newMemberKeys().id),
      'A',
    ];

    expect((await checkedHello(tokens, helloOf(keys, ROOM, token, right)))?.hasResumed).toBe(true);
    for (const secret of wrong)
      expect((await checkedHello(tokens, helloOf(keys, ROOM, token, secret)))?.hasResumed).toBe(false);
  });

  test('for another room than its token brings no claims', async () => {
    wallMs = START_MS;
    const token = await tokens.mint(CLAIMS);

    expect((await checkedHello(tokens, helloOf(keys, ROOM, token)))?.claims).toEqual(CLAIMS);
    expect((await checkedHello(tokens, helloOf(keys, roomName(2), token)))?.claims).toBeNull();
  });

  test('with keys that are no keys of P-256, or are spelt in another way, is none', async () => {
    wallMs = START_MS;
    const token = await tokens.mint(CLAIMS);
    const hello = helloOf(keys, ROOM, token);

    expect(await checkedHello(tokens, { ...hello, signKey: 'AAAA' })).toBeNull();
    expect(await checkedHello(tokens, { ...hello, wrapKey: `${keys.wrapKey}AA` })).toBeNull();
    expect(await checkedHello(tokens, hello)).not.toBeNull();
  });
});
