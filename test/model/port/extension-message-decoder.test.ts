import { anything, assert, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { run } from '../../../src/model/decode/decode.ts';
import { DEFAULT_SETTINGS } from '../../../src/model/policy/settings.ts';
import type { FromContent, FromPages, SessionReport } from '../../../src/model/port/extension-message.ts';
import {
  fromContentDecoder,
  fromPagesDecoder,
  MAX_REPORTS,
  toLinkDecoder,
} from '../../../src/model/port/extension-message-decoder.ts';
import { aProfile } from '../../support/profiles.ts';
import { DECODER_RUNS } from '../../support/property-runs.ts';

const report: SessionReport = {
  connection: '1',
  guarding: 'guarded',
  guardingReason: null,
  state: 'stable',
  blocked: null,
  roundTripMs: 40,
  instrument: 'none',
};

const journal = { keys: [{ keysym: 0x71, keycode: 16 }], buttonMask: 1, x: 5, y: 6 };
const contentMessages: readonly FromContent[] = [
  { type: 'site-settings' },
  { type: 'show-overlay' },
  { type: 'portal-profiles' },
  { type: 'set-quality', choice: { type: 'automatic', lowest: 1, highest: 8 } },
  { type: 'show-part', part: 'panel' },
  { type: 'show-part', part: 'editor' },
  { type: 'show-part', part: 'safety' },
  { type: 'show-part', part: 'quality' },
  { type: 'report', reports: [report, { ...report, blocked: 'retry', roundTripMs: null }] },
  { type: 'trace', session: 'a', first: 3, text: '["t",1]\n' },
  { type: 'journal', session: 'a', address: 'lab.example/a', journal, hasTaken: true },
  { type: 'left-journal', session: 'a', address: 'lab.example/a' },
  { type: 'built-in' },
  { type: 'page-fault', problems: [{ path: 'a', code: 'type', expected: 'text' }] },
];
const pageMessages: readonly FromPages[] = [
  { type: 'tab-status', tabId: 3, host: null },
  { type: 'set-site-mode', host: 'lab.example', mode: 'off' },
  { type: 'set-site-trace', host: 'lab.example', traced: true },
  { type: 'set-site-quality', host: 'lab.example', choice: { type: 'fixed', level: 4 } },
  { type: 'forget-quality', host: 'lab.example' },
  { type: 'traces' },
  { type: 'trace-pieces', session: 'a', from: 0 },
  { type: 'forget-site', host: 'lab.example' },
  { type: 'stored-settings' },
  { type: 'profiles' },
  { type: 'remove-profile', id: 'a' },
  { type: 'restore-profile', id: 'a' },
  { type: 'reset-profiles' },
  { type: 'options' },
  { type: 'change-policy', change: { type: 'maxInputAgeMs', maxInputAgeMs: 700 } },
  { type: 'replace-settings', settings: DEFAULT_SETTINGS },
  { type: 'undo-settings' },
  { type: 'reset-settings' },
];

describe('a message', () => {
  test.each(contentMessages)('$type of a content script is read, and is no message of a page', (message) => {
    expect(run(fromContentDecoder, message)).toEqual({ ok: true, value: message });
    expect(run(fromPagesDecoder, message).ok).toBe(false);
  });

  test.each(pageMessages)('$type of a page is read, and is no message of a content script', (message) => {
    expect(run(fromPagesDecoder, message)).toEqual({ ok: true, value: message });
    expect(run(fromContentDecoder, message).ok).toBe(false);
  });

  test('that saves a profile is read from both, whatever the profile is', () => {
    for (const profile of [aProfile, null, 'nonsense']) {
      const message = { type: 'save-profile', id: null, profile };
      expect(run(fromPagesDecoder, message)).toEqual({ ok: true, value: message });
      expect(run(fromContentDecoder, message)).toEqual({ ok: true, value: message });
    }
  });

  test('that sets a laxer limit than the built-in one is refused', () => {
    const change = { type: 'maxInputAgeMs', maxInputAgeMs: 1501 };
    expect(run(fromPagesDecoder, { type: 'change-policy', change }).ok).toBe(false);
  });

  test.each([{ type: 'settings-changed' }, { type: 'is-open', session: 'a' }])(
    'to the link is read: $type',
    (message) => {
      expect(run(toLinkDecoder, message)).toEqual({ ok: true, value: message });
      expect(run(toLinkDecoder, { ...message, more: 1 }).ok).toBe(false);
    },
  );

  test.each([
    ['an unknown state', { ...report, state: 'super' }],
    ['a round trip that is no number', { ...report, roundTripMs: Number.NaN }],
    ['a missing field', { ...report, guarding: undefined }],
    ['a field too many', { ...report, html: '<b>' }],
    ['a name that is a book', { ...report, connection: 'x'.repeat(65) }],
  ])('with %s is refused', (_, wrong) => {
    expect(run(fromContentDecoder, { type: 'report', reports: [wrong] }).ok).toBe(false);
  });

  test('with more reports than a page can mean is refused', () => {
    const reports = Array.from({ length: MAX_REPORTS + 1 }, () => report);
    expect(run(fromContentDecoder, { type: 'report', reports })).toMatchObject({
      ok: false,
      problems: [{ path: 'reports', code: 'size' }],
    });
  });

  test('of any kind never throws', () => {
    assert(
      property(anything(), (input) => {
        run(fromContentDecoder, input);
        run(fromPagesDecoder, { type: 'set-site-mode', host: input, mode: input });
      }),
      { numRuns: DECODER_RUNS },
    );
  });
});
