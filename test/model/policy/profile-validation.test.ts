import { anything, assert, constantFrom, jsonValue, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_PROBLEMS, run } from '../../../src/model/decode/decode.ts';
import { expectedText } from '../../../src/model/decode/expected.ts';
import type { InstrumentProfile } from '../../../src/model/policy/instrument-profile.ts';
import { profileDecoder } from '../../../src/model/policy/profile-decoder.ts';
import { validProfileDecoder } from '../../../src/model/policy/profile-validation.ts';
import { aProfile, profiles } from '../../support/profiles.ts';
import { DECODER_RUNS } from '../../support/property-runs.ts';

const places = (input: unknown) => {
  const result = run(validProfileDecoder, input);
  return result.ok
    ? []
    : result.problems.map(({ path, code, expected }) => `${path} ${code} ${expectedText(expected)}`);
};
const bound = (binding: Partial<InstrumentProfile['binding']>) =>
  places({ ...aProfile, binding: { ...aProfile.binding, ...binding } });
const region = (change: object) => places({ ...aProfile, regions: [{ ...aProfile.regions[0], ...change }] });

describe('a profile', () => {
  test('that is right has no problem', () => expect(places(aProfile)).toEqual([]));

  test('of any right kind is taken as it is, by the hook too', () => {
    assert(
      property(profiles(), (profile) => {
        expect(run(validProfileDecoder, profile)).toEqual({ ok: true, value: profile });
        expect(run(profileDecoder, profile)).toEqual({ ok: true, value: profile });
      }),
    );
  });

  test('tells every problem with its place', () => {
    const [first, second] = aProfile.regions;
    const wrong = {
      ...aProfile,
      version: 2,
      name: '  ',
      binding: { portal: 'ftp://lab', socketHost: 'a b' },
      framebuffer: { width: 800.5, height: 600 },
      regions: [{ ...first, x: 900, width: 0 }, 7, { ...second, class: 'stop', confirm: true }],
      keys: [
        { ...aProfile.keys[0], key: 'Ctrl+Q1' },
        { ...aProfile.keys[0], name: 'a\u202eb' },
        { ...aProfile.keys[0], key: 'F5' },
      ],
      thresholds: { maxInputAgeMs: 1501, normalCredit: 2.5, hazardousCredit: '1' },
      colour: 'red',
    };
    expect(
      places(wrong)
        .map((place) => place.split(' ').slice(0, 2).join(' '))
        .sort(),
    ).toEqual(
      [
        'colour unknown-key',
        'version version',
        'name empty',
        'binding.portal origin',
        'binding.socketHost host',
        'framebuffer.width type',
        'regions[0].width range',
        'regions[0].x range',
        'regions[1] type',
        'regions[2].confirm stop-confirm',
        'keys[0].key key',
        'keys[1].name characters',
        'keys[2].key duplicate',
        'thresholds.maxInputAgeMs range',
        'thresholds.normalCredit type',
        'thresholds.hazardousCredit type',
      ].sort(),
    );
  });

  test('can only make the thresholds stricter', () => {
    const thresholds = (change: object) =>
      places({ ...aProfile, thresholds: { ...aProfile.thresholds, ...change } });
    expect(thresholds({ maxInputAgeMs: 500, normalCredit: 1, hazardousCredit: 0 })).toEqual([]);
    expect(thresholds({ maxInputAgeMs: 1501 })).toEqual(['thresholds.maxInputAgeMs range 500 to 1500']);
    expect(thresholds({ normalCredit: 9 })).toEqual(['thresholds.normalCredit range 1 to 8']);
    expect(thresholds({ hazardousCredit: 3 })).toEqual(['thresholds.hazardousCredit range 0 to 2']);
    expect(thresholds({ maxInputAgeMs: Number.NaN })).toEqual(['thresholds.maxInputAgeMs type a number']);
  });

  test('is not dragged down by what objects inherit', () => {
    expect(places(JSON.parse('{"__proto__": {"version": 1}}'))).toContainEqual(
      expect.stringMatching(/^__proto__ unknown-key/),
    );
    expect(Reflect.get({}, 'version')).toBeUndefined();
  });

  test('that is anything at all never throws', () => {
    const wrong = constantFrom('name', 'binding', 'framebuffer', 'regions', 'keys', 'thresholds');
    assert(
      property(anything(), jsonValue(), wrong, (input, json, field) => {
        for (const each of [input, json, { ...aProfile, [field]: input }, { ...aProfile, [field]: [json] }]) {
          const result = run(validProfileDecoder, each);
          if (!result.ok) expect(result.problems.length).toBeLessThanOrEqual(MAX_PROBLEMS);
        }
      }),
      { numRuns: DECODER_RUNS },
    );
  });
});

