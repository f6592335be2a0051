// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import german from '../../../_locales/de/messages.json' with { type: 'json' };
import english from '../../../_locales/en/messages.json' with { type: 'json' };
import japanese from '../../../_locales/ja/messages.json' with { type: 'json' };
import { NO_MANAGED_POLICY } from '../../../src/model/policy/managed-policy.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../../src/model/policy/settings.ts';
import { Options } from '../../../src/pages/options/options.tsx';
import { OptionsStore } from '../../../src/pages/options/options-store.ts';
import type { Text } from '../../../src/ui/message-key.ts';
import { messagesFrom } from '../../ui/fake-surroundings.ts';
import { FakePort } from './fake-port.ts';

const text: Text = (key, ...substitutions) =>
  english[key].message.replace(/\$(\d)/g, (_, digit) => substitutions[Number(digit) - 1] ?? '');
const SETTINGS: Settings = { ...DEFAULT_SETTINGS, sites: { 'sem.example': 'guard' } };

let port: FakePort;
let store: OptionsStore;
let stop: () => void;

const drawn = () => new Promise((resolve) => setTimeout(resolve, 20));
beforeEach(async () => {
  port = new FakePort();
  port.local['settings'] = SETTINGS;
  store = new OptionsStore(port);
  render(<Options store={store} text={text} />, document.body);
  stop = store.start();
  await drawn();
});
afterEach(() => {
  stop();
  render(null, document.body);
});
const part = () => document.getElementById('transfer') ?? expect.fail('no section');
const shown = () => part().textContent ?? '';
const rows = () =>
  [...part().querySelectorAll('.changes tbody tr')].map((row) =>
    [...row.children].map((cell) => cell.textContent),
  );
async function click(name: string): Promise<void> {
  const found = [...part().querySelectorAll('button')].find((each) => each.textContent === name);
  (found ?? expect.fail(`no ${name}`)).click();
  await drawn();
}
async function choose(content: unknown): Promise<void> {
  const file = typeof content === 'string' ? content : JSON.stringify(content);
  await store.transfer.open({ name: 'lab.json', size: file.length, text: async () => file });
  await drawn();
}
const stored = async () => (await port.settings.read()).settings;

