import { describe, expect, test } from 'vitest';
import { type Problem, run } from '../../../src/model/decode/decode.ts';
import { EXPECTED_UNITS, EXPECTED_WORDS, type Expected } from '../../../src/model/decode/expected.ts';
import { problemsDecoder } from '../../../src/model/port/problems-decoder.ts';

const problem = (expected: Expected): Problem => ({ path: 'a', code: 'type', expected });

describe('problems that are passed on', () => {
  test('arrive as they are, whatever was expected', () => {
    const problems: readonly Problem[] = [
      ...EXPECTED_WORDS.map(problem),
      ...EXPECTED_UNITS.map((of) => problem({ from: 0, to: 7, of })),
      problem({ from: -Number.MAX_VALUE, to: Number.MAX_VALUE }),
      problem(['guard', 'measure']),
      problem([]),
    ];
    // As between processes: infinite numbers would be gone.
    expect(run(problemsDecoder, JSON.parse(JSON.stringify(problems)))).toEqual({ ok: true, value: problems });
  });

  test.each([
    ['a word without a text', 'a horse'],
    ['a unit without a text', { from: 0, to: 1, of: 'horses' }],
    ['half a range', { from: 0 }],
    ['nothing', null],
    ['names that are none', [1]],
  ])('do not, with %s', (_, expected) => {
    expect(run(problemsDecoder, [{ path: 'a', code: 'type', expected }])).toMatchObject({ ok: false });
  });
});
