// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import german from '../../../_locales/de/messages.json' with { type: 'json' };
import english from '../../../_locales/en/messages.json' with { type: 'json' };
import type { SaveOutcome, SessionReport, TabStatus } from '../../../src/model/port/extension-message.ts';
import { Popup } from '../../../src/pages/popup/popup.tsx';
import type { PopupPort } from '../../../src/pages/popup/popup-port.ts';
import { PopupStore } from '../../../src/pages/popup/popup-store.ts';
import type { Messages } from '../../../src/ui/surroundings.ts';
import { drawn } from '../../support/drawn.ts';

const site = { host: 'lab.example', pattern: 'https://lab.example/*' };
const report: SessionReport = {
  connection: '1',
  guarding: 'guarded',
  guardingReason: null,
  state: 'stable',
  blocked: null,
  roundTripMs: 42,
  instrument: 'none',
};
const settledStatus: TabStatus = {
  reports: [],
  hooked: true,
  builtIn: false,
  unseenHosts: [],
  pageProblems: [],
  mode: 'guard',
  traced: false,
  withdrawnHosts: [],
  problems: [],
  registrationFault: null,
  recordFault: null,
  relayHost: null,
  managed: { mode: false, disabled: [], problems: [] },
};

/** A browser that does what it is told, and tells what it was asked. */
class FakePort implements PopupPort {
  readonly asked: string[] = [];
  readonly saved: { readonly name: string; readonly content: string }[] = [];
  granted = true;
  grants = true;
  outcome: SaveOutcome | undefined = { type: 'saved' };
  answer: TabStatus | undefined = settledStatus;

  hasInvite = false;
  tab = async () => ({ id: 7, site, windowId: 3, hasInvite: this.hasInvite });
  isGranted = async () => this.granted;
  request = async (patterns: readonly string[]) => {
    this.asked.push(`request ${patterns.join()}`);
    this.granted = this.grants;
    return this.grants;
  };
  status = async () => this.answer;
  setSiteMode = async (host: string, mode: TabStatus['mode']) => {
    this.asked.push(`mode ${host} ${mode}`);
    if (this.answer && this.outcome?.type === 'saved') this.answer = { ...this.answer, mode };
    return this.outcome;
  };
  setSiteTrace = async (host: string, traced: boolean) => {
    this.asked.push(`trace ${host} ${traced}`);
    if (this.answer && this.outcome?.type === 'saved') this.answer = { ...this.answer, traced };
    return this.outcome;
  };
  forgetSite = async (host: string) => {
    this.asked.push(`forget ${host}`);
    return this.outcome;
  };
  resetSettings = async () => {
    this.asked.push('reset');
    return this.outcome;
  };
  storedSettings = async (): Promise<unknown> => ({ version: 9 });
  watches = false;
  isWatchingUnseen = async () => this.watches;
  watchUnseen = async (asked: { readonly host: string }) => {
    this.asked.push(`watch ${asked.host}`);
    this.watches = this.grants;
    return this.grants;
  };
  unwatchUnseen = async (asked: { readonly host: string }) => {
    this.asked.push(`unwatch ${asked.host}`);
    this.watches = false;
  };
  openRoom = async ({ windowId }: { readonly windowId: number | undefined }) =>
    void this.asked.push(`room ${windowId}`);
  reload = async (tabId: number) => void this.asked.push(`reload ${tabId}`);
  save = (name: string, content: string) => void this.saved.push({ name, content });
  onPermissionChange = () => () => {};
}

function textsOf(texts: Readonly<Record<string, { readonly message: string }>>): Messages {
  return (key, ...substitutions) =>
    (texts[key]?.message ?? `MISSING ${key}`).replace(
      /\$(\d)/g,
      (_, digit) => substitutions[Number(digit) - 1] ?? '',
    );
}

let port: FakePort;
let store: PopupStore;

async function open(texts: Readonly<Record<string, { readonly message: string }>> = english): Promise<void> {
  store = new PopupStore(port);
  const messages = textsOf(texts);
  render(<Popup store={store} text={messages} messages={messages} />, document.body);
  await store.refresh();
  await drawn();
}

const shown = () => document.body.textContent ?? '';
const button = (name: string) =>
  [...document.querySelectorAll('button')].find((each) => each.textContent === name) ??
  expect.fail(`no ${name}`);
async function click(name: string): Promise<void> {
  button(name).click();
  await drawn();
}

beforeEach(() => {
  port = new FakePort();
});
afterEach(() => {
  render(null, document.body);
});

describe('a site that is not enabled', () => {
  beforeEach(async () => {
    port.granted = false;
    port.answer = { ...settledStatus, hooked: false };
    await open();
  });

  test('offers one button, and says that the grant is for the host with all its ports', () => {
    expect(document.querySelectorAll('button')).toHaveLength(1);
    expect(shown()).toContain('the whole host lab.example, on every port');
  });

  test('is asked for in the very turn of the click, or the browser would refuse', async () => {
    button('Guard noVNC on this site').click();
    expect(port.asked).toEqual(['request https://lab.example/*']);
    await drawn();
    expect(shown()).toContain('not guarded until you reload it');
    await click('Reload the page');
    expect(port.asked).toContain('reload 7');
  });

  test('stays so when the user declines, and says so', async () => {
    port.grants = false;
    await click('Guard noVNC on this site');
    expect(document.querySelector('[role=status]')?.textContent).toBe(
      'The permission was not given. Nothing has changed.',
    );
    expect(shown()).toContain('RICE does not run on lab.example yet.');
  });
});

