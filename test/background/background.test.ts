import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Background } from '../../src/background/background.ts';
import type { RoomDoor } from '../../src/background/room-door.ts';
import { STRICT_POLICY } from '../../src/model/policy/policy.ts';
import { DEFAULT_SETTINGS } from '../../src/model/policy/settings.ts';
import type { SessionReport } from '../../src/model/port/extension-message.ts';
import { MemoryRecords } from '../support/memory-records.ts';
import { MemoryTraces } from '../support/memory-traces.ts';
import { entry, hash } from '../support/record-events.ts';
import { FakeBrowser, OWN_ID, settled } from './fake-browser.ts';

const PORTAL = 'https://lab.example/vnc.html';
const ORIGIN = 'https://lab.example/*';
const report: SessionReport = {
  connection: '1',
  guarding: 'guarded',
  guardingReason: null,
  state: 'stable',
  blocked: null,
  roundTripMs: 40,
  instrument: 'none',
};
const held: SessionReport = { ...report, state: 'breakdown', blocked: 'probe-overdue' };

/** Rooms have tests of their own. */
const door: RoomDoor = { join: async () => {}, leave: async () => {}, move: async () => {} };

let browser: FakeBrowser;
let records: MemoryRecords;
let traces: MemoryTraces;
let stop: () => void;
let warnings: string[];

/** The worker starts: with the browser, or again after it was ended for having nothing to do. */
async function start(): Promise<void> {
  const record = {
    database: records,
    traces,
    hash,
    wallMs: () => 0,
    extension: '0.1.0',
    browser: 'Chrome 156',
  };
  stop = new Background(browser.api, (key) => key, record, door).start();
  await settled();
}

beforeEach(async () => {
  warnings = [];
  const keep = (text: unknown) => void warnings.push(String(text));
  vi.spyOn(console, 'warn').mockImplementation(keep);
  vi.spyOn(console, 'error').mockImplementation(keep);
  browser = new FakeBrowser();
  records = new MemoryRecords();
  traces = new MemoryTraces();
  await start();
});
afterEach(() => {
  stop();
  vi.restoreAllMocks();
});

async function granted(): Promise<void> {
  browser.grant(ORIGIN);
  await settled();
}
const status = (tabId = 1) => browser.sendFromPage({ type: 'tab-status', tabId, host: 'lab.example' });

