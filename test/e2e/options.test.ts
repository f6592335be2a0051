import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Browser as ExtensionApi } from 'webextension-polyfill';
import { browserNames } from '../support/browsers/launch.ts';
import { poll } from '../support/browsers/page-code.ts';
import { makeProfile } from '../support/browsers/profile.ts';
import { inspect } from '../support/kept/inspect.ts';
import type { KeptBrowser, KeptPage } from '../support/kept/kept-browser.ts';
import { launchKeptChromium } from '../support/kept/kept-chromium.ts';
import { launchKeptFirefox } from '../support/kept/kept-firefox.ts';
import { copyTestBuild } from '../support/kept/opt-in-build.ts';

/** In the extension's own contexts. */
declare const chrome: ExtensionApi;
declare global {
  var exported: string | undefined;
}

const DEMO = readFileSync('profiles/demo-instrument.json', 'utf8');
const BROKEN = DEMO.replace('"width": 704', '"width": 7040').replace('"key": "Escape"', '"key": "Esc"');

const SETTINGS = JSON.stringify({
  format: 'rice-novnc-settings',
  version: 1,
  sites: { 'Bad Host': 'guard' },
  policy: { maxInputAgeMs: 800 },
});

let server: Server;
let port: number;
let cleanups: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  server = createServer((_, response) =>
    response
      .setHeader('content-type', 'text/html')
      .end('<!doctype html><html lang="en"><title>Portal</title>'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => void server.close());
afterEach(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  cleanups = [];
});

async function launch(name: 'chromium' | 'firefox'): Promise<KeptBrowser> {
  const profile = await makeProfile();
  const build = await copyTestBuild(name, 'granted');
  const start = name === 'chromium' ? launchKeptChromium : launchKeptFirefox;
  const browser = await start({
    profileDir: profile.path,
    extensionDir: build.path,
    viewport: { width: 1000, height: 760 },
  });
  cleanups.push(profile.remove, build.remove, browser.stop);
  await poll(() =>
    browser.inExtension(async () => (await chrome.scripting.getRegisteredContentScripts()).length === 2),
  );
  return browser;
}

const textOf = (page: KeptPage) => page.evaluate(() => document.body.textContent ?? '');
const untilShows = (page: KeptPage, text: string) => poll(async () => (await textOf(page)).includes(text));

/** Chooses files in the page's own field, as the browser's dialog would. */
const choose = (
  page: KeptPage,
  files: Readonly<Record<string, string>>,
  section: 'profiles' | 'transfer' = 'profiles',
) =>
  page.evaluate(
    ({ files: chosen, section }) => {
      const transfer = new DataTransfer();
      for (const [name, content] of Object.entries(chosen)) transfer.items.add(new File([content], name));
      const field = document.querySelector<HTMLInputElement>(`#${section} input[type=file]`);
      if (field === null) throw new Error('no field for files');
      field.files = transfer.files;
      field.dispatchEvent(new Event('change', { bubbles: true }));
    },
    { files, section },
  );

/** What has the focus: kind, id, name or text. */
const focused = (page: KeptPage) =>
  page.evaluate(() => {
    const { activeElement: element } = document;
    const words = element?.matches('button, a') === true ? element.textContent : '';
    const attributes = ['id', 'name', 'href'].map((each) => element?.getAttribute(each) ?? '');
    return [element?.tagName, ...attributes, words].join(' ');
  });

/** Presses until it has the focus: how many stops there are before it is not the matter. */
async function untilFocused(page: KeptPage, words: string, press: () => Promise<void>): Promise<void> {
  for (let stop = 0; stop < MAX_STOPS; stop += 1) {
    if ((await focused(page)).includes(words)) return;
    await press();
  }
  throw new Error(`the keyboard never came to ${words}`);
}
/** Stops of the whole page, some times over. */
const MAX_STOPS = 150;

/** What the link of a page is told when it asks: the names of the profiles. */
const profilesOf = (browser: KeptBrowser, page: KeptPage) =>
  browser.inExtension(async (url) => {
    const tab = (await chrome.tabs.query({})).find((each) => each.url === url);
    const [answer] = await chrome.scripting.executeScript({
      target: { tabId: tab?.id ?? -1 },
      func: async () => {
        const settings: { profiles: { name: string }[] } = await chrome.runtime.sendMessage({
          type: 'site-settings',
        });
        return settings.profiles.map(({ name }) => name);
      },
    });
    return answer?.result;
  }, page.url);

