import {
  assert,
  constantFrom,
  dictionary,
  integer,
  jsonValue,
  property,
  record,
  string,
  uniqueArray,
} from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LADDER } from '../../../src/model/codec/quality-level.ts';
import { run } from '../../../src/model/decode/decode.ts';
import { STRICT_POLICY } from '../../../src/model/policy/policy.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../../src/model/policy/settings.ts';
import { settingsChanges } from '../../../src/model/policy/settings-change.ts';
import { settingsDecoder } from '../../../src/model/policy/settings-decoder.ts';
import {
  formatSettings,
  MAX_SETTINGS_CHARACTERS,
  readSettingsFile,
  withPart,
} from '../../../src/model/policy/settings-file.ts';
import { DECODER_RUNS } from '../../support/property-runs.ts';

const hosts = constantFrom('a.example', 'b.example', '127.0.0.1', '[::1]', '__proto__');
const settings = record({
  sites: dictionary(hosts, constantFrom('guard' as const, 'measure' as const, 'off' as const)),
  traced: uniqueArray(hosts),
  quality: dictionary(
    hosts,
    constantFrom(...LADDER).map((level) => ({ type: 'fixed' as const, level })),
  ),
  maxInputAgeMs: integer({ min: 500, max: 1500 }),
}).map(
  ({ maxInputAgeMs, ...rest }): Settings => ({
    ...DEFAULT_SETTINGS,
    ...rest,
    policy: { ...STRICT_POLICY, maxInputAgeMs },
  }),
);

describe('a settings file', () => {
  test('brings the same settings to a browser that has none', () => {
    assert(
      property(settings, (exported) => {
        const { part, problems } = readSettingsFile(formatSettings(exported));
        expect(problems).toEqual([]);
        if (part === null) throw new Error('nothing was read');
        expect(settingsChanges(exported, withPart(DEFAULT_SETTINGS, part))).toEqual([]);
      }),
      { numRuns: DECODER_RUNS },
    );
  });

  test('takes no site away, whatever is in it, and never leaves settings that cannot be read', () => {
    assert(
      property(settings, jsonValue(), (before, content) => {
        const { part } = readSettingsFile(JSON.stringify({ version: 1, sites: content, policy: content }));
        if (part === null) return;
        const after = withPart(before, part);
        expect(Object.keys(after.sites)).toEqual(expect.arrayContaining(Object.keys(before.sites)));
        expect(run(settingsDecoder, after).ok).toBe(true);
      }),
      { numRuns: DECODER_RUNS },
    );
  });

  test('of any text is read or refused with a problem', () => {
    assert(
      property(string(), (text) => {
        const { part, problems } = readSettingsFile(text);
        expect(part !== null || problems.length > 0).toBe(true);
      }),
      { numRuns: DECODER_RUNS },
    );
  });

  test('as earlier releases exported it, as it was stored, is read too', () => {
    const { part, problems } = readSettingsFile(JSON.stringify(DEFAULT_SETTINGS));
    expect(problems).toEqual([]);
    expect(part?.policy).toMatchObject({ mode: 'guard', maxInputAgeMs: 1500 });
  });

  test('costs one wrong entry only itself, and tells each of a hundred', () => {
    const sites = Object.fromEntries(
      Array.from(
        { length: 100 },
        (_, index) => [`h${index}.example`, index === 50 ? 'guard' : 'on'] as const,
      ),
    );
    const { part, problems } = readSettingsFile(JSON.stringify({ version: 1, sites }));
    expect(part?.sites).toEqual({ 'h50.example': 'guard' });
    expect(problems).toHaveLength(99);
  });

  test('uses nothing of a choice that is half readable', () => {
    const quality = { 'a.example': { type: 'automatic', lowest: 3, highest: 8 } };
    const { part, problems } = readSettingsFile(JSON.stringify({ version: 1, quality }));
    expect(part?.quality).toEqual({});
    expect(problems).toMatchObject([{ path: 'quality.a.example.lowest', code: 'choice' }]);
  });

  test('that is too long is not even scanned', () => {
    const { part, problems } = readSettingsFile(' '.repeat(MAX_SETTINGS_CHARACTERS + 1));
    expect([part, problems.map(({ code }) => code)]).toEqual([null, ['size']]);
  });
});
