import { type Decoder, keyOf, list, MAX_PROBLEMS, object, type Problem, string } from '../decode/decode.ts';

/** Problems carry a path and a few words each. */
const MAX_PROBLEM_TEXT = 1000;

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
    expected: string(MAX_PROBLEM_TEXT),
  }),
  MAX_PROBLEMS,
);
