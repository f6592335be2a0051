/** What would have been right, as data: whoever shows it says it in the language of the person. */
export type Expected =
  | ExpectedWord
  | ExpectedRange
  | ExpectedAmount
  /** Written the same in every language: names and marks of a file; or said by a tool that speaks English alone. */
  | readonly string[];

/** A number within [from, to]. */
export interface ExpectedRange {
  readonly from: number;
  readonly to: number;
}

/** So many of something; from 0 it is only a limit. */
export interface ExpectedAmount extends ExpectedRange {
  readonly of: ExpectedUnit;
}

/** Each is its own English wording, so that logs need no table; a page has a text for each. */
export const EXPECTED_WORDS = [
  'a value',
  'an object',
  'a list',
  'a number',
  'a whole number',
  'text',
  'true or false',
  'a host name',
  'a token',
  'something to read',
  'text without control characters',
  'a packed stroke',
  'the next of a few connections',
  'a name in double quotes',
  'the end',
] as const;
export type ExpectedWord = (typeof EXPECTED_WORDS)[number];

export const EXPECTED_UNITS = [
  'characters',
  'entries',
  'points',
  'levels',
  'bytes',
  'messages a second',
] as const;
export type ExpectedUnit = (typeof EXPECTED_UNITS)[number];

/**
 * English, for logs, the command line and errors of the plugin.
 * @example expectedText({ from: 0, to: 64, of: 'entries' }) // 'at most 64 entries'
 */
export function expectedText(expected: Expected): string {
  if (typeof expected === 'string') return expected;
  if (!('from' in expected)) return expected.join(', ');
  const { from, to } = expected;
  if (!('of' in expected)) return `${from} to ${to}`;
  if (from === to) return `${to} ${expected.of}`;
  return from === 0 ? `at most ${to} ${expected.of}` : `${from} to ${to} ${expected.of}`;
}