describe('a grant', () => {
  test('registers the private script before the one in the page’s world, by id and by place', async () => {
    await granted();
    expect(browser.scripts.map(({ id, world, js }) => ({ id, world, js }))).toEqual([
      { id: 'rice-1-link', world: 'ISOLATED', js: ['link.js'] },
      { id: 'rice-2-hook', world: 'MAIN', js: ['hook.js'] },
    ]);
    expect(browser.scripts.map(({ id }) => id).sort()).toEqual(browser.scripts.map(({ id }) => id));
    for (const script of browser.scripts) {
      expect(script).toMatchObject({
        matches: [ORIGIN],
        runAt: 'document_start',
        allFrames: true,
        matchOriginAsFallback: true,
        persistAcrossSessions: true,
      });
    }
  });

  test('is remembered, so that it can be missed', async () => {
    await granted();
    expect(browser.local['settings']).toMatchObject({ sites: { 'lab.example': 'guard' } });
  });

  test('marks the pages that were loaded before it', async () => {
    await browser.load(1, PORTAL, 'a', { link: false });
    await browser.load(2, 'https://other.example/', 'b', { link: false });
    await granted();
    expect(browser.face(1)).toMatchObject({ text: '↻', title: 'extTitleMustReload' });
    expect(browser.face(2)).toMatchObject({ text: '', title: 'extTitleNothing' });
    expect(await status()).toMatchObject({ hooked: false, mode: 'guard' });
    await browser.load(1, PORTAL, 'c', { link: true });
    expect(browser.face(1)).toMatchObject({ text: '', title: 'extTitleWaiting' });
    expect(await status()).toMatchObject({ hooked: true });
  });

  test('shows the popup again over a page that must be reloaded, for the browser closed it to ask', async () => {
    await browser.load(1, PORTAL, 'a', { link: false });
    await granted();
    expect(browser.popupsOpened).toBe(1);
    // Nobody asked now: the worker was only woken.
    stop();
    await start();
    expect(browser.popupsOpened).toBe(1);
  });

  test('leaves the popup where another page is in front, and bears that it cannot be opened', async () => {
    await browser.load(1, PORTAL, 'a', { link: false });
    await browser.load(2, 'https://other.example/', 'b', { link: false });
    await granted();
    expect(browser.popupsOpened).toBe(0);
    browser.opensPopups = false;
    await browser.load(3, PORTAL, 'c', { link: false });
    await granted();
    expect(browser.popupsOpened).toBe(1);
    expect(warnings).toEqual([]);
  });

  test('is not woken by pages while no tab has anything of ours, and is again once one has', async () => {
    await granted();
    // The first worker hears of what the browser restores; those after it of what is ours.
    expect(browser.hearsLoads).toBe(true);
    stop();
    await start();
    expect(browser.hearsLoads).toBe(false);
    await browser.load(1, PORTAL, 'a', { link: true });
    await browser.sendFrom(1, { type: 'report', reports: [report] });
    expect(browser.hearsLoads).toBe(true);
    stop();
    await start();
    expect(browser.hearsLoads).toBe(true);
  });

  test('marks a page that loaded without its scripts, as one that was restored before they were registered', async () => {
    await granted();
    await browser.load(1, PORTAL, 'a', { link: false });
    expect(browser.face(1)).toMatchObject({ text: '↻', title: 'extTitleMustReload' });
    await browser.sendFromPage({ type: 'set-site-mode', host: 'lab.example', mode: 'off' });
    await browser.load(1, PORTAL, 'b', { link: false });
    expect(browser.face(1)).toMatchObject({ text: '', title: 'extTitleNothing' });
  });

  test('marks the open pages when the extension was switched off and on again', async () => {
    await granted();
    await browser.load(1, PORTAL, 'a', { link: true });
    stop();
    const [document] = browser.tabs.get(1)?.documents ?? [];
    if (document?.link) document.link.detached = true;
    Reflect.deleteProperty(browser.session, 'tabs');
    await start();
    expect(browser.face(1)).toMatchObject({ text: '↻' });
  });

  test('leaves what is registered alone when nothing changed', async () => {
    await granted();
    const update = vi.spyOn(browser.api.scripting, 'updateContentScripts');
    const register = vi.spyOn(browser.api.scripting, 'registerContentScripts');
    browser.install();
    await settled();
    expect(update).not.toHaveBeenCalled();
    expect(register).not.toHaveBeenCalled();
  });

  test('is found again when the browser dropped the scripts, as it does on an update', async () => {
    await granted();
    browser.scripts = [];
    stop();
    await start();
    expect(browser.scripts).toHaveLength(2);
  });

  test('puts the order right when only one script is left', async () => {
    await granted();
    browser.scripts = browser.scripts.slice(1);
    browser.install();
    await settled();
    expect(browser.scripts.map(({ id }) => id)).toEqual(['rice-1-link', 'rice-2-hook']);
  });

  test('of more sites updates the scripts in place', async () => {
    await granted();
    const unregister = vi.spyOn(browser.api.scripting, 'unregisterContentScripts');
    browser.grant('http://second.example/*');
    await settled();
    expect(browser.scripts.map(({ matches }) => matches)).toEqual([
      ['http://second.example/*', ORIGIN],
      ['http://second.example/*', ORIGIN],
    ]);
    expect(unregister).not.toHaveBeenCalled();
  });

  test('that cannot be registered is shown with the browser’s words', async () => {
    browser.registrationFault = 'no room';
    await granted();
    expect(browser.face()).toMatchObject({ text: '!', title: 'extTitleTrouble' });
    expect(await status()).toMatchObject({ registrationFault: 'no room' });
    browser.registrationFault = undefined;
    expect(await status()).toMatchObject({ registrationFault: null });
    expect(browser.face()).toMatchObject({ text: '', title: 'extTitleNothing' });
  });
});