describe('an import', () => {
  const file = {
    format: 'rice-novnc-settings',
    version: 1,
    sites: { 'sem.example': 'measure', 'tem.example': 'guard' },
    traced: ['tem.example'],
    quality: { 'sem.example': { type: 'fixed', level: 6 } },
    policy: { override: 'forbid', maxInputAgeMs: 800 },
  };

  test('shows every change before anything counts', async () => {
    await choose(file);
    expect(rows()).toEqual([
      ['Sending although RICE holds back', 'Users may, for ten seconds', 'Nobody may'],
      ['Oldest unconfirmed input, in ms', '1,500', '800'],
      ['Mode of sem.example', 'Guard', 'Measure only'],
      ['Mode of tem.example', '–', 'Guard'],
      ['Sessions of tem.example are traced', 'no', 'yes'],
      ['Quality on sem.example', '–', 'Fixed, 6 (good)'],
    ]);
    expect(document.activeElement?.textContent).toBe('lab.json: what it would change');
    expect(await stored()).toEqual(SETTINGS);
  });

  test('is applied by a click, keeps what it does not name, and is undone by another', async () => {
    await choose({ ...file, sites: { 'tem.example': 'guard' } });
    await click('Apply these changes');
    expect(await stored()).toMatchObject({
      sites: { 'sem.example': 'guard', 'tem.example': 'guard' },
      policy: { override: 'forbid', maxInputAgeMs: 800, whenUnverified: 'block' },
    });
    expect(shown()).toContain('Imported. Changes: 5');
    await click('Undo: back to the settings before');
    expect(await stored()).toEqual(SETTINGS);
    expect(shown()).toContain('The settings are as they were');
    expect(shown()).not.toContain('Undo: back');
  });

  test('cannot be undone any more once something else was set', async () => {
    await choose(file);
    await click('Apply these changes');
    await port.settings.setSiteMode('new.example', 'guard');
    await drawn();
    expect(shown()).not.toContain('Undo: back');
  });

  test('tells every problem with its place, and takes the rest only when asked', async () => {
    await choose({
      ...file,
      sites: { 'Bad Host': 'guard', 'tem.example': 'on', 'ok.example': 'off' },
      traced: [],
      quality: { 'sem.example': { type: 'automatic', lowest: 8, highest: 2 } },
      policy: { maxInputAgeMs: 9000 },
      colour: 'red',
    });
    expect([...part().querySelectorAll('.refusal li')].map((each) => each.textContent)).toEqual([
      'colour: is unknown; known are format, version, sites, traced, quality, policy',
      'Mode of Bad Host: expected a host name sites.Bad Host',
      'Mode of tem.example: must be one of guard, measure, off sites.tem.example',
      'Quality on sem.example.highest: is out of range: 8 to 9 quality.sem.example.highest',
      'Oldest unconfirmed input, in ms: is out of range: 500 to 1500 policy.maxInputAgeMs',
    ]);
    expect(rows()).toEqual([['Mode of ok.example', '–', 'Off']]);
    await click('Apply what can be read');
    expect((await stored()).sites).toEqual({ 'sem.example': 'guard', 'ok.example': 'off' });
  });

  test.each([
    [
      'German',
      german,
      [
        'colour: ist unbekannt; bekannt sind: format, version, sites, traced, quality, policy',
        'Modus von Bad Host: erwartet wird: ein Hostname sites.Bad Host',
        'Modus von tem.example: muss eines davon sein: guard, measure, off sites.tem.example',
        'traced: erwartet wird: eine Liste',
        'quality: erwartet wird: ein Objekt',
        'Wenn der Server nicht mehr zu lesen ist: muss eines davon sein: block, pass policy.whenUnverified',
        'Älteste unbestätigte Eingabe, in ms: liegt außerhalb von: 500 bis 1500 policy.maxInputAgeMs',
      ],
      'ist zu groß: höchstens 1048576 Zeichen',
    ],
    [
      'Japanese',
      japanese,
      [
        'colour：不明です。使えるもの：format, version, sites, traced, quality, policy',
        'Bad Host の動作：必要な値：ホスト名 sites.Bad Host',
        'tem.example の動作：次のいずれかにしてください：guard, measure, off sites.tem.example',
        'traced：必要な値：リスト',
        'quality：必要な値：オブジェクト',
        'サーバーのストリームを読み取れなくなったとき：次のいずれかにしてください：block, pass policy.whenUnverified',
        '未確認の入力の最長時間（ms）：範囲外です：500～1500 policy.maxInputAgeMs',
      ],
      '大きすぎます：1048576 文字以下',
    ],
  ])('tells its problems in %s, all but the names of the file', async (_, texts, told, tooLong) => {
    const items = () => [...part().querySelectorAll('.refusal li')].map((each) => each.textContent);
    render(<Options store={store} text={messagesFrom(texts)} />, document.body);
    await choose({
      version: 1,
      sites: { 'Bad Host': 'guard', 'tem.example': 'on' },
      traced: { 'tem.example': true },
      quality: [],
      policy: { maxInputAgeMs: 9000, whenUnverified: 1 },
      colour: 'red',
    });
    expect(items()).toEqual(told);
    await choose(' '.repeat(2 ** 20 + 1));
    expect(items()).toEqual([expect.stringContaining(tooLong)]);
  });

  test.each([
    ['of another version', { ...file, version: 2 }, 'is of another version'],
    ['of another kind', { ...file, format: 'rice-novnc-record' }, 'must be one of rice-novnc-settings'],
    ['that is no JSON', '{\n  "version": 1,\n}', 'Line 3, column 1: here the file stops being JSON'],
    ['that is a list', [], 'expected an object'],
  ])('of a file %s is refused whole', async (_, content, words) => {
    await choose(content);
    expect(shown()).toContain('Nothing of this file can be used');
    expect(shown()).toContain(words);
    expect(shown()).not.toContain('Apply');
    await click('Cancel');
    expect(shown()).toContain('Nothing was changed');
  });

  test('of a file that is too large does not read it', async () => {
    const text = (): Promise<string> => expect.fail('it was read');
    await store.transfer.open({ name: 'film.mkv', size: 2 ** 30, text });
    await drawn();
    expect(shown()).toContain('is too large');
  });

  test('that would be too many sites is refused', async () => {
    const names = Array.from({ length: 1000 }, (_, index) => [`h${index}.example`, 'guard'] as const);
    await choose({ version: 1, sites: Object.fromEntries(names) });
    expect(shown()).toContain('more than the 1,000 sites');
    expect(shown()).not.toContain('Apply');
  });

  test('says of a change that it has no effect where a facility decides', async () => {
    port.managed = { ...NO_MANAGED_POLICY, portals: { 'sem.example': 'guard' } };
    await store.refresh();
    await choose({ version: 1, sites: { 'sem.example': 'off' } });
    expect(rows()).toEqual([['Mode of sem.example', 'Guard', 'Off (no effect: set by your facility)']]);
  });
});

describe('an export', () => {
  test('is a file that changes nothing when it is imported', async () => {
    await click('Export settings');
    const [file] = port.files;
    expect(file?.name).toBe('rice-novnc-settings-2026-07-13.json');
    await choose(String(file?.content));
    expect(shown()).toContain('Nothing would change');
    expect(part().querySelector('.refusal')).toBeNull();
  });
});

describe('a reset', () => {
  test('asks, puts the defaults in place, and can be undone', async () => {
    await click('Reset everything…');
    expect(await stored()).toEqual(SETTINGS);
    await click('Reset');
    expect(await stored()).toEqual(DEFAULT_SETTINGS);
    // The browser still allows the site, which is then guarded; that is nothing the user set.
    await port.settings.addSites(['sem.example']);
    await drawn();
    await click('Undo: back to the settings before');
    expect(await stored()).toEqual(SETTINGS);
  });
});