describe('rooms', () => {
  test('are opened in the side panel, in the very turn of the click', async () => {
    port.answer = { ...settledStatus, reports: [report] };
    await open();
    button(english.popupRoomOpen.message).click();
    expect(port.asked).toEqual(['room 3']);
  });

  test('of the page are named', async () => {
    port.answer = { ...settledStatus, reports: [report], relayHost: 'relay.example' };
    await open();
    expect(shown()).toContain('in a room on relay.example');
  });

  test('are not spoken of where there is neither a session nor an invite', async () => {
    await open();
    expect(shown()).not.toContain(english.popupRoomHint.message);
    port.hasInvite = true;
    await store.refresh();
    await drawn();
    await click(english.popupRoomJoin.message);
    expect(port.asked).toEqual(['room 3']);
  });
});

describe('a session', () => {
  test('is shown with its state, round trip and guarding', async () => {
    port.answer = { ...settledStatus, reports: [report] };
    await open();
    expect(document.querySelector('article')?.textContent).toMatch(
      /Stable.*Guarding.*on.*Presses.*pass.*42\sms/s,
    );
  });

  test('that is held back says why and when it ends', async () => {
    port.answer = {
      ...settledStatus,
      reports: [{ ...report, state: 'breakdown', blocked: 'probe-overdue' }],
    };
    await open();
    expect(shown()).toContain('held back');
    expect(shown()).toContain(english.uiBlock_probe_overdue_title.message);
    expect(shown()).toContain(english.uiBlock_probe_overdue_until.message);
  });

  test('that cannot be read says why and what to do', async () => {
    port.answer = {
      ...settledStatus,
      reports: [{ ...report, guarding: 'unguarded', guardingReason: 'kasm' }],
    };
    await open();
    expect(shown()).toContain(english.uiGuarding_kasm_why.message);
    expect(shown()).toContain(english.uiGuarding_kasm_remedy.message);
  });

  test.each([
    'probe-overdue',
    'retry',
    'no-credit',
    'stale-input',
    'fault',
    'held-through-block',
    'closed',
  ] as const)('has a sentence for %s in both languages', async (blocked) => {
    port.answer = { ...settledStatus, reports: [{ ...report, blocked }] };
    for (const texts of [english, german]) {
      await open(texts);
      expect(shown()).not.toContain('MISSING');
    }
  });
});

describe('the trace', () => {
  const box = () => document.querySelector<HTMLInputElement>('input[type=checkbox]');

  test('is switched on and off for the site, with what is kept in words', async () => {
    await open();
    expect(box()?.checked).toBe(false);
    expect(document.getElementById(box()?.getAttribute('aria-describedby') ?? '')?.textContent).toContain(
      'next load of the page',
    );
    box()?.click();
    await drawn();
    expect(port.asked).toEqual(['trace lab.example true']);
    expect(box()?.checked).toBe(true);
  });

  test('is behind a line until it is on, and stays in sight when it is switched off', async () => {
    const details = () => document.querySelector('details');
    await open();
    expect(details()?.open).toBe(false);
    port.answer = { ...settledStatus, traced: true };
    await open();
    expect(details()?.open).toBe(true);
    box()?.click();
    await drawn();
    expect(box()?.checked).toBe(false);
    expect(details()?.open).toBe(true);
  });

  test('is not offered where nothing of ours runs', async () => {
    port.answer = { ...settledStatus, mode: 'off' };
    await open();
    expect(box()).toBeNull();
  });
});

describe('the mode', () => {
  test('is chosen with one of three radio buttons', async () => {
    await open();
    const radios = [...document.querySelectorAll<HTMLInputElement>('input[type=radio]')];
    expect(radios.map(({ value, checked }) => `${value} ${checked}`)).toEqual([
      'guard true',
      'measure false',
      'off false',
    ]);
    radios[2]?.click();
    await drawn();
    expect(port.asked).toEqual(['mode lab.example off']);
    expect(shown()).toContain('RICE is off on this site, but it still measures this page');
  });

  test('that could not be stored is said', async () => {
    port.outcome = { type: 'full', maxSites: 1000 };
    await open();
    document.querySelector<HTMLInputElement>('input[value=measure]')?.click();
    await drawn();
    expect(document.querySelector('[role=status]')?.textContent).toContain('1,000 sites');
    expect(document.querySelector<HTMLInputElement>('input[value=guard]')?.checked).toBe(true);
  });
});

