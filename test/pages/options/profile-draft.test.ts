import { assert, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { run } from '../../../src/model/decode/decode.ts';
import { validProfileDecoder } from '../../../src/model/policy/profile-validation.ts';
import { countsOf, draftOf, profileOf } from '../../../src/pages/options/profile-draft.ts';
import { aProfile, profiles } from '../../support/profiles.ts';

const problems = (profile: unknown) => {
  const result = run(validProfileDecoder, profile);
  return result.ok ? [] : result.problems.map(({ path }) => path);
};

describe('the form of a profile', () => {
  test('that is not touched changes nothing', () => {
    assert(
      property(profiles(), (profile) => {
        expect(profileOf(draftOf(profile), profile)).toEqual(profile);
      }),
    );
  });

  test('takes space around what was typed off', () => {
    const draft = { ...draftOf(aProfile), portal: ' https://lab.example.org ', normalCredit: ' 4 ' };
    expect(profileOf(draft, aProfile)).toMatchObject({
      binding: { portal: 'https://lab.example.org' },
      thresholds: { normalCredit: 4 },
    });
  });

  test.each(['a lot', '1e3', '0x10', '1,5', 'NaN', 'Infinity'])(
    'does not take %s for a number, nor for nothing',
    (maxInputAgeMs) => {
      expect(problems(profileOf({ ...draftOf(aProfile), maxInputAgeMs }, aProfile))).toEqual([
        'thresholds.maxInputAgeMs',
      ]);
    },
  );

  test('counts the classes from the one that matters most', () => {
    expect(countsOf(aProfile.regions)).toEqual([
      ['stop', 1],
      ['hazardous', 1],
    ]);
    expect(countsOf([])).toEqual([]);
  });
});
