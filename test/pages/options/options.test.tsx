// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import english from '../../../_locales/en/messages.json' with { type: 'json' };
import type { InstrumentProfile } from '../../../src/model/policy/instrument-profile.ts';
import { formatProfile } from '../../../src/model/policy/profile-file.ts';
import { Options } from '../../../src/pages/options/options.tsx';
import { OptionsStore } from '../../../src/pages/options/options-store.ts';
import type { ChosenFile } from '../../../src/pages/options/profile-list-store.ts';
import type { Text } from '../../../src/ui/message-key.ts';
import { drawn } from '../../support/drawn.ts';
import { aProfile } from '../../support/profiles.ts';
import { FakePort } from './fake-port.ts';

const text: Text = (key, ...substitutions) =>
  english[key].message.replace(/\$(\d)/g, (_, digit) => substitutions[Number(digit) - 1] ?? '');

let port: FakePort;
let store: OptionsStore;
let stop: () => void;

async function open(): Promise<void> {
  store = new OptionsStore(port);
  render(<Options store={store} text={text} />, document.body);
  stop = store.start();
  await drawn();
}
const shown = () => document.body.textContent ?? '';
const cards = () => [...document.querySelectorAll('#profiles article')];
const buttons = (name: string) =>
  [...document.querySelectorAll('button')].filter((each) => each.textContent === name);
async function click(name: string): Promise<void> {
  const found = buttons(name);
  const inList = found.find((each) => each.closest('#profiles') !== null);
  (inList ?? found[0] ?? expect.fail(`no ${name}`)).click();
  await drawn();
}
async function type(label: string, value: string): Promise<void> {
  const found = [...document.querySelectorAll<HTMLLabelElement>('#profiles label')].find(
    (each) => each.textContent === label,
  );
  const input = document.getElementById(found?.htmlFor ?? '');
  if (!(input instanceof HTMLInputElement)) throw new Error(`no ${label}`);
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  await drawn();
}
const fileOf = (name: string, content: string): ChosenFile => ({
  name,
  size: content.length,
  text: async () => content,
});
async function imported(...profiles: readonly InstrumentProfile[]): Promise<void> {
  await store.profiles.importFiles(profiles.map((each) => fileOf(`${each.name}.json`, formatProfile(each))));
  await drawn();
}

beforeEach(() => {
  port = new FakePort();
});
afterEach(() => {
  stop();
  render(null, document.body);
});

describe('the page without a profile', () => {
  test('says what to do, and adds the example on request', async () => {
    await open();
    expect(shown()).toContain('There is no profile yet');
    await click('Add the example of a microscope PC');
    expect(cards()).toHaveLength(1);
    expect(shown()).toContain('Microscope control PC');
    expect(shown()).toContain('1 stop, 13 hazardous');
    expect(shown()).not.toContain('There is no profile yet');
  });

  test('says so when the background does not answer', async () => {
    port.answers = false;
    await open();
    expect(shown()).toContain('RICE does not answer');
  });
});

describe('an import', () => {
  beforeEach(open);

  test('lists what the profile marks', async () => {
    await imported(aProfile);
    expect(cards()[0]?.textContent).toContain('https://lab.example.org');
    expect(cards()[0]?.textContent).toContain('1 stop, 1 hazardous');
    expect(shown()).toContain('Profiles imported: 1');
  });

  test('of a broken file tells every problem with its place, and takes the others', async () => {
    const [region] = aProfile.regions;
    const broken = { ...aProfile, name: '', regions: [{ ...region, x: 790 }] };
    await store.profiles.importFiles([
      fileOf('broken.json', JSON.stringify(broken)),
      fileOf('good.json', formatProfile(aProfile)),
      fileOf('no.json', '{\n  "version": 1,\n}'),
    ]);
    await drawn();
    expect(cards()).toHaveLength(1);
    expect(shown()).toContain('broken.json was not imported');
    expect(shown()).toContain('Name: a name is missing');
    expect(shown()).toContain('Region 1 “Stage”, width: is out of range: 1 to 10 regions[0].width');
    expect(shown()).toContain('Line 3, column 1: here the file stops being JSON');
    expect(document.activeElement?.textContent).toContain('was not imported');
  });

  test('of a file that is too large does not read it', async () => {
    const size = 2 ** 30;
    await store.profiles.importFiles([{ name: 'film.mkv', size, text: () => expect.fail('it was read') }]);
    await drawn();
    expect(shown()).toContain('The whole value: is too large');
  });

  test('of a file that went away says so', async () => {
    await store.profiles.importFiles([
      { name: 'gone.json', size: 1, text: () => Promise.reject(new Error('gone')) },
    ]);
    await drawn();
    expect(shown()).toContain('gone.json was not imported');
  });

  test('gives back the same on export', async () => {
    await imported({ ...aProfile, name: 'Küche 7/Größe' });
    await click('Export');
    expect(port.files).toEqual([
      { name: 'kuche-7-gro-e.json', content: formatProfile({ ...aProfile, name: 'Küche 7/Größe' }) },
    ]);
  });

  test('for a place that has a profile already says which one is in force', async () => {
    await imported(aProfile, { ...aProfile, name: 'Newer' });
    expect(cards()[0]?.textContent).not.toContain('Not in force');
    expect(cards()[1]?.textContent).toContain('Not in force: “Microscope 1” stands before it');
  });
});

