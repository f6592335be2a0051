import { describe, expect, test } from 'vitest';
import german from '../../_locales/de/messages.json' with { type: 'json' };
import english from '../../_locales/en/messages.json' with { type: 'json' };
import type { Problem } from '../../src/model/decode/decode.ts';
import type { Text } from '../../src/ui/message-key.ts';
import { problemPlace } from '../../src/ui/problem-place.ts';
import { problemWords } from '../../src/ui/problem-words.ts';
import { aProfile } from '../support/profiles.ts';

const textOf =
  (texts: Readonly<Record<string, { readonly message: string }>>): Text =>
  (key, ...substitutions) =>
    (texts[key]?.message ?? '').replace(/\$(\d)/g, (_, digit) => substitutions[Number(digit) - 1] ?? '');
const text = textOf(english);

describe('the place of a problem', () => {
  test.each([
    ['regions[0].width', 'range', 'Region 1 “Stage”, width'],
    ['regions[7].width', 'range', 'Region 8, width'],
    ['regions[1]', 'type', 'Region 2 “Stop”'],
    ['keys[0].key', 'key', 'Key 1 “Autofocus”, Key'],
    ['binding.portal', 'origin', 'Portal'],
    ['thresholds.normalCredit', 'range', 'Normal presses under way'],
    ['framebuffer.width', 'range', 'Screen size, width'],
    ['colour', 'unknown-key', 'colour'],
    ['constructor', 'unknown-key', 'constructor'],
    ['3:14', 'json', 'Line 3, column 14'],
    ['', 'type', ''],
  ] as const)('%s is told in words', (path, code, words) => {
    expect(problemPlace({ path, code, expected: [] }, aProfile, text)).toBe(words);
  });

  test.each([null, 7, [], { regions: 3 }, { regions: [null] }, { regions: [{ name: 5 }] }])(
    'in %j needs no name',
    (input) => {
      const problem: Problem = { path: 'regions[0].x', code: 'type', expected: 'text' };
      expect(problemPlace(problem, input, text)).toBe('Region 1, left edge');
    },
  );

  test('and its words are in German, too', () => {
    const problem: Problem = { path: 'regions[0].width', code: 'range', expected: { from: 1, to: 100 } };
    const inGerman = textOf(german);
    expect(problemPlace(problem, aProfile, inGerman)).toBe('Bereich 1 „Stage“, Breite');
    expect(problemWords(problem, inGerman)).toBe('liegt außerhalb von: 1 bis 100');
  });
});