describe.each(browserNames)('the page of settings in %s', (name) => {
  test('imports a profile, gives it to its portal and to no other page, and exports the same', async () => {
    const browser = await launch(name);
    const options = await browser.openOwn('options.html');
    await untilShows(options, 'There is no profile yet');
    await choose(options, { 'demo.json': DEMO });
    await untilShows(options, 'Profiles imported: 1');
    expect(await textOf(options)).toContain('1 stop, 5 hazardous, 2 normal');

    const portal = await browser.open(`http://localhost:${port}/`);
    const elsewhere = await browser.open(`http://127.0.0.1:${port}/`);
    await poll(async () => (await profilesOf(browser, portal)) !== undefined);
    expect(await profilesOf(browser, portal)).toEqual(['Demo microscope']);
    expect(await profilesOf(browser, elsewhere)).toEqual([]);

    await options.evaluate(() => {
      const create = URL.createObjectURL;
      URL.createObjectURL = (blob) => {
        if (blob instanceof Blob) void blob.text().then((text) => (globalThis.exported = text));
        return create(blob);
      };
    });
    await options.click('#profiles article .row button:nth-child(2)');
    await poll(() => options.evaluate(() => globalThis.exported !== undefined));
    expect(await options.evaluate(() => globalThis.exported)).toBe(DEMO);
  });

  test('tells every problem of a broken file with its place, and imports nothing of it', async () => {
    const browser = await launch(name);
    const options = await browser.openOwn('options.html');
    await untilShows(options, 'There is no profile yet');
    await choose(options, { 'broken.json': BROKEN, 'no.json': DEMO.replace('],', ']') });
    await untilShows(options, 'no.json was not imported');
    const shown = await textOf(options);
    expect(shown).toContain('broken.json was not imported');
    expect(shown).toContain('Region 1 “Picture”, width: is out of range: 1 to 960');
    expect(shown).toContain('Key 8 “Stop the stage”, Key: is no key');
    expect(shown).toMatch(/Line \d+, column \d+: here the file stops being JSON/);
    expect(shown).toContain('There is no profile yet');
  });

  test('deletes and brings back, and keeps both over a reload', async () => {
    const browser = await launch(name);
    const options = await browser.openOwn('options.html');
    await untilShows(options, 'There is no profile yet');
    await options.click('#profiles .row button:not(.main)');
    await untilShows(options, 'Microscope control PC');
    await options.click('#profiles article .row button:nth-child(4)');
    await untilShows(options, 'was deleted');
    await options.click('#profiles .said button');
    await untilShows(options, 'is back');
    const again = await browser.openOwn('options.html');
    await untilShows(again, 'Microscope control PC');
    expect(await again.evaluate(() => document.querySelectorAll('article').length)).toBe(1);
  });
});

describe.each(browserNames)('the page of settings, all of it, in %s', (name) => {
  test('is worked by keyboard alone: found, changed, imported after a look, and undone', async () => {
    const browser = await launch(name);
    const options = await browser.openOwn('options.html');
    await untilShows(options, 'Search the settings');
    const storedPolicy = () =>
      browser.inExtension(async () => {
        const { settings } = await chrome.storage.local.get('settings');
        return JSON.stringify(Reflect.get(Object(settings), 'policy') ?? null);
      });

    // The search is the first stop, before the list of sections.
    await options.press('Tab');
    expect(await focused(options)).toContain('INPUT find');
    await options.typeKeys('pressing and holding');
    await untilShows(options, 'Found: 1');
    await untilFocused(options, 'override', () => options.press('Tab'));
    await options.press('ArrowDown');
    await poll(async () => (await storedPolicy()).includes('"override":"forbid"'));
    await untilShows(options, 'Saved; it counts in open sessions too');

    await options.click('#find');
    await options.press('Escape');
    await choose(options, { 'lab.json': SETTINGS }, 'transfer');
    await untilShows(options, 'lab.json: what it would change');
    expect(await textOf(options)).toContain('Mode of Bad Host: expected a host name');
    expect(await storedPolicy()).toContain('"maxInputAgeMs":1500');
    // What is new has the focus; its buttons come next.
    expect(await focused(options)).toContain('preview-title');
    await options.press('Tab');
    await options.press('Enter');
    await poll(async () => (await storedPolicy()).includes('"maxInputAgeMs":800'));
    await untilFocused(options, 'Undo: back', () => options.press('Tab'));
    await options.press('Enter');
    await poll(async () => (await storedPolicy()).includes('"maxInputAgeMs":1500'));
    await inspect(options, 'options', `whole-${name}`);

    const welcome = await browser.openOwn('welcome.html');
    await untilShows(welcome, 'Switch it on for your portal');
    await welcome.press('Tab');
    expect(await focused(welcome)).toContain('options.html');
    await inspect(welcome, 'options', `welcome-${name}`);
  });
});

describe.runIf(browserNames.includes('chromium'))('the page of settings', () => {
  test('has no accessibility problem in any state, light or dark', async () => {
    const browser = await launch('chromium');
    const options = await browser.openOwn('options.html');
    await untilShows(options, 'There is no profile yet');
    await choose(options, { 'demo.json': DEMO, 'broken.json': BROKEN });
    await untilShows(options, 'Demo microscope');
    await inspect(options, 'options', 'refused');
    await options.click('#profiles article .row button:nth-child(3)');
    await untilShows(options, 'Copy of Demo microscope');
    await inspect(options, 'options', 'form');
    await browser.inExtension(() => chrome.storage.local.set({ profiles: { version: 9 } }));
    await untilShows(options, 'None is in force');
    await inspect(options, 'options', 'unreadable');
  });
});