describe('a choice about the picture', () => {
  const choose = (choice: unknown, tabId = 1) => browser.sendFrom(tabId, { type: 'set-quality', choice });
  const chosen = async (): Promise<unknown> => {
    const answer = await browser.sendFrom(1, { type: 'site-settings' });
    return Reflect.get(
      Object(Reflect.get(Object(Reflect.get(Object(answer), 'policy')), 'quality')),
      'choice',
    );
  };

  test('counts on the site of the document that made it, from now on', async () => {
    await granted();
    await browser.load(1, PORTAL, 'a', { link: true });
    expect(await choose({ type: 'fixed', level: 1 })).toEqual({ type: 'saved' });
    expect(await chosen()).toEqual({ type: 'fixed', level: 1 });
  });

  test('is forgotten on request, and with its site', async () => {
    await granted();
    await browser.load(1, PORTAL, 'a', { link: true });
    for (const type of ['forget-quality', 'forget-site']) {
      await choose({ type: 'automatic', lowest: 1, highest: 8 });
      expect(await browser.sendFromPage({ type, host: new URL(PORTAL).hostname })).toEqual({ type: 'saved' });
      expect(await chosen(), type).toEqual({ type: 'suggest' });
    }
  });

  test('is made for any site by the extension’s own pages alone', async () => {
    await granted();
    await browser.load(1, PORTAL, 'a', { link: true });
    const message = { type: 'set-site-quality', host: 'lab.example', choice: { type: 'fixed', level: 4 } };
    expect(await browser.sendFrom(1, message)).toBeUndefined();
    expect(await chosen()).toEqual({ type: 'suggest' });
    expect(await browser.sendFromPage(message)).toEqual({ type: 'saved' });
    expect(await chosen()).toEqual({ type: 'fixed', level: 4 });
  });

  test('that is none is not taken', async () => {
    await granted();
    await browser.load(1, PORTAL, 'a', { link: true });
    expect(await choose({ type: 'fixed', level: 5 })).toBeUndefined();
    expect(await choose({ type: 'automatic', lowest: 8, highest: 1 })).toBeUndefined();
    expect(await chosen()).toEqual({ type: 'suggest' });
  });
});

describe('a traced site', () => {
  const trace = (traced: boolean) =>
    browser.sendFromPage({ type: 'set-site-trace', host: 'lab.example', traced });
  const scripts = () =>
    browser.scripts.map(({ id, js, matches, excludeMatches }) => ({ id, js, matches, excludeMatches }));

  test('gets the hook that traces in the place of the other, and never none', async () => {
    await granted();
    const unregister = vi.spyOn(browser.api.scripting, 'unregisterContentScripts');
    await trace(true);
    const pages = '*://lab.example/*';
    expect(scripts()).toEqual([
      { id: 'rice-1-link', js: ['link.js'], matches: [ORIGIN], excludeMatches: [] },
      { id: 'rice-2-hook', js: ['hook.js'], matches: [ORIGIN], excludeMatches: [pages] },
      { id: 'rice-3-hook-traced', js: ['hook-traced.js'], matches: [pages], excludeMatches: [] },
    ]);
    expect(unregister).not.toHaveBeenCalled();
    expect(await status()).toMatchObject({ traced: true });
  });

  test('gets the plain hook again before the other one goes', async () => {
    await granted();
    await trace(true);
    const calls: string[] = [];
    const { updateContentScripts, unregisterContentScripts } = browser.api.scripting;
    vi.spyOn(browser.api.scripting, 'updateContentScripts').mockImplementation(async (given) => {
      calls.push('update');
      return updateContentScripts(given);
    });
    vi.spyOn(browser.api.scripting, 'unregisterContentScripts').mockImplementation(async (given) => {
      calls.push(`unregister ${given?.ids?.join()}`);
      return unregisterContentScripts(given);
    });
    await trace(false);
    expect(calls).toEqual(['update', 'unregister rice-3-hook-traced']);
    expect(scripts().map(({ excludeMatches }) => excludeMatches)).toEqual([[], []]);
    expect(await status()).toMatchObject({ traced: false });
  });

  test('that is off, or was let go, is not traced', async () => {
    await granted();
    await trace(true);
    await browser.sendFromPage({ type: 'set-site-mode', host: 'lab.example', mode: 'off' });
    expect(scripts()).toHaveLength(2);
    await browser.sendFromPage({ type: 'forget-site', host: 'lab.example' });
    expect(browser.local['settings']).toMatchObject({ traced: [] });
  });
});

