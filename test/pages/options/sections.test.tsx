// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import english from '../../../_locales/en/messages.json' with { type: 'json' };
import { NO_MANAGED_POLICY } from '../../../src/model/policy/managed-policy.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../../src/model/policy/settings.ts';
import { NO_TOTALS, type RecordedSession } from '../../../src/model/record/recorded-session.ts';
import { Options } from '../../../src/pages/options/options.tsx';
import { OptionsStore } from '../../../src/pages/options/options-store.ts';
import type { Text } from '../../../src/ui/message-key.ts';
import { aProfile } from '../../support/profiles.ts';
import { FakePort } from './fake-port.ts';

const text: Text = (key, ...substitutions) =>
  english[key].message.replace(/\$(\d)/g, (_, digit) => substitutions[Number(digit) - 1] ?? '');

let port: FakePort;
let store: OptionsStore;
let stop: () => void;

/** Preact draws in a later turn, and the store answers in some. */
const drawn = () => new Promise((resolve) => setTimeout(resolve, 20));
async function open(settings: Partial<Settings> = {}): Promise<void> {
  port.local['settings'] = { ...DEFAULT_SETTINGS, ...settings };
  store = new OptionsStore(port);
  render(<Options store={store} text={text} />, document.body);
  stop = store.start();
  await drawn();
}
function section(id: string): HTMLElement {
  return document.getElementById(id) ?? expect.fail(`no section ${id}`);
}
const shown = (id: string) => section(id).textContent ?? '';
async function click(id: string, name: string): Promise<void> {
  const found = [...section(id).querySelectorAll('button')].find(
    (each) => each.getAttribute('aria-label') === name || each.textContent === name,
  );
  (found ?? expect.fail(`no ${name} in ${id}`)).click();
  await drawn();
}
async function choose(label: string, value: string): Promise<void> {
  const found = [...document.querySelectorAll('label')].find((each) => each.textContent?.startsWith(label));
  const select = found?.querySelector('select') ?? expect.fail(`no ${label}`);
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await drawn();
}
async function type(id: string, value: string, event: 'change' | 'input' = 'input'): Promise<void> {
  const input = document.getElementById(id);
  if (!(input instanceof HTMLInputElement)) throw new Error(`no field ${id}`);
  input.value = value;
  input.dispatchEvent(new Event(event, { bubbles: true }));
  await drawn();
}
const stored = async () => (await port.settings.read()).settings;

beforeEach(() => {
  port = new FakePort();
});
afterEach(() => {
  stop();
  render(null, document.body);
});

describe('the sites', () => {
  const sites = { 'sem.example': 'guard', 'tem.example': 'measure' } as const;
  beforeEach(() => {
    port.granted = ['https://sem.example/*'];
  });

  test('are none at first, with what to do', async () => {
    await open();
    expect(shown('sites')).toContain('No site yet. Open the page of your portal');
  });

  test('are listed with what the browser allows, and the mode is saved at once', async () => {
    await open({ sites });
    expect(shown('sites')).toContain('Allowed by the browser: https://sem.example/*');
    expect(shown('sites')).toContain('Not allowed by the browser');
    await choose('Mode of sem.example', 'off');
    expect((await stored()).sites).toEqual({ 'sem.example': 'off', 'tem.example': 'measure' });
    expect(shown('sites')).toContain('sem.example is saved.');
  });

  test('say so when nothing was saved', async () => {
    await open({ sites });
    port.answers = false;
    await choose('Mode of sem.example', 'off');
    port.answers = true;
    expect((await stored()).sites).toEqual(sites);
  });

  test('that are not allowed can be allowed by a click, and a no is told', async () => {
    await open({ sites });
    port.saysYes = false;
    await click('sites', 'Allow tem.example');
    expect(shown('sites')).toContain('The permission was not given');
    port.saysYes = true;
    await click('sites', 'Allow tem.example');
    expect(port.granted).toContain('https://tem.example/*');
    expect(shown('sites')).not.toContain('Not allowed by the browser');
  });

  test('are forgotten with their permission, and brought back with all they had', async () => {
    const quality = { 'sem.example': { type: 'fixed', level: 6 } } as const;
    await open({ sites, traced: ['sem.example'], quality });
    await click('sites', 'Forget sem.example');
    expect(port.granted).toEqual([]);
    expect(await stored()).toMatchObject({ sites: { 'tem.example': 'measure' }, traced: [], quality: {} });
    expect(document.activeElement?.textContent).toBe('Undo');
    await click('sites', 'Undo');
    expect(port.granted).toEqual(['https://sem.example/*']);
    expect(await stored()).toMatchObject({ sites, traced: ['sem.example'], quality });
  });

  test('of a facility’s build stay, and the page says what can be done instead', async () => {
    port.required = ['https://sem.example/*'];
    await open({ sites });
    await click('sites', 'Forget sem.example');
    expect((await stored()).sites).toEqual(sites);
    expect(shown('sites')).toContain('Set it to “Off” instead');
  });
});

