import { expect, test } from 'vitest';
import { turnServer } from '../../src/relay/turn.ts';

test('credentials are what coturn expects with use-auth-secret', () => {
  const options = { urls: ['turn:turn.example.org'], secret: 'north', lifeMs: 3_600_000 };

  // printf '1700003600:abc' | openssl dgst -sha1 -hmac north -binary | base64
  expect(turnServer(options, 'abc', 1_700_000_000_500)).toEqual({
    urls: ['turn:turn.example.org'],
    username: '1700003600:abc',
    credential: 'IMSPYGMI9e0aXDFcZousOwkA8N0=',
  });
});
