import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Browser as ExtensionApi } from 'webextension-polyfill';
import { WebSocketServer } from 'ws';
import type { SessionReport } from '../../src/model/port/extension-message.ts';
import { browserNames } from '../support/browsers/launch.ts';
import { poll } from '../support/browsers/page-code.ts';
import { makeProfile } from '../support/browsers/profile.ts';
import { inspect } from '../support/kept/inspect.ts';
import type { KeptBrowser, KeptPage } from '../support/kept/kept-browser.ts';
import { launchKeptChromium } from '../support/kept/kept-chromium.ts';
import { launchKeptFirefox } from '../support/kept/kept-firefox.ts';
import { type BuildVariant, copyTestBuild } from '../support/kept/opt-in-build.ts';

/** In the extension's own contexts. */
declare const chrome: ExtensionApi;
declare global {
  /** Set by the portal's first inline script: whether the hook was there before it. */
  var hookedFirst: boolean;
}

const MARK = 'rice-novnc.guard';
/** Opens one socket, so that the hook has a session to tell the link about. */
const PORTAL = `<!doctype html><html lang="en"><title>Portal</title>
<script>
  globalThis.hookedFirst = Object.hasOwn(globalThis, Symbol.for('${MARK}'));
  new WebSocket(location.origin.replace('http', 'ws')).binaryType = 'arraybuffer';
</script><h1>Portal</h1>`;