describe('a withdrawn permission', () => {
  test('unregisters the scripts and shows on every tab without a session', async () => {
    await granted();
    await browser.load(1, PORTAL, 'a', { link: true });
    browser.withdraw(ORIGIN);
    await settled();
    expect(browser.scripts).toEqual([]);
    expect(browser.face()).toMatchObject({ text: '!', title: 'extTitleTrouble' });
    expect(browser.face(1)).toMatchObject({ text: '!' });
    expect(await status()).toMatchObject({ withdrawnHosts: ['lab.example'], problems: [] });
  });

  test('is over when it is given again, or when the user lets the site go', async () => {
    await granted();
    browser.withdraw(ORIGIN);
    await settled();
    await browser.sendFromPage({ type: 'forget-site', host: 'lab.example' });
    expect(browser.face()).toMatchObject({ text: '' });
    expect(await status()).toMatchObject({ withdrawnHosts: [] });
    await granted();
    expect(await status()).toMatchObject({ withdrawnHosts: [], mode: 'guard' });
  });

  test('is noticed when it went while the worker did not run', async () => {
    await granted();
    stop();
    browser.origins = [];
    await start();
    expect(browser.scripts).toEqual([]);
    expect(browser.face()).toMatchObject({ text: '!' });
  });

  test('of a site that is off is nobody’s loss', async () => {
    await granted();
    await browser.sendFromPage({ type: 'set-site-mode', host: 'lab.example', mode: 'off' });
    browser.withdraw(ORIGIN);
    await settled();
    expect(await status()).toMatchObject({ withdrawnHosts: [] });
  });

  test('leaves a session that still runs its own face', async () => {
    await granted();
    await browser.load(1, PORTAL, 'a', { link: true });
    await browser.report(1, [held]);
    browser.withdraw(ORIGIN);
    await settled();
    expect(browser.face(1)).toMatchObject({ text: 'II' });
  });
});

describe('a site’s mode', () => {
  test('is the policy the link is answered with', async () => {
    await granted();
    expect(await browser.load(1, PORTAL, 'a', { link: true })).toEqual({
      policy: STRICT_POLICY,
      profiles: [],
      problemCount: 0,
      relayHost: null,
    });
    await browser.sendFromPage({ type: 'set-site-mode', host: 'lab.example', mode: 'measure' });
    expect(await browser.load(1, PORTAL, 'b', { link: true })).toMatchObject({ policy: { mode: 'measure' } });
  });

  test('that changes makes the documents that run now ask again', async () => {
    browser.grant(ORIGIN, 'https://other.example/*');
    await settled();
    await browser.load(1, PORTAL, 'a', { link: true });
    await browser.load(2, 'https://other.example/', 'b', { link: true });
    await browser.sendFromPage({ type: 'set-site-mode', host: 'lab.example', mode: 'measure' });
    expect(browser.sentToTabs.map(({ tabId, frameId, message }) => ({ tabId, frameId, message }))).toEqual([
      { tabId: 1, frameId: 0, message: { type: 'settings-changed' } },
      { tabId: 2, frameId: 0, message: { type: 'settings-changed' } },
    ]);
    expect(await browser.sendFrom(1, { type: 'site-settings' })).toMatchObject({
      policy: { mode: 'measure' },
    });
    expect(await browser.sendFrom(2, { type: 'site-settings' })).toMatchObject({ policy: STRICT_POLICY });
  });

  test('off keeps the scripts out, and guard lets them in again', async () => {
    await granted();
    await browser.sendFromPage({ type: 'set-site-mode', host: 'lab.example', mode: 'off' });
    expect(browser.scripts.map(({ excludeMatches }) => excludeMatches)).toEqual([
      ['*://lab.example/*'],
      ['*://lab.example/*'],
    ]);
    await browser.sendFromPage({ type: 'set-site-mode', host: 'lab.example', mode: 'guard' });
    expect(browser.scripts.map(({ excludeMatches }) => excludeMatches)).toEqual([[], []]);
  });

  test('of two sites changed at once is kept for both', async () => {
    await Promise.all([
      browser.sendFromPage({ type: 'set-site-mode', host: 'a.example', mode: 'off' }),
      browser.sendFromPage({ type: 'set-site-mode', host: 'b.example', mode: 'off' }),
    ]);
    expect(browser.local['settings']).toMatchObject({ sites: { 'a.example': 'off', 'b.example': 'off' } });
  });
});

