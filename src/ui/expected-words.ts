import type { Expected, ExpectedUnit, ExpectedWord } from '../model/decode/expected.ts';
import type { MessageKey, Text } from './message-key.ts';

const WORDS: Readonly<Record<ExpectedWord, MessageKey>> = {
  'a value': 'uiExpected_value',
  'an object': 'uiExpected_object',
  'a list': 'uiExpected_list',
  'a number': 'uiExpected_number',
  'a whole number': 'uiExpected_whole_number',
  text: 'uiExpected_text',
  'true or false': 'uiExpected_boolean',
  'a host name': 'uiExpected_host_name',
  'a token': 'uiExpected_token',
  'something to read': 'uiExpected_readable',
  'text without control characters': 'uiExpected_clean_text',
  'a packed stroke': 'uiExpected_stroke',
  'the next of a few connections': 'uiExpected_next_connection',
  'a name in double quotes': 'uiExpected_quoted_name',
  'the end': 'uiExpected_end',
};

const UNITS: Readonly<Record<ExpectedUnit, readonly [one: MessageKey, other: MessageKey]>> = {
  characters: ['uiExpectedCharacters_one', 'uiExpectedCharacters_other'],
  entries: ['uiExpectedEntries_one', 'uiExpectedEntries_other'],
  points: ['uiExpectedPoints_one', 'uiExpectedPoints_other'],
  levels: ['uiExpectedLevels_one', 'uiExpectedLevels_other'],
  bytes: ['uiExpectedBytes_one', 'uiExpectedBytes_other'],
  'messages a second': ['uiExpectedMessages_one', 'uiExpectedMessages_other'],
};

/** Beyond it a number in digits tells nobody anything. */
const MAX_DIGITS = 1e16;

/**
 * What would have been right, in the language of the texts. Names and marks stay as they are written in the file.
 * @example expectedWords({ from: 0, to: 64, of: 'entries' }, text) // 'höchstens 64 Einträge'
 */
export function expectedWords(expected: Expected, text: Text): string {
  if (typeof expected === 'string') return text(WORDS[expected]);
  if (!('from' in expected)) return expected.join(', ');
  const { from, to } = expected;
  const language = text('uiLanguage') || undefined;
  const isCount = 'of' in expected;
  const range =
    from === to || (isCount && from === 0)
      ? numberText(to, language)
      : text('uiExpectedRange', numberText(from, language), numberText(to, language));
  if (!isCount) return range;
  const [one, other] = UNITS[expected.of];
  const isOne = new Intl.PluralRules(language).select(to) === 'one';
  const amount = text(isOne ? one : other, range);
  return from === 0 && to !== 0 ? text('uiExpectedMost', amount) : amount;
}

/** Without separators between thousands, as it is written in the file. */
function numberText(value: number, language: string | undefined): string {
  const format: Intl.NumberFormatOptions =
    Math.abs(value) < MAX_DIGITS
      ? { useGrouping: false, maximumFractionDigits: 20 }
      : { notation: 'scientific', maximumFractionDigits: 2 };
  return new Intl.NumberFormat(language, format).format(value);
}