describe('a profile', () => {
  beforeEach(async () => {
    await open();
    await imported(aProfile);
  });

  test('is deleted, and put back by one click, which has the focus', async () => {
    await click('Delete');
    expect(cards()).toHaveLength(0);
    expect(shown()).toContain('“Microscope 1” was deleted');
    expect(document.activeElement?.textContent).toBe('Undo');
    await click('Undo');
    expect(cards()).toHaveLength(1);
    expect(shown()).toContain('“Microscope 1” is back');
  });

  test('is duplicated, and its copy opened', async () => {
    await click('Duplicate');
    expect(cards()).toHaveLength(2);
    expect(cards()[1]?.querySelector('form')).not.toBeNull();
    expect(cards()[1]?.textContent).toContain('Copy of Microscope 1');
  });

  test('is changed in its form, and the focus comes back', async () => {
    await click('Edit');
    expect(document.activeElement?.getAttribute('type')).toBe('text');
    await type('Name', 'Microscope 2');
    await type('Normal presses under way', '3');
    await click('Save');
    expect(shown()).toContain('“Microscope 2” is saved');
    expect(document.activeElement?.textContent).toBe('Edit');
    await click('Export');
    expect(JSON.parse(String(port.files[0]?.content))).toEqual({
      ...aProfile,
      name: 'Microscope 2',
      thresholds: { ...aProfile.thresholds, normalCredit: 3 },
    });
  });

  test('is not saved with a problem; the form stays, with what was typed', async () => {
    await click('Edit');
    await type('Portal', 'lab.example.org');
    await type('Oldest unconfirmed input, in ms', '9999');
    await click('Save');
    expect(shown()).toContain('Not saved yet');
    expect(shown()).toContain('Portal: must be the portal’s address');
    expect(shown()).toContain('is out of range: 500 to 1500');
    expect(document.querySelectorAll('[aria-invalid="true"]')).toHaveLength(2);
    await click('Cancel');
    expect(shown()).toContain('https://lab.example.org');
  });

  test('keeps the regions that were drawn in another tab while its form was open', async () => {
    await click('Edit');
    await type('Name', 'Renamed');
    const { profiles } = await port.profiles
      .library()
      .then((library) => library ?? expect.fail('no library'));
    await port.profiles.save(profiles[0]?.id ?? null, { ...aProfile, regions: [] });
    port.changed();
    await drawn();
    await click('Save');
    await click('Export');
    expect(JSON.parse(String(port.files[0]?.content))).toMatchObject({ name: 'Renamed', regions: [] });
  });

  test('gets and loses keys', async () => {
    await click('Edit');
    await click('Add a key');
    const rows = () => document.querySelectorAll('tbody tr');
    expect(rows()).toHaveLength(2);
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Key of key 2');
    await click('×');
    expect(rows()).toHaveLength(1);
    expect(document.activeElement?.textContent).toBe('Add a key');
  });
});

describe('what cannot be read', () => {
  test('of one profile is shown with its problems, and can be exported as it is', async () => {
    const raw = { ...aProfile, version: 7 };
    port.local['profiles'] = { version: 1, profiles: [{ id: 'old', profile: raw }], removed: [] };
    await open();
    expect(shown()).toContain('A profile that cannot be read');
    expect(shown()).toContain('is of another version');
    await click('Export as stored');
    expect(JSON.parse(String(port.files[0]?.content))).toEqual(raw);
  });

  test('of the whole library locks it until it is put aside', async () => {
    port.local['profiles'] = { version: 9 };
    await open();
    expect(shown()).toContain('None is in force');
    expect(buttons('Import files…')).toHaveLength(0);
    await click('Export as stored');
    expect(port.files[0]?.content).toBe('{\n  "version": 9\n}\n');
    await click('Put aside and begin anew');
    expect(shown()).toContain('There is no profile yet');
    expect(port.local['profiles-put-aside']).toEqual([{ version: 9 }]);
  });

  test('of the settings locks them, offers them as they are, and begins anew when asked', async () => {
    port.local['settings'] = { version: 7 };
    await open();
    expect(document.querySelector('fieldset')?.disabled).toBe(true);
    expect(document.querySelector<HTMLInputElement>('#max-age')?.disabled).toBe(true);
    expect(shown()).toContain('is of another version');
    await click('Export as stored');
    expect(port.files[0]?.content).toBe('{\n  "version": 7\n}\n');
    await click('Reset everything…');
    await click('Reset');
    expect(document.querySelector('fieldset')?.disabled).toBe(false);
    expect(port.local['settings-put-aside']).toEqual([{ version: 7 }]);
  });
});