describe('stored settings that cannot be read', () => {
  const raw = { version: 7, sites: 'many', precious: [1, 2, 3] };

  beforeEach(async () => {
    stop();
    browser.local['settings'] = structuredClone(raw);
    browser.origins = [ORIGIN];
    await start();
  });

  test('put the strict default in force and are shown', async () => {
    expect(browser.scripts).toHaveLength(2);
    expect(await browser.load(1, PORTAL, 'a', { link: true })).toMatchObject({
      policy: STRICT_POLICY,
      problemCount: 4,
    });
    expect(browser.face()).toMatchObject({ text: '!', title: 'extTitleTrouble' });
    expect(await status()).toMatchObject({
      problems: [
        { path: 'precious' },
        { path: 'version', code: 'version' },
        { path: 'sites' },
        { path: 'policy' },
      ],
    });
  });

  test('stay as they are, whatever is clicked', async () => {
    browser.grant('https://new.example/*');
    await settled();
    expect(
      await browser.sendFromPage({ type: 'set-site-mode', host: 'lab.example', mode: 'off' }),
    ).toMatchObject({
      type: 'unreadable',
    });
    expect(await browser.sendFromPage({ type: 'forget-site', host: 'lab.example' })).toMatchObject({
      type: 'unreadable',
    });
    expect(browser.local['settings']).toEqual(raw);
    expect(await browser.sendFromPage({ type: 'stored-settings' })).toEqual({ raw });
  });

  test('are put aside by a reset, never deleted', async () => {
    await browser.sendFromPage({ type: 'reset-settings' });
    expect(browser.local['settings']).toEqual({ ...DEFAULT_SETTINGS, sites: { 'lab.example': 'guard' } });
    expect(browser.local['settings-put-aside']).toEqual([raw]);
    expect(browser.face()).toMatchObject({ text: '' });
  });
});

test('a reset leaves readable settings alone', async () => {
  await granted();
  await browser.sendFromPage({ type: 'reset-settings' });
  expect(browser.local['settings']).toMatchObject({ sites: { 'lab.example': 'guard' } });
  expect(browser.local['settings-put-aside']).toBeUndefined();
});

describe('the toolbar', () => {
  beforeEach(async () => {
    await granted();
    await browser.load(1, PORTAL, 'a', { link: true });
  });

  test('says what a session reports', async () => {
    await browser.report(1, [report]);
    expect(browser.face(1)).toMatchObject({ text: 'OK', title: 'extTitleGuarded', icon: '/icons/ok-16.png' });
    await browser.report(1, [held]);
    expect(browser.face(1)).toMatchObject({ text: 'II', title: 'extTitleHeld', icon: '/icons/held-16.png' });
  });

  test('shows the worst of all frames of the tab', async () => {
    const inner = {
      frameId: 3,
      documentId: 'inner',
      link: { detached: false, reports: [], host: 'lab.example' },
    };
    browser.tabs.get(1)?.documents.push(inner);
    await browser.report(1, [held], 3);
    await browser.report(1, [report], 0);
    expect(browser.face(1)).toMatchObject({ text: 'II' });
    await browser.report(1, [report], 3);
    expect(browser.face(1)).toMatchObject({ text: 'OK' });
  });

  test('forgets a page that was left, though its successor says nothing', async () => {
    await browser.report(1, [held]);
    await browser.load(1, 'https://elsewhere.example/', 'b', { link: false });
    expect(browser.face(1)).toMatchObject({ text: '', title: 'extTitleNothing' });
    expect(await status()).toMatchObject({ hooked: false, reports: [] });
  });

  test('keeps the face of a page that only jumped within itself', async () => {
    await browser.report(1, [held]);
    await browser.jump(1);
    expect(browser.face(1)).toMatchObject({ text: 'II' });
  });

  test('still knows every frame after the worker was ended and started again', async () => {
    const inner = {
      frameId: 3,
      documentId: 'inner',
      link: { detached: false, reports: [], host: 'lab.example' },
    };
    browser.tabs.get(1)?.documents.push(inner);
    await browser.report(1, [held], 3);
    stop();
    await start();
    await browser.report(1, [report], 0);
    expect(browser.face(1)).toMatchObject({ text: 'II' });
    expect(await status()).toMatchObject({ reports: [report, held] });
  });

  test('begins anew when what the last worker left cannot be read', async () => {
    stop();
    browser.session['tabs'] = { one: 'two' };
    await start();
    await browser.report(1, [held]);
    expect(browser.face(1)).toMatchObject({ text: 'II' });
  });

  test('does not count a link whose extension is gone', async () => {
    const [document] = browser.tabs.get(1)?.documents ?? [];
    if (document?.link) document.link.detached = true;
    expect(await status()).toMatchObject({ hooked: false });
  });

  test('forgets a closed tab', async () => {
    await browser.report(1, [held]);
    browser.closeTab(1);
    await settled();
    expect(browser.session['tabs']).toEqual({});
  });
});

