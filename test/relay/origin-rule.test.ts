import { expect, test } from 'vitest';
import { defaultOrigins, isAllowedOrigin } from '../../src/relay/origin-rule.ts';

const EXTENSION = 'chrome-extension://abcdefghijklmnop';

test.each([
  [EXTENSION, true, true],
  ['moz-extension://6f1a2b3c-0000-4000-8000-000000000000', true, true],
  [undefined, true, false],
  ['https://portal.example.org', false, false],
  ['http://127.0.0.1:8787', false, false],
  ['null', false, false],
  ['none', false, false],
  ['extensions', false, false],
  ['chrome-extension://a/../b', false, false],
])('without settings %s may connect on loopback: %s, elsewhere: %s', (origin, onLoopback, elsewhere) => {
  expect(isAllowedOrigin(defaultOrigins(true), origin)).toBe(onLoopback);
  expect(isAllowedOrigin(defaultOrigins(false), origin)).toBe(elsewhere);
});

test('a list names all who may connect', () => {
  const rule = ['https://portal.example.org', EXTENSION];

  expect(isAllowedOrigin(rule, 'https://portal.example.org')).toBe(true);
  expect(isAllowedOrigin(rule, EXTENSION)).toBe(true);
  expect(isAllowedOrigin(rule, 'moz-extension://x')).toBe(false);
  expect(isAllowedOrigin(rule, undefined)).toBe(false);
});
