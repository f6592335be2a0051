import { assert, integer, json, property, string, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scanJson } from '../../../src/model/decode/json-scan.ts';

/** Any code point, lone surrogates included. */
const codePoint = integer({ min: 0, max: 0x10_ffff }).map((point) => String.fromCodePoint(point));

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
const isTaken = (text: string) => scanJson(text).every(({ code }) => code !== 'json');

describe('a scan of JSON', () => {
  test('takes what JSON.parse takes', () => {
    assert(
      property(json({ stringUnit: codePoint }), (text) => {
        expect(isTaken(text)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('refuses what JSON.parse refuses, wherever a text is broken', () => {
    assert(
      property(tuple(json({ maxDepth: 3 }), string({ maxLength: 2 })), ([text, inserted]) => {
        for (const at of [0, 1, Math.floor(text.length / 2), text.length - 1, text.length]) {
          const broken = text.slice(0, at) + inserted + text.slice(at + 1);
          expect(isTaken(broken), broken).toBe(isJson(broken));
        }
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['', '1:1', 'a value'],
    ['{"a": 1,}', '1:9', 'a name in double quotes'],
    ['{"a": 1\n "b": 2}', '2:2', [', }']],
    ['[1\r\n2]', '2:1', [', ]']],
    ['{"a" 1}', '1:6', [':']],
    ["{'a': 1}", '1:2', 'a name in double quotes'],
    ['{} x', '1:4', 'the end'],
    ['[01]', '1:3', [', ]']],
    ['["\t"]', '1:2', 'a value'],
    ['{"a": 1 // why\n}', '1:9', [', }']],
  ])('of %j stops at %s and says what it expected', (text, path, expected) => {
    expect(scanJson(text)).toEqual([{ path, code: 'json', expected }]);
  });

  test('finds names that stand twice in one object, and only in one', () => {
    expect(scanJson('{"a": {"b": 1, "\\u0062": 2}, "c": [{"b": 1}, {"b": 1, "b": 2}]}')).toEqual([
      { path: '1:16', code: 'twice', expected: ['a.b'] },
      { path: '1:55', code: 'twice', expected: ['c[1].b'] },
    ]);
  });

  test('does not go down without end', () => {
    expect(scanJson('['.repeat(100_000))).toMatchObject([{ code: 'json', path: '1:34' }]);
  });
});