describe('a tab that is discarded under another number', () => {
  beforeEach(async () => {
    await granted();
    await browser.load(1, PORTAL, 'a', { link: true });
  });
  test('is forgotten under its old one', async () => {
    await browser.report(1, [held]);
    browser.discardTab(1, 5);
    await settled();
    expect(browser.session['tabs']).toEqual({});
  });

  test('takes its room along', async () => {
    browser.session['room-seats'] = [{ tabId: 1, frameId: 0, relay: 'https://relay.example' }];
    browser.discardTab(1, 5);
    await settled();
    expect(browser.session['room-seats']).toEqual([{ tabId: 5, frameId: 0, relay: 'https://relay.example' }]);
  });
});

describe('the overlay', () => {
  test.each([
    [{ type: 'show-overlay' }, '/overlay.js'],
    [{ type: 'show-part', part: 'panel' }, '/panel.js'],
    [{ type: 'show-part', part: 'editor' }, '/editor.js'],
    [{ type: 'show-part', part: 'safety' }, '/safety.js'],
    [{ type: 'show-part', part: 'quality' }, '/quality.js'],
  ])('is put by %o into the asking document alone', async (message, file) => {
    await granted();
    await browser.load(1, PORTAL, 'a', { link: true });
    expect(await browser.sendFrom(1, message)).toBe(true);
    expect(browser.injected).toEqual([{ target: { tabId: 1, documentIds: ['a'] }, files: [file] }]);
  });

  test('that cannot be put there is answered for and logged', async () => {
    await granted();
    await browser.load(1, PORTAL, 'a', { link: true });
    browser.injectionFault = 'sandboxed';
    expect(await browser.sendFrom(1, { type: 'show-overlay' })).toBe(false);
    expect(warnings.join()).toContain('sandboxed');
  });
});

describe('a message', () => {
  beforeEach(async () => {
    await granted();
    await browser.load(1, PORTAL, 'a', { link: true });
  });

  test.each([
    [{ type: 'set-site-mode', host: 'lab.example', mode: 'off' }],
    [{ type: 'reset-settings' }],
    [{ type: 'stored-settings' }],
    [{ type: 'forget-site', host: 'lab.example' }],
    [{ type: 'tab-status', tabId: 1, host: null }],
  ])('of the pages, $type, is refused from a content script', async (message) => {
    const before = structuredClone(browser.local);
    expect(await browser.sendFrom(1, message)).toBeUndefined();
    expect(browser.local).toEqual(before);
  });

  test('of another extension is left unanswered', async () => {
    expect(
      await browser.send({ type: 'stored-settings' }, { id: 'other', url: 'extension://other/' }),
    ).toBeUndefined();
    expect(OWN_ID).not.toBe('other');
  });

  test('that does not decode is shown in the popup and never as green, until the page is left', async () => {
    await browser.report(1, [report]);
    await browser.sendFrom(1, { type: 'report', reports: [{ ...report, state: 'super' }] });
    expect(browser.face(1)).toMatchObject({ text: '?', title: 'extTitlePageFault' });
    expect(await status()).toMatchObject({
      reports: [report],
      pageProblems: [{ path: 'reports[0].state', code: 'choice' }],
    });
    await browser.load(1, PORTAL, 'b', { link: true });
    expect(await status()).toMatchObject({ pageProblems: [] });
  });

  test('about a page’s nonsense, sent by the link, is shown as well', async () => {
    const problems = [{ path: 'snapshot.state', code: 'choice', expected: ['idle'] }];
    await browser.sendFrom(1, { type: 'page-fault', problems });
    expect(await status()).toMatchObject({ pageProblems: problems });
  });
});

test('a background that is stopped listens to nothing', () => {
  expect(browser.listeners).toBeGreaterThan(0);
  stop();
  expect(browser.listeners).toBe(0);
});