describe('the portal', () => {
  test.each([
    'https://lab.example.org',
    'http://localhost:6090',
    'http://localhost:*',
    'https://*.example.org',
    'https://*.lab.example.org:8443',
    'http://10.0.0.7',
    'https://[2001:db8::7]:8443',
  ])('may be %s', (portal) => expect(bound({ portal })).toEqual([]));

  test.each([
    '',
    'lab.example.org',
    'ftp://lab.example.org',
    'https://lab.example.org/',
    'https://lab.example.org/vnc.html',
    'https://Lab.example.org',
    'https://user@lab.example.org',
    'https://lab.example.org:443',
    'http://lab.example.org:80',
    'https://lab.example.org:0',
    'https://lab.example.org:65536',
    'https://lab.example.org:',
    'https://*',
    'https://*.org',
    'https://*.*.example.org',
    'https://lab.*.org',
    'https://*lab.example.org',
    '*://lab.example.org',
    'https://lab.example.org\n',
    'https://münchen.example',
  ])('may not be %j', (portal) =>
    expect(bound({ portal })).toEqual(['binding.portal origin https://lab.example.org']),
  );
});

describe('the host of the socket', () => {
  test.each([
    'vnc.example.org',
    'vnc.example.org:6080',
    'localhost:*',
    '10.0.0.7:5901',
    '[::1]:6080',
    '[::1]',
  ])('may be %s', (socketHost) => expect(bound({ socketHost })).toEqual([]));

  test.each([
    '',
    '*.example.org',
    'ws://vnc.example.org',
    'vnc.example.org/path',
    'VNC.example.org',
    'a:b',
    '::1',
    'h:099',
  ])('may not be %j', (socketHost) =>
    expect(bound({ socketHost })).toEqual(['binding.socketHost host vnc.example.org:6080']),
  );

  test('leaves out the port that browsers leave out, or it would never match', () => {
    expect(bound({ portal: 'https://lab.example.org', socketHost: 'vnc.example.org:443' })).toHaveLength(1);
    expect(bound({ portal: 'http://lab.example.org', socketHost: 'vnc.example.org:80' })).toHaveLength(1);
    expect(bound({ portal: 'http://lab.example.org', socketHost: 'vnc.example.org:443' })).toEqual([]);
  });
});

describe('a region', () => {
  const { width, height } = aProfile.framebuffer;

  test('may touch the edges of the framebuffer and not cross them', () => {
    expect(region({ x: 0, y: 0, width, height })).toEqual([]);
    expect(region({ x: 1, y: 0, width, height })).toEqual([`regions[0].width range 1 to ${width - 1}`]);
    expect(region({ x: 0, y: height, width, height: 1 })).toEqual([`regions[0].y range 0 to ${height - 1}`]);
  });

  test('lies on whole pixels', () => {
    expect(region({ x: 1.5 })).toEqual(['regions[0].x type a whole number']);
  });

  test('that stops does not ask first', () => {
    expect(region({ class: 'stop', confirm: true })).toEqual(['regions[0].confirm stop-confirm false']);
    expect(region({ class: 'hazardous', confirm: true })).toEqual([]);
  });
});

describe('a key', () => {
  const keys = (...written: string[]) =>
    places({ ...aProfile, keys: written.map((key) => ({ ...aProfile.keys[0], key })) });

  test('is marked once, however it is written', () => {
    expect(keys('Ctrl+s', 'Ctrl+S')).toEqual(['keys[1].key duplicate keys[0].key']);
    expect(keys('Prior', 'PageUp')).toEqual(['keys[1].key duplicate keys[0].key']);
    expect(keys('Shift+Ctrl+F5', 'Ctrl+Shift+F5')).toEqual(['keys[1].key duplicate keys[0].key']);
    expect(keys('s', 'Ctrl+s', 'Shift+s', 'F5', 'Alt+F5')).toEqual([]);
  });
});
