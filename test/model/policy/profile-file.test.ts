import { assert, integer, json, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatProfile, MAX_FILE_CHARACTERS, parseProfile } from '../../../src/model/policy/profile-file.ts';
import { aProfile, profiles } from '../../support/profiles.ts';

const problems = (text: string) => {
  const result = parseProfile(text);
  return result.ok ? [] : result.problems;
};

/** Any code point, lone surrogates included. */
const codePoint = integer({ min: 0, max: 0x10_ffff }).map((point) => String.fromCodePoint(point));

describe('the file of a profile', () => {
  test('is read as it was written, and written the same again', () => {
    assert(
      property(profiles(), (profile) => {
        const text = formatProfile(profile);
        const read = parseProfile(text);
        expect(read).toEqual({ ok: true, value: profile });
        if (read.ok) expect(formatProfile(read.value)).toBe(text);
      }),
    );
  });

  test('has its fields in one order, two spaces and a line end', () => {
    const { name, version, ...rest } = aProfile;
    const text = formatProfile({ ...rest, version, name });
    expect(text).toBe(formatProfile(aProfile));
    expect(text).toMatch(/^\{\n {2}"version": 1,\n {2}"name": "Microscope 1",\n/);
    expect(text.endsWith('}\n')).toBe(true);
  });

  test('may begin with a byte order mark', () => {
    expect(parseProfile(`\ufeff${formatProfile(aProfile)}`)).toEqual({ ok: true, value: aProfile });
  });

  test('that is no JSON tells where it stops being it', () => {
    const text = formatProfile(aProfile).replace('"vnc.example.org:6080"\n', '"vnc.example.org:6080",\n');
    expect(problems(text)).toEqual([{ path: '7:3', code: 'json', expected: 'a name in double quotes' }]);
  });

  test('tells every name that stands twice', () => {
    const text = formatProfile(aProfile).replace(
      '"confirm": false,',
      '"confirm": true,\n      "confirm": false,',
    );
    expect(problems(text)).toEqual([{ path: '18:7', code: 'twice', expected: ['regions[0].confirm'] }]);
  });

  test('that is too large is not looked at', () => {
    expect(problems(' '.repeat(MAX_FILE_CHARACTERS + 1))).toMatchObject([{ path: '', code: 'size' }]);
  });

  test('cannot reach what objects inherit', () => {
    const text = formatProfile(aProfile).replace(
      '"version": 1',
      '"version": 1, "__proto__": {"polluted": true}',
    );
    expect(problems(text)).toMatchObject([{ path: '__proto__', code: 'unknown-key' }]);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test('that is any text never throws', () => {
    assert(property(string({ unit: codePoint }), (text) => void parseProfile(text)));
    assert(property(json(), (text) => void parseProfile(text)));
  });
});