describe('the keyboard shortcut', () => {
  test('opens the panel of the tab in front, in the frame that has a session', async () => {
    await granted();
    await browser.load(1, PORTAL, 'a', { link: true });
    await browser.load(2, PORTAL, 'b', { link: true });
    await browser.report(1, [report]);
    await browser.report(2, [report]);
    await browser.command('open-panel');
    expect(browser.sentToTabs.map(({ tabId, frameId, message }) => ({ tabId, frameId, message }))).toEqual([
      { tabId: 2, frameId: 0, message: { type: 'open-panel' } },
    ]);
  });

  test('begins to draw there', async () => {
    await granted();
    await browser.load(1, PORTAL, 'a', { link: true });
    await browser.report(1, [report]);
    await browser.command('open-draw');
    expect(browser.sentToTabs.map(({ message }) => message)).toEqual([{ type: 'open-draw' }]);
  });

  test('asks there for the picture in full quality', async () => {
    await granted();
    await browser.load(1, PORTAL, 'a', { link: true });
    await browser.report(1, [report]);
    await browser.command('full-quality');
    expect(browser.sentToTabs.map(({ message }) => message)).toEqual([{ type: 'full-quality' }]);
  });

  test('does nothing where there is no session, and nothing for a command it does not know', async () => {
    await granted();
    await browser.load(1, PORTAL, 'a', { link: true });
    await browser.command('open-panel');
    await browser.report(1, [report]);
    await browser.command('another');
    expect(browser.sentToTabs).toEqual([]);
  });
});

describe('the record', () => {
  beforeEach(async () => {
    await granted();
    await browser.load(1, PORTAL, 'a', { link: true });
    await browser.report(1, [report]);
  });
  const say = (first: number) =>
    browser.sendFrom(1, { type: 'record', session: 's', first, entries: [entry({ type: 're-arm' })] });

  test('holds what a link says, under the portal the browser names', async () => {
    expect(await say(0)).toEqual({ next: 1 });
    expect(await browser.sendFromPage({ type: 'records' })).toMatchObject({
      sessions: [{ session: 's', origin: 'https://lab.example', count: 1 }],
      fault: null,
    });
    expect(await browser.sendFromPage({ type: 'record-lines', session: 's', from: 1 })).toMatchObject({
      lines: [expect.stringContaining('re-arm')],
    });
    expect(await browser.sendFromPage({ type: 'delete-records', sessions: ['s'] })).toEqual({
      sessions: [],
      fault: null,
    });
  });

  test('is for our own pages only', async () => {
    await say(0);
    expect(await browser.sendFrom(1, { type: 'records' })).toBeUndefined();
    expect(await browser.sendFrom(1, { type: 'delete-records', sessions: ['s'] })).toBeUndefined();
  });

  test('that cannot be written is shown on every tab, and in the popup', async () => {
    records.fault = new Error('disk');
    await expect(say(0)).rejects.toThrow('disk');
    await settled();
    expect(browser.face(1)).toMatchObject({ text: 'OK', title: 'extTitleNotRecording' });
    expect(browser.face()).toMatchObject({ text: '!', title: 'extTitleTrouble' });
    expect(await status()).toMatchObject({ recordFault: 'Error: disk' });
    records.fault = undefined;
    await say(0);
    await settled();
    expect(browser.face(1)).toMatchObject({ text: 'OK', title: 'extTitleGuarded' });
    expect(browser.face()).toMatchObject({ text: '' });
    expect(await status()).toMatchObject({ recordFault: null });
  });
});

describe('what a tab left down', () => {
  const journal = { keys: [{ keysym: 0x71, keycode: null }], buttonMask: 1, x: 3, y: 4 };
  const address = 'lab.example/websockify';
  const left = (tabId: number) =>
    browser.sendFrom(tabId, { type: 'left-journal', session: `of-${tabId}`, address });

  test('is given to the next when the tab is closed, also by a worker that was started since', async () => {
    await granted();
    await browser.load(1, PORTAL, 'a', { link: true });
    await browser.load(2, PORTAL, 'b', { link: true });
    await browser.sendFrom(1, { type: 'journal', session: 'of-1', address, journal, hasTaken: false });
    browser.answerOfTab = () => ({ isOpen: true });
    expect(await left(2)).toEqual({ journal: null });
    browser.closeTab(1);
    stop();
    await start();
    expect(await left(2)).toEqual({ journal });
  });
});
