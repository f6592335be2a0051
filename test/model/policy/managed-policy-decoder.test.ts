import { assert, jsonValue, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FEATURES, NO_MANAGED_POLICY } from '../../../src/model/policy/managed-policy.ts';
import { readManagedPolicy } from '../../../src/model/policy/managed-policy-decoder.ts';
import { DECODER_RUNS } from '../../support/property-runs.ts';

const PROFILE = {
  version: 1,
  name: 'Microscope 2',
  binding: { portal: 'https://lab.example.org', socketHost: 'lab.example.org' },
  framebuffer: { width: 1280, height: 1024 },
  regions: [],
  keys: [{ name: 'Stop', function: 'stage', class: 'stop', confirm: false, key: 'Escape' }],
  thresholds: { maxInputAgeMs: 800 },
};

describe('what a facility has set', () => {
  test('is nothing where the managed storage is empty, absent or null', () => {
    for (const stored of [undefined, null, {}]) {
      expect(readManagedPolicy(stored)).toEqual({
        isManaged: false,
        managed: NO_MANAGED_POLICY,
        problems: [],
      });
    }
  });

  test('is read whole where all of it is right', () => {
    const { isManaged, managed, problems } = readManagedPolicy({
      portals: { 'lab.example.org': 'guard', 'old.example.org': 'off' },
      profiles: [PROFILE],
      policy: {
        maxInputAgeMs: 800,
        override: 'forbid',
        whenUnverified: 'block',
        whenUnguarded: 'close',
        quality: { lowest: 4 },
      },
      relays: ['https://Relay.example.org/', 'https://other.example.org:8443'],
      disabled: ['traces', 'drawing', 'drawing'],
      skipWelcome: true,
    });
    expect(problems).toEqual([]);
    expect(isManaged).toBe(true);
    expect(managed).toMatchObject({
      portals: { 'lab.example.org': 'guard', 'old.example.org': 'off' },
      policy: { maxInputAgeMs: 800, override: 'forbid', whenUnguarded: 'close', quality: { lowest: 4 } },
      relays: ['https://relay.example.org', 'https://other.example.org:8443'],
      disabled: ['drawing', 'traces'],
      skipWelcome: true,
    });
  });

  test('may leave a threshold of a profile out, because Chromium has no null for it', () => {
    expect(readManagedPolicy({ profiles: [PROFILE] }).managed.profiles[0]?.thresholds).toEqual({
      maxInputAgeMs: 800,
      normalCredit: null,
      hazardousCredit: null,
    });
  });

  test('is used where it is right and told with its place where it is not', () => {
    const { managed, problems } = readManagedPolicy({
      portals: { 'lab.example.org': 'measure', 'https://lab.example.org': 'guard' },
      profiles: [{ ...PROFILE, binding: { portal: 'lab', socketHost: 'lab.example.org' } }, PROFILE],
      policy: { overide: 'forbid', quality: { lowest: 5, highest: 8, middle: 6 } },
      relays: ['relay.example.org', 'https://relay.example.org'],
      disabled: ['rooms', 'everything'],
      theme: 'dark',
    });
    expect(problems.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'theme unknown-key',
      'portals.https://lab.example.org type',
      'profiles[0].binding.portal origin',
      'policy.overide unknown-key',
      'policy.quality.middle unknown-key',
      'policy.quality.lowest choice',
      'relays[0] origin',
      'disabled[1] choice',
    ]);
    expect(managed).toMatchObject({
      portals: { 'lab.example.org': 'measure' },
      policy: { quality: { highest: 8 } },
      relays: ['https://relay.example.org'],
      disabled: ['rooms'],
    });
    expect(managed.profiles).toHaveLength(1);
  });

  test('is as strict as it can be where it cannot be read', () => {
    const { managed } = readManagedPolicy({
      portals: { 'lab.example.org': 'gaurd' },
      policy: { maxInputAgeMs: '800', override: 'no', whenUnverified: true, whenUnguarded: 'shut' },
      relays: 'https://relay.example.org',
      disabled: 'rooms',
    });
    expect(managed.portals).toEqual({ 'lab.example.org': 'guard' });
    expect(managed.policy).toEqual({
      maxInputAgeMs: 500,
      override: 'forbid',
      whenUnverified: 'block',
      whenUnguarded: 'close',
    });
    expect(managed.relays).toEqual([]);
    expect(managed.disabled).toEqual(FEATURES);
  });

  test('never makes the guard laxer: a limit above the built-in one is the built-in one', () => {
    const read = (maxInputAgeMs: number) => readManagedPolicy({ policy: { maxInputAgeMs } });
    expect(read(5000).managed.policy.maxInputAgeMs).toBe(1500);
    expect(read(100).managed.policy.maxInputAgeMs).toBe(500);
    expect(read(5000).problems).toEqual([
      { path: 'policy.maxInputAgeMs', code: 'range', expected: { from: 500, to: 1500 } },
    ]);
  });

  test('bounds of the quality that leave nothing are none', () => {
    const { managed, problems } = readManagedPolicy({ policy: { quality: { lowest: 8, highest: 4 } } });
    expect(managed.policy.quality).toEqual({});
    expect(problems).toMatchObject([{ path: 'policy.quality.highest', code: 'range' }]);
  });

  test('can be anything at all: nothing throws, and wrong values are told', () => {
    assert(
      property(jsonValue(), (stored) => {
        const { isManaged, managed, problems } = readManagedPolicy(stored);
        expect(isManaged || problems.length === 0).toBe(true);
        expect(Object.keys(managed)).toEqual(Object.keys(NO_MANAGED_POLICY));
      }),
      { numRuns: DECODER_RUNS },
    );
  });
});