describe('the behaviour', () => {
  test.each([
    ['mode', 'measure'],
    ['whenUnverified', 'pass'],
    ['whenUnguarded', 'close'],
    ['override', 'forbid'],
  ])('%s is saved at once as %s, and nothing else', async (field, value) => {
    await open();
    document.querySelector<HTMLInputElement>(`input[name=${field}][value=${value}]`)?.click();
    await drawn();
    expect((await stored()).policy).toEqual({ ...DEFAULT_SETTINGS.policy, [field]: value });
    expect(shown('behaviour')).toContain('Saved; it counts in open sessions too');
  });
});

describe('the threshold', () => {
  test('takes a stricter number, and goes back to the built-in one', async () => {
    await open();
    expect(shown('thresholds')).toContain('Built in: 1,500');
    await type('max-age', '700', 'change');
    expect((await stored()).policy.maxInputAgeMs).toBe(700);
    await click('thresholds', 'Back to 1,500');
    expect((await stored()).policy.maxInputAgeMs).toBe(1500);
  });

  test.each([
    ['1501', 'looser than 1,500'],
    ['499', 'below 500'],
    ['fast', 'type a whole number from 500 to 1,500'],
    ['', 'type a whole number'],
    ['7e2', 'type a whole number'],
  ])('refuses %j, says why and what is in force, and keeps what was typed', async (typed, words) => {
    await open();
    await type('max-age', typed, 'change');
    expect((await stored()).policy.maxInputAgeMs).toBe(1500);
    expect(section('thresholds').querySelector('[role=alert]')?.textContent).toContain(words);
    expect(section('thresholds').querySelector('[role=alert]')?.textContent).toContain('still in force');
    expect(document.querySelector('#max-age')?.getAttribute('aria-invalid')).toBe('true');
    expect(document.querySelector<HTMLInputElement>('#max-age')?.value).toBe(typed);
  });
});

describe('the quality', () => {
  test('is chosen for everywhere, within bounds that keep in order', async () => {
    await open();
    document.querySelector<HTMLInputElement>('input[name=quality-everywhere][value=automatic]')?.click();
    await drawn();
    expect((await stored()).policy.quality.choice).toEqual({ type: 'automatic', lowest: 0, highest: 9 });
    const bounds = [...section('quality').querySelectorAll('fieldset')].at(1)?.querySelectorAll('select');
    const lowest = bounds?.[0] ?? expect.fail('no bounds');
    lowest.value = '4';
    lowest.dispatchEvent(new Event('change', { bubbles: true }));
    await drawn();
    expect((await stored()).policy.quality).toEqual({
      lowest: 4,
      highest: 9,
      choice: { type: 'automatic', lowest: 4, highest: 9 },
    });
  });

  test('of a site is its own or that of everywhere, and can be changed and taken back', async () => {
    await open({ sites: { 'sem.example': 'guard', 'off.example': 'off' } });
    expect(shown('quality')).toContain('As everywhere: The page');
    expect(shown('quality')).not.toContain('off.example');
    await click('quality', 'Change the choice for sem.example');
    document.querySelector<HTMLInputElement>('input[value=fixed][name="quality-sem.example"]')?.click();
    await drawn();
    expect((await stored()).quality).toEqual({ 'sem.example': { type: 'fixed', level: 6 } });
    expect(shown('quality')).toContain('Fixed, 6 (good)');
    await click('quality', 'Remove the choice for sem.example');
    expect((await stored()).quality).toEqual({});
    expect(document.activeElement?.textContent).toBe('The choice for sem.example is removed.');
  });
});

describe('rooms', () => {
  test('keep a name that can be changed, and relays that are asked about before a start link goes', async () => {
    port.rooms = { name: 'Ada', relays: [{ origin: 'https://relay.example', canStart: true }] };
    await open();
    await type('room-name', 'Grace');
    await click('rooms', 'Save');
    expect(port.rooms.name).toBe('Grace');
    await click('rooms', 'Forget https://relay.example');
    expect(port.rooms.relays).toHaveLength(1);
    expect(shown('rooms')).toContain('Its start link goes too');
    section('rooms').querySelector<HTMLButtonElement>('dialog .danger')?.click();
    await drawn();
    expect(port.rooms.relays).toEqual([]);
    expect(shown('rooms')).toContain('https://relay.example is forgotten.');
  });
});

