import { assert, constantFrom, dictionary, domain, integer, jsonValue, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { run } from '../../../src/model/decode/decode.ts';
import { STRICT_POLICY } from '../../../src/model/policy/policy.ts';
import { MIN_INPUT_AGE_MS, policyDecoder } from '../../../src/model/policy/policy-decoder.ts';
import { DEFAULT_SETTINGS, MAX_SITES, siteMode, sitePolicy } from '../../../src/model/policy/settings.ts';
import { isHost, readSettings } from '../../../src/model/policy/settings-decoder.ts';
import { DECODER_RUNS } from '../../support/property-runs.ts';

const policies = record({
  version: constantFrom(1 as const),
  mode: constantFrom('guard' as const, 'measure' as const),
  whenUnverified: constantFrom('block' as const, 'pass' as const),
  whenUnguarded: constantFrom('pass' as const, 'close' as const),
  override: constantFrom('allow' as const, 'forbid' as const),
  maxInputAgeMs: integer({ min: MIN_INPUT_AGE_MS, max: STRICT_POLICY.maxInputAgeMs }),
});

describe('a policy', () => {
  test('may be stricter than the built-in one, never laxer', () => {
    expect(run(policyDecoder, { ...STRICT_POLICY, maxInputAgeMs: 800 }).ok).toBe(true);
    expect(run(policyDecoder, { ...STRICT_POLICY, maxInputAgeMs: 1501 })).toMatchObject({
      ok: false,
      problems: [{ path: 'maxInputAgeMs', code: 'range' }],
    });
  });

  test('of another version is not guessed at', () => {
    expect(run(policyDecoder, { ...STRICT_POLICY, version: 2 })).toMatchObject({
      ok: false,
      problems: [{ path: 'version', code: 'version', expected: '1' }],
    });
  });
});

describe('settings', () => {
  test('that were never stored are the strict default, without a problem', () => {
    expect(readSettings(undefined)).toEqual({ settings: DEFAULT_SETTINGS, problems: [] });
  });

  test('survive storing and reading', () => {
    const sites = dictionary(domain(), constantFrom('guard', 'measure', 'off'), { maxKeys: 20 });
    assert(
      property(policies, sites, (policy, chosen) => {
        const settings = { version: 1, sites: chosen, traced: Object.keys(chosen), policy };
        expect(readSettings(JSON.parse(JSON.stringify(settings)))).toEqual({ settings, problems: [] });
      }),
      { numRuns: 200 },
    );
  });

  test('that do not decode leave the strict default in force and say why', () => {
    assert(
      property(jsonValue(), (stored) => {
        const { settings, problems } = readSettings(stored);
        return problems.length > 0 && settings === DEFAULT_SETTINGS;
      }),
      { numRuns: DECODER_RUNS },
    );
  });

  test('with one wrong site are not used in part', () => {
    const stored = { ...DEFAULT_SETTINGS, sites: { 'a.example': 'off', 'b.example': 'maybe' } };
    const { settings, problems } = readSettings(stored);
    expect(settings.sites).toEqual({});
    expect(problems).toMatchObject([{ path: 'sites.b.example', code: 'choice' }]);
  });

  test('hold a limited number of sites', () => {
    const sites = Object.fromEntries(
      Array.from({ length: MAX_SITES + 1 }, (_, each) => [`h${each}.example`, 'guard']),
    );
    expect(readSettings({ ...DEFAULT_SETTINGS, sites }).problems).toMatchObject([
      { path: 'sites', code: 'size' },
    ]);
  });
});

describe('the mode of a site', () => {
  const settings = {
    ...DEFAULT_SETTINGS,
    sites: { 'off.example': 'off', 'measure.example': 'measure' },
    policy: { ...STRICT_POLICY, maxInputAgeMs: 700 },
  } as const;

  test('is its own, or the policy’s where it has none', () => {
    expect(siteMode(settings, 'off.example')).toBe('off');
    expect(siteMode(settings, 'other.example')).toBe('guard');
    expect(siteMode({ ...settings, policy: { ...STRICT_POLICY, mode: 'measure' } }, 'other.example')).toBe(
      'measure',
    );
  });

  test('is not found in what objects inherit', () => {
    expect(siteMode(settings, 'constructor')).toBe('guard');
    expect(siteMode(settings, '__proto__')).toBe('guard');
  });

  test('becomes a policy with all its other parts', () => {
    expect(sitePolicy(settings, 'measure.example')).toEqual({ ...settings.policy, mode: 'measure' });
    expect(sitePolicy(settings, 'off.example').mode).toBe('measure');
    expect(sitePolicy(settings, 'other.example').mode).toBe('guard');
  });
});

describe('a host', () => {
  test.each([
    'localhost',
    'a',
    '10.0.0.1',
    'vnc-1.lab.example.org',
    '[::1]',
    '[2001:db8::7]',
    'x_y.example',
    'lab.',
  ])('%s is one', (name) => expect(isHost(name)).toBe(true));
  test.each(['', 'a b', 'UPPER', 'a:80', 'a/b', '*.example', '-a', 'ä.example', '[', '[::1', 'a*', '*'])(
    '%j is none',
    (name) => expect(isHost(name)).toBe(false),
  );
});
