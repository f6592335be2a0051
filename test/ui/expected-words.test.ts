import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  EXPECTED_UNITS,
  EXPECTED_WORDS,
  type Expected,
  expectedText,
} from '../../src/model/decode/expected.ts';
import { expectedWords } from '../../src/ui/expected-words.ts';
import { messagesFrom } from './fake-surroundings.ts';

type Texts = Parameters<typeof messagesFrom>[0];

const languages = readdirSync('_locales');
const textsOf = (language: string) =>
  messagesFrom(JSON.parse(readFileSync(`_locales/${language}/messages.json`, 'utf8')) as Texts);
const wordsIn = (language: string, expected: Expected) => expectedWords(expected, textsOf(language));

/** One of every kind. */
const KINDS: readonly Expected[] = [
  ...EXPECTED_WORDS,
  { from: 500, to: 1500 },
  ...EXPECTED_UNITS.flatMap((of) => [
    { from: 0, to: 1, of },
    { from: 0, to: 1000, of },
    { from: 3, to: 3, of },
    { from: 2, to: 1000, of },
  ]),
];
/** Written in other languages as in English. */
const SHARED = /^(?:\d+ points?|\d+ bytes?)$/;

describe('what would have been right', () => {
  test('is said in English as logs say it', () => {
    // A log may say "1 characters".
    for (const kind of KINDS.filter((each) => !(typeof each === 'object' && 'to' in each && each.to === 1))) {
      expect(wordsIn('en', kind)).toBe(expectedText(kind));
    }
  });

  test.each(languages.filter((each) => each !== 'en'))(
    'has its own words in %s, of every kind',
    (language) => {
      const english = KINDS.map((kind) => wordsIn('en', kind).toLowerCase());
      const own = KINDS.map((kind) => wordsIn(language, kind));
      expect(own.filter((each) => each.trim() === '')).toEqual([]);
      const same = own.filter((each, index) => each === english[index] && !SHARED.test(each));
      expect(same).toEqual([]);
    },
  );

  test.each<[Expected, string, string, string]>([
    [{ from: 0, to: 1, of: 'entries' }, 'at most 1 entry', 'höchstens 1 Eintrag', '1 件以下'],
    [{ from: 0, to: 64, of: 'characters' }, 'at most 64 characters', 'höchstens 64 Zeichen', '64 文字以下'],
    [{ from: 2, to: 5, of: 'points' }, '2 to 5 points', '2 bis 5 Punkte', '2～5 点'],
    [{ from: 3, to: 3, of: 'entries' }, '3 entries', '3 Einträge', '3 件'],
    [{ from: 0, to: 0 }, '0', '0', '0'],
    [{ from: -1500, to: 0.25 }, '-1500 to 0.25', '-1500 bis 0,25', '-1500～0.25'],
    [{ from: 0, to: Number.MAX_VALUE }, '0 to 1.8E308', '0 bis 1,8E308', '0～1.8E308'],
    [['guard', 'off'], 'guard, off', 'guard, off', 'guard, off'],
    ['a list', 'a list', 'eine Liste', 'リスト'],
  ])('of %j reads as a sentence goes on', (expected, english, german, japanese) => {
    expect(['en', 'de', 'ja'].map((language) => wordsIn(language, expected))).toEqual([
      english,
      german,
      japanese,
    ]);
  });
});
