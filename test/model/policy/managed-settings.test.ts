import { assert, constantFrom, integer, option, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LADDER } from '../../../src/model/codec/quality-level.ts';
import { run } from '../../../src/model/decode/decode.ts';
import {
  FEATURES,
  isRelayAllowed,
  type ManagedPolicy,
  NO_MANAGED_POLICY,
} from '../../../src/model/policy/managed-policy.ts';
import { readManagedPolicy } from '../../../src/model/policy/managed-policy-decoder.ts';
import { lockOn, managedSettings } from '../../../src/model/policy/managed-settings.ts';
import { STRICT_POLICY } from '../../../src/model/policy/policy.ts';
import { DEFAULT_SETTINGS, type Settings, sitePolicy } from '../../../src/model/policy/settings.ts';
import { settingsDecoder } from '../../../src/model/policy/settings-decoder.ts';
import { DECODER_RUNS } from '../../support/property-runs.ts';

const managed = (changes: Partial<ManagedPolicy>): ManagedPolicy => ({ ...NO_MANAGED_POLICY, ...changes });
const own = (changes: Partial<Settings>): Settings => ({ ...DEFAULT_SETTINGS, ...changes });

describe('settings under a facility', () => {
  test('are the user’s own, and none is locked, where nothing is managed', () => {
    expect(managedSettings(DEFAULT_SETTINGS, NO_MANAGED_POLICY)).toEqual({
      settings: DEFAULT_SETTINGS,
      locked: [],
    });
  });

  test('have the facility’s mode on its portals, and the user’s on all others', () => {
    const { settings, locked } = managedSettings(
      own({ sites: { 'lab.example.org': 'off', 'home.example.org': 'measure' } }),
      managed({ portals: { 'lab.example.org': 'guard' } }),
    );
    expect(settings.sites).toEqual({ 'lab.example.org': 'guard', 'home.example.org': 'measure' });
    expect(locked).toEqual([{ path: 'sites.lab.example.org', reason: { type: 'fixed', to: 'guard' } }]);
  });

  test('have the stricter of two limits, whoever set it', () => {
    const user = own({ policy: { ...STRICT_POLICY, maxInputAgeMs: 700, override: 'forbid' } });
    const below = managedSettings(user, managed({ policy: { maxInputAgeMs: 600, override: 'allow' } }));
    expect(below.settings.policy).toMatchObject({ maxInputAgeMs: 600, override: 'forbid' });
    const above = managedSettings(user, managed({ policy: { maxInputAgeMs: 900 } }));
    expect(above.settings.policy.maxInputAgeMs).toBe(700);
    expect(lockOn(above.locked, 'policy.maxInputAgeMs')).toEqual({ type: 'at-most', to: 900 });
  });

  test('are locked only where the facility is stricter than the user may be', () => {
    const lax = { override: 'allow', whenUnverified: 'pass', whenUnguarded: 'pass' } as const;
    expect(managedSettings(DEFAULT_SETTINGS, managed({ policy: lax }))).toEqual({
      settings: DEFAULT_SETTINGS,
      locked: [],
    });
    const strict = { override: 'forbid', whenUnverified: 'block', whenUnguarded: 'close' } as const;
    const { settings, locked } = managedSettings(DEFAULT_SETTINGS, managed({ policy: strict }));
    expect(settings.policy).toMatchObject(strict);
    expect(locked.map(({ path }) => path)).toEqual([
      'policy.override',
      'policy.whenUnverified',
      'policy.whenUnguarded',
    ]);
  });

  test('keep a chosen quality within the facility’s bounds', () => {
    const { settings } = managedSettings(
      own({ quality: { 'lab.example.org': { type: 'fixed', level: 1 } } }),
      managed({ policy: { quality: { lowest: 4 } } }),
    );
    expect(sitePolicy(settings, 'lab.example.org').quality).toMatchObject({
      lowest: 4,
      highest: 9,
      choice: { type: 'fixed', level: 4 },
    });
  });

  test('follow the facility where its bounds and the user’s have nothing in common', () => {
    const policy = { ...STRICT_POLICY, quality: { ...STRICT_POLICY.quality, lowest: 8 } } as const;
    const { settings } = managedSettings(own({ policy }), managed({ policy: { quality: { highest: 6 } } }));
    expect(settings.policy.quality).toMatchObject({ lowest: 0, highest: 6 });
  });

  test('have nothing of a feature that is switched off', () => {
    const { settings, locked } = managedSettings(
      own({ traced: ['lab.example.org'], quality: { 'lab.example.org': { type: 'fixed', level: 1 } } }),
      managed({ disabled: ['quality', 'traces'] }),
    );
    expect(settings).toMatchObject({
      traced: [],
      quality: {},
      policy: { quality: { choice: { type: 'suggest' } } },
    });
    expect(locked).toEqual([
      { path: 'quality', reason: { type: 'off', feature: 'quality' } },
      { path: 'traced', reason: { type: 'off', feature: 'traces' } },
    ]);
  });

  test('allow the named relays alone, and none where rooms are off', () => {
    const relays = ['https://relay.example.org'];
    expect(isRelayAllowed(NO_MANAGED_POLICY, 'https://any.example.org')).toBe(true);
    expect(isRelayAllowed(managed({ relays }), 'https://relay.example.org')).toBe(true);
    expect(isRelayAllowed(managed({ relays }), 'https://any.example.org')).toBe(false);
    expect(isRelayAllowed(managed({ relays, disabled: ['rooms'] }), 'https://relay.example.org')).toBe(false);
    expect(lockOn(managedSettings(DEFAULT_SETTINGS, managed({ relays })).locked, 'relays')).toEqual({
      type: 'only',
      to: relays,
    });
  });

  test('always decode and are never laxer than the user’s own, whatever a facility writes', () => {
    const anything = record(
      {
        policy: record(
          {
            maxInputAgeMs: option(integer({ min: -10, max: 5000 })),
            override: constantFrom('allow', 'forbid', 1),
            whenUnverified: constantFrom('block', 'pass', null),
            whenUnguarded: constantFrom('pass', 'close', []),
            quality: record({ lowest: constantFrom(...LADDER, 5), highest: constantFrom(...LADDER, 'x') }),
          },
          { requiredKeys: [] },
        ),
        disabled: constantFrom([], [...FEATURES], 'all', ['quality', 7]),
      },
      { requiredKeys: [] },
    );
    const users = record({
      maxInputAgeMs: integer({ min: 500, max: 1500 }),
      override: constantFrom('allow' as const, 'forbid' as const),
    });
    assert(
      property(anything, users, (stored, user) => {
        const policy = { ...STRICT_POLICY, ...user };
        const { settings } = managedSettings(own({ policy }), readManagedPolicy(stored).managed);
        expect(run(settingsDecoder, settings).ok).toBe(true);
        expect(settings.policy.maxInputAgeMs).toBeLessThanOrEqual(user.maxInputAgeMs);
        expect(settings.policy.override === 'forbid' || user.override === 'allow').toBe(true);
      }),
      { numRuns: DECODER_RUNS },
    );
  });
});
