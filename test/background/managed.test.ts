import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Background } from '../../src/background/background.ts';
import type { RoomDoor } from '../../src/background/room-door.ts';
import { MemoryRecords } from '../support/memory-records.ts';
import { MemoryTraces } from '../support/memory-traces.ts';
import { entry, hash } from '../support/record-events.ts';
import { FakeBrowser, settled } from './fake-browser.ts';

const PORTAL = 'https://lab.example/vnc.html';
const ORIGIN = 'https://lab.example/*';
const door: RoomDoor = { join: async () => {}, leave: async () => {}, move: async () => {} };
const profile = (name: string) => ({
  version: 1,
  name,
  binding: { portal: 'https://lab.example', socketHost: 'lab.example' },
  framebuffer: { width: 1280, height: 1024 },
  regions: [],
  keys: [],
  thresholds: { maxInputAgeMs: null, normalCredit: null, hazardousCredit: null },
});
const report = {
  connection: '1',
  guarding: 'guarded',
  guardingReason: null,
  state: 'stable',
  blocked: null,
  roundTripMs: 40,
  instrument: 'none',
} as const;

let browser: FakeBrowser;
let records: MemoryRecords;
let stop: () => void;

/** The browser starts with what the facility has set; the portal is one of the extension's required hosts. */
async function start(managed: Record<string, unknown>): Promise<void> {
  browser.managed = managed;
  browser.origins = [ORIGIN];
  const record = { database: records, traces: new MemoryTraces(), hash, wallMs: () => 0 };
  stop = new Background(
    browser.api,
    (key) => key,
    { ...record, extension: '0.1.0', browser: 'Chrome 156' },
    door,
  ).start();
  await settled();
}

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  browser = new FakeBrowser();
  records = new MemoryRecords();
});
afterEach(() => {
  stop();
  vi.restoreAllMocks();
});

const status = () => browser.sendFromPage({ type: 'tab-status', tabId: 1, host: 'lab.example' });
const load = () => browser.load(1, PORTAL, 'a', { link: true });
const setMode = (mode: string) => browser.sendFromPage({ type: 'set-site-mode', host: 'lab.example', mode });

describe('a managed browser', () => {
  test('guards a portal that is among the required hosts without a click', async () => {
    await start({ portals: { 'lab.example': 'guard' } });
    expect(browser.scripts.map(({ matches }) => matches)).toEqual([[ORIGIN], [ORIGIN]]);
    expect(await status()).toMatchObject({ mode: 'guard', managed: { mode: true } });
  });

  test('keeps the mode of its portals, whatever the user sets', async () => {
    await start({ portals: { 'lab.example': 'guard' } });
    await setMode('off');
    expect(browser.scripts[0]?.excludeMatches).toEqual([]);
    expect(await load()).toMatchObject({ policy: { mode: 'guard' } });
  });

  test('runs no script where a portal is set off', async () => {
    await start({ portals: { 'lab.example': 'off' } });
    expect(browser.scripts[0]?.excludeMatches).toEqual(['*://lab.example/*']);
  });

  test('misses no permission that the user was never asked for', async () => {
    await start({ portals: { 'far.example': 'guard' } });
    expect(await status()).toMatchObject({ withdrawnHosts: [] });
  });

  test('gives a page its stricter limits, and its profiles before the user’s own', async () => {
    await start({ policy: { maxInputAgeMs: 800, override: 'forbid' }, profiles: [profile('Facility')] });
    await browser.sendFromPage({ type: 'save-profile', id: null, profile: profile('Own') });
    expect(await load()).toMatchObject({
      policy: { maxInputAgeMs: 800, override: 'forbid' },
      profiles: [{ name: 'Facility' }, { name: 'Own' }],
    });
  });

  test('takes a change at once, in its scripts and in the documents that run', async () => {
    await start({});
    await load();
    await browser.manage({ portals: { 'lab.example': 'off' } });
    expect(browser.scripts[0]?.excludeMatches).toEqual(['*://lab.example/*']);
    expect(browser.sentToTabs.at(-1)?.message).toEqual({ type: 'settings-changed' });
  });

  test('shows that its policy cannot be read, on the toolbar and in the popup', async () => {
    await start({ policy: { override: 'never' } });
    expect(browser.face()).toMatchObject({ text: '!', title: 'extTitleTrouble' });
    expect(await status()).toMatchObject({ managed: { problems: [{ path: 'policy.override' }] } });
    expect(await load()).toMatchObject({ policy: { override: 'forbid' } });
  });
});

describe('a feature that is switched off', () => {
  test('has its part of the overlay replaced by one that says so, and all others come', async () => {
    await start({ disabled: ['drawing'] });
    await load();
    await browser.report(1, [report]);
    await browser.sendFrom(1, { type: 'show-part', part: 'draw' });
    await browser.sendFrom(1, { type: 'show-part', part: 'panel' });
    expect(browser.injected.map(({ files }) => files)).toEqual([['/switched-off.js'], ['/panel.js']]);
  });

  test('is told with the overlay, so that no button leads to it', async () => {
    await start({ disabled: ['rooms'] });
    await load();
    await browser.sendFrom(1, { type: 'show-overlay' });
    expect(browser.injected.map(({ files }) => files)).toEqual([['/overlay.js'], ['/switched-off.js']]);
  });

  test('profiles: nothing is saved, and what was saved before is not in force', async () => {
    await start({});
    await browser.sendFromPage({ type: 'save-profile', id: null, profile: profile('Own') });
    expect(await load()).toMatchObject({ profiles: [{ name: 'Own' }] });
    await browser.manage({ disabled: ['profiles'] });
    expect(await load()).toMatchObject({ profiles: [] });
    for (const save of [browser.sendFromPage.bind(browser), (each: unknown) => browser.sendFrom(1, each)]) {
      expect(await save({ type: 'save-profile', id: null, profile: profile('Other') })).toEqual({
        type: 'managed',
      });
    }
  });

  test('records: nothing of a session is kept', async () => {
    await start({ disabled: ['records'] });
    await load();
    const message = { type: 'record', session: 's', first: 0, entries: [entry({ type: 're-arm' })] };
    await browser.sendFrom(1, message);
    expect(await browser.sendFromPage({ type: 'records' })).toMatchObject({ sessions: [] });
    await browser.manage({});
    await browser.sendFrom(1, message);
    expect(await browser.sendFromPage({ type: 'records' })).toMatchObject({ sessions: [{ session: 's' }] });
  });

  test('traces: a site that was traced is not any more', async () => {
    await start({});
    await browser.sendFromPage({ type: 'set-site-trace', host: 'lab.example', traced: true });
    expect(browser.scripts).toHaveLength(3);
    await browser.manage({ disabled: ['traces'] });
    expect(browser.scripts).toHaveLength(2);
    expect(await status()).toMatchObject({ traced: false });
  });
});