let server: Server;
let sockets: WebSocketServer;
let portal: string;
let cleanups: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(PORTAL));
  sockets = new WebSocketServer({ server });
  // The first line of every RFB server (RFC 6143 section 7.1.1); a session that never gets further.
  sockets.on('connection', (socket) => socket.send(Buffer.from('RFB 003.008\n')));
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  portal = `http://localhost:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  sockets.close();
  server.close();
});
afterEach(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  cleanups = [];
});

/** A profile and an extension in it; calling the result starts the browser, again and again. */
async function install(
  name: 'chromium' | 'firefox',
  hosts: 'asked' | 'granted',
): Promise<() => Promise<KeptBrowser>> {
  const profile = await makeProfile();
  const build: BuildVariant = await copyTestBuild(name, hosts);
  cleanups.push(profile.remove, build.remove);
  const launch = name === 'chromium' ? launchKeptChromium : launchKeptFirefox;
  return async () => {
    const browser = await launch({ profileDir: profile.path, extensionDir: build.path });
    let stopped = false;
    const stop = async () => {
      if (!stopped) await browser.stop();
      stopped = true;
    };
    cleanups.push(stop);
    return { ...browser, stop };
  };
}

const textOf = (page: KeptPage) => page.evaluate(() => document.body.textContent ?? '');
const untilShows = (page: KeptPage, text: string) => poll(async () => (await textOf(page)).includes(text));
const isHooked = (page: KeptPage) => page.evaluate(() => globalThis.hookedFirst);
const untilRegistered = (browser: KeptBrowser, count: number) =>
  poll(() =>
    browser.inExtension(
      async (wanted) => (await chrome.scripting.getRegisteredContentScripts()).length === wanted,
      count,
    ),
  );
/** The toolbar over the portal's tab. */
const titleOver = (browser: KeptBrowser, page: KeptPage) =>
  browser.inExtension(async (url) => {
    const tab = (await chrome.tabs.query({})).find((each) => each.url === url);
    return chrome.action.getTitle(tab?.id === undefined ? {} : { tabId: tab.id });
  }, page.url);

const CONNECTING = 'RICE: a noVNC session is connecting';
const SESSIONS = 'Sessions on this page';

describe.each(browserNames)('the extension in %s', (name) => {
  test('is enabled by one click in the popup, works after a reload and after a restart, and misses its permission', async () => {
    const start = await install(name, 'asked');
    let browser = await start();
    let page = await browser.open(portal);
    expect(await isHooked(page)).toBe(false);

    let popup = await browser.openPopup(page);
    await untilShows(popup, 'RICE does not run on localhost yet');
    await popup.click('button.main');
    await browser.allow();
    await untilShows(popup, 'not guarded until you reload it');
    expect(await titleOver(browser, page)).toBe('RICE: reload this page to guard it');

    await popup.click('button.main');
    await untilShows(popup, SESSIONS);
    expect(await isHooked(page)).toBe(true);
    expect(await titleOver(browser, page)).toBe(CONNECTING);
    await browser.stop();

    browser = await start();
    // Chromium reads the registrations of yesterday while it starts; the toolbar asks for a reload where that was late.
    await untilRegistered(browser, 2);
    page = await browser.open(portal);
    expect(await isHooked(page)).toBe(true);
    // The session is known to the link: hook and link met, in whichever order this start ran them.
    await poll(async () => (await titleOver(browser, page)) === CONNECTING);

    await browser.inExtension(() => chrome.permissions.remove({ origins: ['http://localhost/*'] }));
    await untilRegistered(browser, 0);
    popup = await browser.openPopup(page);
    await untilShows(popup, 'The permission for localhost was withdrawn');
    await page.reload();
    expect(await isHooked(page)).toBe(false);
    await poll(async () => (await titleOver(browser, page)).includes('needs your attention'));

    await popup.click('button.main');
    await browser.allow();
    await untilShows(popup, 'not guarded until you reload it');
  });

  test('can be switched off for a site, and on again', async () => {
    const browser = await (await install(name, 'granted'))();
    await untilRegistered(browser, 2);
    const page = await browser.open(portal);
    const popup = await browser.openPopup(page);
    await untilShows(popup, SESSIONS);
    await popup.click('input[value=off]');
    await untilShows(popup, 'RICE is off on this site');
    await page.reload();
    expect(await isHooked(page)).toBe(false);
    await popup.click('input[value=guard]');
    await untilShows(popup, 'not guarded until you reload it');
    await page.reload();
    expect(await isHooked(page)).toBe(true);
  });

  test('keeps stored settings that it cannot read, says so, and guards strictly meanwhile', async () => {
    const start = await install(name, 'granted');
    const raw = { version: 99, sites: { localhost: 'off' }, precious: true };
    let browser = await start();
    await untilRegistered(browser, 2);
    await browser.inExtension((settings) => chrome.storage.local.set({ settings }), raw);
    await browser.stop();

    browser = await start();
    await untilRegistered(browser, 2);
    const page = await browser.open(portal);
    expect(await isHooked(page)).toBe(true);
    const popup = await browser.openPopup(page);
    await untilShows(popup, 'Your stored settings cannot be read');
    const stored = (key: string) =>
      browser.inExtension(async (each) => (await chrome.storage.local.get(each))[each], key);
    expect(await stored('settings')).toEqual(raw);
    await popup.click('.problems .row button:nth-child(2)');
    await poll(async () => !(await textOf(popup)).includes('cannot be read'));
    expect(await stored('settings-put-aside')).toEqual([raw]);
    expect(await stored('settings')).toMatchObject({ version: 1, sites: { localhost: 'guard' } });
  });
});

describe.runIf(browserNames.includes('chromium'))('the popup', () => {
  const calm: SessionReport = {
    connection: 'stable',
    guarding: 'guarded',
    guardingReason: null,
    state: 'stable',
    blocked: null,
    roundTripMs: 42,
    instrument: 'none',
  };
  const sessions: Readonly<Record<string, readonly SessionReport[]>> = {
    'no-session': [],
    stable: [calm],
    held: [
      { ...calm, connection: 'breakdown', state: 'breakdown', blocked: 'probe-overdue', roundTripMs: 2300 },
    ],
    several: [
      { ...calm, connection: 'unstable', state: 'unstable', roundTripMs: 380 },
      { ...calm, connection: 'unguarded', guarding: 'unguarded', guardingReason: 'kasm', roundTripMs: null },
      {
        ...calm,
        connection: 'unverified',
        guarding: 'unverified',
        guardingReason: 'unknown-encoding',
        blocked: 'unverified',
      },
    ],
  };

  /** What the popup calls each of them. */
  const WORDS: Readonly<Record<string, string>> = {
    stable: 'Stable',
    breakdown: 'Breakdown',
    unstable: 'Unstable',
    unguarded: 'Not guarded',
    unverified: 'Unverified',
  };
  const verdictsOf = (popup: KeptPage) =>
    popup.evaluate(() => [...document.querySelectorAll('.verdict')].map((each) => each.textContent).join());

  test('has no accessibility problem in any state, light or dark', async () => {
    const browser = await (await install('chromium', 'granted'))();
    await untilRegistered(browser, 2);
    const page = await browser.open(portal);
    const popup = await browser.openPopup(page);
    for (const [state, reports] of Object.entries(sessions)) {
      await pretend(browser, page, reports);
      await poll(
        async () => (await verdictsOf(popup)) === reports.map(({ connection }) => WORDS[connection]).join(),
      );
      await inspect(popup, 'popup', state);
    }

    await popup.click('input[value=off]');
    await untilShows(popup, 'RICE is off');
    await inspect(popup, 'popup', 'off');
    await browser.inExtension(() => chrome.storage.local.set({ settings: { version: 99, policy: 'mine' } }));
    await untilShows(popup, 'cannot be read');
    await popup.click('summary');
    await inspect(popup, 'popup', 'unreadable-settings');
  });

  test('has none on a site that is not enabled either, nor when a permission was withdrawn', async () => {
    const browser = await (await install('chromium', 'asked'))();
    const page = await browser.open(portal);
    const popup = await browser.openPopup(page);
    await untilShows(popup, 'does not run on localhost');
    await inspect(popup, 'popup', 'not-enabled');
    await popup.click('button.main');
    await browser.allow();
    await untilShows(popup, 'until you reload it');
    await inspect(popup, 'popup', 'must-reload');
    await browser.inExtension(() => chrome.permissions.remove({ origins: ['http://localhost/*'] }));
    await untilShows(popup, 'was withdrawn');
    await inspect(popup, 'popup', 'withdrawn');
  });
});

/** Puts a link with other sessions into the page's isolated world. */
async function pretend(
  browser: KeptBrowser,
  page: KeptPage,
  reports: readonly SessionReport[],
): Promise<void> {
  const snapshots = reports.map((report) => ({
    ...report,
    path: { roundTripMs: report.roundTripMs },
    instrument: { match: report.instrument },
  }));
  await browser.inExtension(
    async ({ url, json }) => {
      const tab = (await chrome.tabs.query({})).find((each) => each.url === url);
      await chrome.scripting.executeScript({
        target: { tabId: tab?.id ?? -1 },
        // As text: Chromium drops null inside objects on the way.
        args: [json],
        func: (text) => {
          const pictures: unknown = JSON.parse(String(text));
          Object.assign(globalThis, {
            riceLink: {
              detached: false,
              subscribe: (listener: (all: unknown) => void) => {
                listener(pictures);
                return () => {};
              },
            },
          });
        },
      });
    },
    { url: page.url, json: JSON.stringify(snapshots) },
  );
}
