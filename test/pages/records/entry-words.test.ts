import { describe, expect, test } from 'vitest';
import german from '../../../_locales/de/messages.json' with { type: 'json' };
import english from '../../../_locales/en/messages.json' with { type: 'json' };
import { ENTRY_KINDS, entryKind, entryWords } from '../../../src/pages/records/entry-words.ts';
import { amounts } from '../../../src/ui/amounts.ts';
import type { Messages } from '../../../src/ui/surroundings.ts';
import { EVENTS } from '../../support/record-events.ts';

const messagesOf =
  (texts: Readonly<Record<string, { readonly message: string }>>): Messages =>
  (key, ...values) =>
    (texts[key]?.message ?? `MISSING ${key}`).replace(/\$(\d)/g, (_, at) => values[Number(at) - 1] ?? '');

describe.each([
  ['en', english],
  ['de', german],
])('an entry in words, in %s', (_, texts) => {
  const messages = messagesOf(texts);

  test.each(EVENTS.map((event) => [JSON.stringify(event), event] as const))('tells %s', (_json, event) => {
    const { what, details } = entryWords(event, messages, amounts(messages));
    expect(what).not.toBe('');
    expect(`${what} ${details}`).not.toMatch(/MISSING|undefined|null|NaN|\$\d/);
    expect(ENTRY_KINDS).toContain(entryKind(event));
  });
});

test('an entry says who, what and how much', () => {
  const messages = messagesOf(english);
  const said = EVENTS.map((event) => {
    const { what, details } = entryWords(event, messages, amounts(messages));
    return details === '' ? what : `${what}. ${details}`;
  });
  expect(said).toEqual(
    expect.arrayContaining([
      'Stable → Breakdown. by the network: round trip 43 ms, excess 3 ms, unanswered –, unconfirmed actions 2',
      'Not sent: 3 × hazardous press (stage). Your actions are still under way',
      'Let go: keys 2, buttons 1. because presses were held back',
      'Override began. To protect sample or instrument',
      'Override ended. time was up; presses sent: 4',
      'Entries lost: 7',
    ]),
  );
});
