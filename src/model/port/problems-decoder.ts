import {
  choice,
  type Decoder,
  keyOf,
  list,
  MAX_PROBLEMS,
  number,
  object,
  type Problem,
  report,
  string,
} from '../decode/decode.ts';
import {
  EXPECTED_UNITS,
  EXPECTED_WORDS,
  type Expected,
  type ExpectedAmount,
  type ExpectedRange,
} from '../decode/expected.ts';

/** Problems carry a path and a few words each. */
const MAX_PROBLEM_TEXT = 1000;
/** Names of a file or a message. */
const MAX_NAMES = 100;

const word = choice(...EXPECTED_WORDS);
const names = list(string(MAX_PROBLEM_TEXT), MAX_NAMES);
const limit = number(-Number.MAX_VALUE, Number.MAX_VALUE);
const range = object<ExpectedRange>({ from: limit, to: limit });
const amount = object<ExpectedAmount>({ from: limit, to: limit, of: choice(...EXPECTED_UNITS) });

const expected: Decoder<Expected> = (input, path, problems) => {
  if (typeof input === 'string') return word(input, path, problems);
  if (Array.isArray(input)) return names(input, path, problems);
  if (typeof input !== 'object' || input === null) return report(problems, path, 'type', 'an object');
  return 'of' in input ? amount(input, path, problems) : range(input, path, problems);
};

/** Problems that were found elsewhere and are passed on. */
export const problemsDecoder: Decoder<readonly Problem[]> = list(
  object<Problem>({
    path: string(MAX_PROBLEM_TEXT),
    code: keyOf<Problem['code']>({
      type: true,
      missing: true,
      'unknown-key': true,
      range: true,
      choice: true,
      version: true,
      size: true,
      syntax: true,
      empty: true,
      characters: true,
      origin: true,
      host: true,
      key: true,
      duplicate: true,
      'stop-confirm': true,
      json: true,
      twice: true,
    }),
    expected,
  }),
  MAX_PROBLEMS,
);
