import {
  assert,
  constant,
  constantFrom,
  dictionary,
  domain,
  integer,
  jsonValue,
  oneof,
  property,
  record,
  tuple,
} from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LADDER } from '../../../src/model/codec/quality-level.ts';
import { DEFAULT_QUALITY, type QualityChoice } from '../../../src/model/codec/quality-policy.ts';
import { run } from '../../../src/model/decode/decode.ts';
import { STRICT_POLICY } from '../../../src/model/policy/policy.ts';
import { MIN_INPUT_AGE_MS, policyDecoder } from '../../../src/model/policy/policy-decoder.ts';
import { qualityPolicyDecoder } from '../../../src/model/policy/quality-policy-decoder.ts';
import {
  DEFAULT_SETTINGS,
  MAX_SITES,
  siteMode,
  sitePolicy,
  siteQuality,
} from '../../../src/model/policy/settings.ts';
import { isHost, readSettings } from '../../../src/model/policy/settings-decoder.ts';
import { DECODER_RUNS } from '../../support/property-runs.ts';

const levels = constantFrom(...LADDER);
const bounds = tuple(levels, levels)
  .filter(([lowest, highest]) => lowest <= highest)
  .map(([lowest, highest]) => ({ lowest, highest }));
const choices = oneof(
  constant<QualityChoice>({ type: 'suggest' }),
  levels.map((level): QualityChoice => ({ type: 'fixed', level })),
  bounds.map((within): QualityChoice => ({ type: 'automatic', ...within })),
);
const qualityPolicies = tuple(choices, bounds)
  .filter(
    ([choice, { lowest, highest }]) =>
      choice.type !== 'automatic' || (choice.lowest <= highest && choice.highest >= lowest),
  )
  .map(([choice, within]) => ({ choice, ...within }));

const policies = record({
  version: constantFrom(1 as const),
  mode: constantFrom('guard' as const, 'measure' as const),
  whenUnverified: constantFrom('block' as const, 'pass' as const),
  whenUnguarded: constantFrom('pass' as const, 'close' as const),
  override: constantFrom('allow' as const, 'forbid' as const),
  maxInputAgeMs: integer({ min: MIN_INPUT_AGE_MS, max: STRICT_POLICY.maxInputAgeMs }),
  quality: qualityPolicies,
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
      problems: [{ path: 'version', code: 'version', expected: ['1'] }],
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
      property(policies, sites, dictionary(domain(), choices, { maxKeys: 20 }), (policy, chosen, quality) => {
        const settings = { version: 1, sites: chosen, traced: Object.keys(chosen), quality, policy };
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

describe('the quality of a site', () => {
  const automatic = { type: 'automatic', lowest: 2, highest: 8 } as const;
  const settings = {
    ...DEFAULT_SETTINGS,
    sites: { 'off.example': 'off' },
    quality: {
      'lab.example': automatic,
      'off.example': automatic,
      'best.example': { type: 'fixed', level: 9 },
    },
  } as const;
  const bounded = {
    ...settings,
    policy: { ...STRICT_POLICY, quality: { choice: { type: 'suggest' }, lowest: 4, highest: 7 } },
  } as const;

  test('is what the user chose there, or the policy’s choice', () => {
    expect(sitePolicy(settings, 'lab.example').quality).toEqual({ ...DEFAULT_QUALITY, choice: automatic });
    expect(sitePolicy(settings, 'other.example').quality).toEqual(DEFAULT_QUALITY);
    expect(sitePolicy(settings, '__proto__').quality).toEqual(DEFAULT_QUALITY);
  });

  test('stays within the policy’s bounds', () => {
    expect(siteQuality(bounded, 'lab.example').choice).toEqual({ type: 'automatic', lowest: 4, highest: 7 });
    expect(siteQuality(bounded, 'best.example').choice).toEqual({ type: 'fixed', level: 7 });
    const low = { ...bounded, quality: { 'lab.example': { ...automatic, lowest: 0, highest: 2 } } } as const;
    expect(siteQuality(low, 'lab.example').choice).toEqual({ type: 'automatic', lowest: 4, highest: 4 });
  });

  test('is always one that the hook takes, whatever was chosen within whatever bounds', () => {
    assert(
      property(policies, choices, (policy, chosen) => {
        const merged = sitePolicy({ ...settings, quality: { 'lab.example': chosen }, policy }, 'lab.example');
        return run(policyDecoder, merged).ok;
      }),
      { numRuns: 500 },
    );
  });

  test('is left alone where the extension is off, whatever was chosen', () => {
    expect(sitePolicy(settings, 'off.example').quality.choice).toEqual({ type: 'suggest' });
  });

  test('of settings and policies that know nothing of it is the default', () => {
    const { quality: _of, ...older } = DEFAULT_SETTINGS;
    const { quality: _its, ...policy } = STRICT_POLICY;
    expect(readSettings({ ...older, policy })).toEqual({ settings: DEFAULT_SETTINGS, problems: [] });
  });

  test.each([
    [{ choice: { type: 'suggest' }, lowest: 7, highest: 2 }, 'highest'],
    [{ choice: { type: 'automatic', lowest: 7, highest: 2 }, lowest: 0, highest: 9 }, 'choice.highest'],
    [{ choice: { type: 'automatic', lowest: 7, highest: 9 }, lowest: 0, highest: 4 }, 'choice'],
    [{ choice: { type: 'fixed', level: 5 }, lowest: 0, highest: 9 }, 'choice.level'],
    [{ choice: { type: 'best' }, lowest: 0, highest: 9 }, 'choice.type'],
  ])('%j leaves nothing, and says so at %s', (policy, path) => {
    expect(run(qualityPolicyDecoder, policy)).toMatchObject({ ok: false, problems: [{ path }] });
    expect(run(policyDecoder, { ...STRICT_POLICY, quality: policy })).toMatchObject({
      ok: false,
      problems: [{ path: `quality.${path}` }],
    });
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
