import { describe, expect, test } from 'vitest';
import { STRICT_POLICY } from '../../src/model/policy/policy.ts';
import { GuardError } from '../../src/plugin/guard-error.ts';
import { policyOf, profilesOf } from '../../src/plugin/guard-options.ts';
import { profileOf } from '../support/profile-of.ts';

function errorOf(action: () => unknown): GuardError {
  try {
    action();
  } catch (error) {
    if (error instanceof GuardError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('the options of a guard', () => {
  test('are the strict policy where nothing is said', () => {
    expect(policyOf(undefined)).toEqual(STRICT_POLICY);
    expect(policyOf({ maxInputAgeMs: 800 })).toEqual({ ...STRICT_POLICY, maxInputAgeMs: 800 });
  });

  test('are refused with every place that is wrong', () => {
    const error = errorOf(() => policyOf({ maxInputAgeMs: 9000, mode: 'off' as 'guard' }));
    expect(error.code).toBe('bad-options');
    expect(error.problems.map(({ path }) => path).sort()).toEqual(['policy.maxInputAgeMs', 'policy.mode']);
    expect(error.message).toContain('policy.maxInputAgeMs');
  });

  test('keep the profiles of this portal, the most exact first', () => {
    const profile = (name: string, portal: string) =>
      profileOf({ name, binding: { portal, socketHost: 'sem:6080' } });
    const all = [
      profile('elsewhere', 'https://other.example.net'),
      profile('domain', 'https://*.example.org'),
      profile('portal', 'https://lab.example.org'),
    ];
    expect(profilesOf(all, 'https://lab.example.org').map(({ name }) => name)).toEqual(['portal', 'domain']);
    const error = errorOf(() => profilesOf([{ ...profile('', 'https://lab.example.org') }], 'https://x.org'));
    expect(error.problems.map(({ path }) => path)).toEqual(['profiles[0].name']);
  });
});