describe('records', () => {
  const session: RecordedSession = {
    ...NO_TOTALS,
    ...{ session: 'a', origin: 'https://sem.example', instrument: null, extension: '1', browser: '' },
    ...{ wallMs: Date.UTC(2026, 6, 1, 12), lastWallMs: 0, count: 1200, head: '', omitted: 0 },
  };

  test('tell how many there are, since when and how much room they take', async () => {
    port.sessions = [session, { ...session, session: 'b' }];
    await open();
    expect(shown('records')).toContain('2 of at most 500');
    expect(shown('records')).toContain('2,400');
    expect(shown('records')).toContain('July 1, 2026');
    expect(shown('records')).toContain('3.4 MB');
  });

  test('leave together in one archive', async () => {
    port.sessions = [session];
    await open();
    await click('records', 'Export all');
    expect(port.files.map(({ name }) => name)).toEqual(['rice-records-20260713T000000Z.zip']);
  });

  test('are deleted only after a question', async () => {
    port.sessions = [session];
    await open();
    await click('records', 'Delete all …');
    expect(port.sessions).toHaveLength(1);
    await click('records', 'Delete');
    expect(port.sessions).toHaveLength(0);
    expect(shown('records')).toContain('No records yet');
  });
});

describe('keys', () => {
  test('are shown as the browser has them, a missing one too', async () => {
    port.bound = [...port.bound, { name: 'open-draw', description: 'Draw', keys: '' }];
    await open();
    expect(shown('keyboard')).toContain('Open the panelAlt+Shift+R');
    expect(shown('keyboard')).toContain('Drawnot set');
    expect(shown('keyboard')).toContain('chrome://extensions/shortcuts');
  });

  test('say what to do where the browser’s page cannot be opened', async () => {
    port.opensShortcuts = false;
    await open();
    await click('keyboard', 'Change keys…');
    expect(shown('keyboard')).toContain('Open it as described');
  });
});

describe('what a facility manages', () => {
  test('is shown locked with the reason, in the value that is in force', async () => {
    port.managed = {
      ...NO_MANAGED_POLICY,
      portals: { 'lab.example': 'guard' },
      profiles: [aProfile],
      policy: { override: 'forbid', maxInputAgeMs: 900 },
      relays: ['https://relay.example'],
      disabled: ['records', 'profiles'],
    };
    await open({ sites: { 'lab.example': 'off' } });
    expect(document.body.textContent).toContain('Your facility manages some of these settings');
    const mode = section('sites').querySelector('select');
    expect([mode?.value, mode?.disabled]).toEqual(['guard', true]);
    expect(shown('sites')).toContain('Set by your facility');
    const override = document.querySelector<HTMLInputElement>('input[name=override][value=forbid]');
    expect([override?.checked, override?.closest('fieldset')?.disabled]).toEqual([true, true]);
    expect(shown('thresholds')).toContain('Your facility allows at most 900');
    expect(shown('rooms')).toContain('Your facility allows only https://relay.example');
    expect(shown('records')).toContain('Switched off by your facility');
    expect(shown('profiles')).toContain('Of your facility, in force before your own');
    expect(shown('profiles')).not.toContain('Import files');
    await type('max-age', '1200', 'change');
    expect(shown('thresholds')).toContain('looser than 900');
  });

  test('leaves who has no own profile with the facility’s, and does not say that there is none', async () => {
    port.managed = { ...NO_MANAGED_POLICY, profiles: [aProfile] };
    await open({});
    expect(shown('profiles')).toContain('You have no profile of your own');
    expect(shown('profiles')).not.toContain('There is no profile yet');
    expect(shown('profiles')).toContain('Import files');
  });
});

describe('the search', () => {
  const visible = () =>
    [...document.querySelectorAll<HTMLElement>('[data-section]')].filter((each) => !each.hidden);

  test('shows what has all the words, says how much that is, and goes away', async () => {
    await open({ sites: { 'sem.example': 'guard', 'tem.example': 'guard' } });
    await type('find', 'TEM.exam');
    expect(visible().map(({ id }) => id)).toEqual(['sites', 'quality']);
    expect(document.querySelector('.finder [role=status]')?.textContent).toBe('Found: 2');
    await type('find', 'zebra');
    expect(visible()).toHaveLength(0);
    expect(document.querySelector('.finder [role=status]')?.textContent).toContain('Nothing found');
    await type('find', '');
    expect(visible()).toHaveLength(9);
  });

  test('shows a section whole that is called so, and opens what is folded around a match', async () => {
    await open();
    await type('find', 'keyboard');
    expect(section('keyboard').querySelectorAll('[data-find][hidden]')).toHaveLength(0);
    await type('find', 'ellipse');
    expect(visible().map(({ id }) => id)).toEqual(['keyboard']);
    expect([...section('keyboard').querySelectorAll('details')].map((each) => each.open)).toContain(true);
  });

  test('finds again what is drawn anew', async () => {
    await open({ sites: { 'sem.example': 'guard' } });
    await type('find', 'tem.example');
    await port.settings.setSiteMode('tem.example', 'guard');
    await drawn();
    expect(document.querySelector('.finder [role=status]')?.textContent).toBe('Found: 2');
  });
});