describe('a problem', () => {
  test('with stored settings offers export and reset, and locks the mode', async () => {
    const problems = [
      { path: 'sites.lab.example', code: 'choice', expected: ['guard', 'measure', 'off'] },
    ] as const;
    port.answer = { ...settledStatus, problems };
    await open();
    expect(shown()).toContain('cannot be read. The strict defaults are in force');
    expect(shown()).toContain('sites.lab.example: must be one of guard, measure, off');
    expect(document.querySelector('fieldset')?.disabled).toBe(true);
    await click('Export as stored');
    expect(port.saved).toEqual([{ name: 'rice-novnc-settings.json', content: '{\n  "version": 9\n}\n' }]);
    await click('Reset to defaults');
    expect(port.asked).toEqual(['reset']);
  });

  test('with the permission of another site offers to allow it again or to let it go', async () => {
    port.answer = { ...settledStatus, withdrawnHosts: ['far.example'] };
    await open();
    button('Allow again').click();
    expect(port.asked).toEqual(['request http://far.example/*,https://far.example/*']);
    await click('Leave it unguarded');
    expect(port.asked).toContain('forget far.example');
  });

  test('with the permission of this site is told once', async () => {
    port.granted = false;
    port.answer = { ...settledStatus, withdrawnHosts: ['lab.example'], reports: [report] };
    await open();
    expect(document.querySelectorAll('.problem')).toHaveLength(1);
    expect(shown()).toContain('is still guarded, until it is reloaded or closed');
    await click('Allow again');
    expect(port.asked).toEqual(['request https://lab.example/*']);
  });

  test('with the registration repeats the browser’s words', async () => {
    port.answer = { ...settledStatus, registrationFault: 'no room left' };
    await open();
    expect(shown()).toContain('The browser says: no room left');
  });

  test('with the page’s messages is told', async () => {
    port.answer = { ...settledStatus, pageProblems: [{ path: '', code: 'type', expected: 'an object' }] };
    await open();
    expect(shown()).toContain('Do not rely on what RICE shows for this page');
    expect(shown()).toContain('The whole value: expected an object');
  });

  test('that the background is silent is told, with a remedy', async () => {
    port.answer = undefined;
    await open();
    expect(shown()).toContain('RICE does not answer. Switch the extension off and on again');
  });
});

describe('a facility', () => {
  const managedBy = (managed: Partial<TabStatus['managed']>): TabStatus => ({
    ...settledStatus,
    reports: [report],
    managed: { ...settledStatus.managed, ...managed },
  });
  const radios = () => [...document.querySelectorAll<HTMLInputElement>('input[type=radio]')];

  test('that sets the mode of the site leaves nothing to choose, and is named', async () => {
    port.answer = managedBy({ mode: true });
    await open();
    expect(radios().map(({ disabled }) => disabled)).toEqual([true, true, true]);
    expect(shown()).toContain('Your facility sets the mode of this site.');
    expect(document.querySelectorAll('input[type=checkbox]')).toHaveLength(1);
  });

  test('that has switched traces and rooms off has no way to them in the popup', async () => {
    port.answer = managedBy({ disabled: ['traces', 'rooms'] });
    await open();
    expect(radios().some(({ disabled }) => disabled)).toBe(false);
    expect(document.querySelector('input[type=checkbox]')).toBeNull();
    expect(document.querySelector('#room')).toBeNull();
  });

  test('whose policy cannot be read is told where, for those who can mend it', async () => {
    const problems = [{ path: 'policy.override', code: 'choice', expected: ['allow', 'forbid'] }] as const;
    port.answer = managedBy({ problems });
    await open();
    expect(shown()).toContain('Parts of your facility’s policy cannot be read');
    expect(shown()).toContain('policy.override: must be one of allow, forbid');
  });
});

test('no text is missing in German either', async () => {
  port.answer = {
    ...settledStatus,
    reports: [report, { ...report, guarding: 'measuring' }],
    problems: [{ path: 'x', code: 'version', expected: ['1'] }],
    withdrawnHosts: ['far.example'],
    registrationFault: 'x',
  };
  await open(german);
  expect(shown()).not.toContain('MISSING');
  expect(shown()).toContain('Braucht Ihre Aufmerksamkeit');
});

describe('connections that cannot be guarded', () => {
  test('are watched for on a click, on this site, and no more on another', async () => {
    await open();
    await click('Also watch for connections that cannot be guarded');
    expect(port.asked).toEqual(['watch lab.example']);
    await click('Stop watching for them');
    expect(port.asked).toEqual(['watch lab.example', 'unwatch lab.example']);
    expect(shown()).toContain('Also watch for connections');
  });

  test('are not watched for when the user says no, and that is said', async () => {
    port.grants = false;
    await open();
    await click('Also watch for connections that cannot be guarded');
    expect(shown()).toContain(english.popupRefused.message);
    expect(shown()).toContain('Also watch for connections');
  });

  test('are named by host, with what it means', async () => {
    port.answer = { ...settledStatus, unseenHosts: ['lab.example:6080'] };
    await open();
    expect(shown()).toContain('A connection of this page to lab.example:6080 is outside the guard.');
  });
});
