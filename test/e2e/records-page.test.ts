import { afterEach, describe, expect, test } from 'vitest';
import type { Browser as ExtensionApi } from 'webextension-polyfill';
import type { SessionRow } from '../../src/background/record-database.ts';
import { browserNames } from '../support/browsers/launch.ts';
import { poll } from '../support/browsers/page-code.ts';
import { makeProfile } from '../support/browsers/profile.ts';
import { inspect } from '../support/kept/inspect.ts';
import type { KeptPage } from '../support/kept/kept-browser.ts';
import { launchKeptChromium } from '../support/kept/kept-chromium.ts';
import { copyTestBuild } from '../support/kept/opt-in-build.ts';
import { HEADER, hash, recordOf, WALL_MS } from '../support/record-events.ts';

/** In the extension's own contexts. */
declare const chrome: ExtensionApi;

let cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  cleanups = [];
});

async function openRecords(): Promise<KeptPage> {
  const profile = await makeProfile();
  const build = await copyTestBuild('chromium', 'granted');
  cleanups.push(profile.remove, build.remove);
  const browser = await launchKeptChromium({
    profileDir: profile.path,
    extensionDir: build.path,
    viewport: { width: 1100, height: 760 },
  });
  cleanups.push(browser.stop);
  return browser.open(await browser.inExtension(() => chrome.runtime.getURL('records.html')));
}

const textOf = (page: KeptPage) => page.evaluate(() => document.body.textContent ?? '');
const untilShows = (page: KeptPage, text: string) => poll(async () => (await textOf(page)).includes(text));

/** Puts a record into the storage, as the background would have. */
async function put(
  page: KeptPage,
  name: string,
  entries: number,
  part: Partial<SessionRow> = {},
  change: (lines: string[]) => void = () => {},
): Promise<void> {
  const lines = (await recordOf(entries)).slice(0, -1);
  const head = await hash(lines.at(-1)!);
  change(lines);
  const row: SessionRow = {
    ...HEADER,
    session: name,
    lastWallMs: WALL_MS + 400 * entries,
    count: entries,
    head,
    closed: true,
    worst: 'breakdown',
    heldBack: 12,
    overrides: 1,
    omitted: 0,
    next: entries,
    lastAtMs: 400 * entries,
    lengthChars: 1,
    ...part,
  };
  await page.evaluate(
    (given) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('rice-records');
        opening.onsuccess = () => {
          const { result } = opening;
          const change = result.transaction(['sessions', 'lines'], 'readwrite');
          change.objectStore('sessions').put(given.row);
          given.lines.forEach((text, seq) => {
            change.objectStore('lines').put({ session: given.row.session, seq, text });
          });
          change.oncomplete = () => {
            result.close();
            resolve();
          };
          change.onerror = () => reject(change.error);
        };
      }),
    { row, lines },
  );
}

describe.runIf(browserNames.includes('chromium'))('the page of records', () => {
  test('has no accessibility problem in any state, light or dark', async () => {
    const page = await openRecords();
    await untilShows(page, 'No records yet.');
    await inspect(page, 'records', 'empty');

    const now = Date.now();
    await put(page, 'one', 420, { wallMs: now - 90_000_000, lastWallMs: now - 86_000_000 });
    await put(page, 'two', 3, {
      wallMs: now - 600_000,
      lastWallMs: now - 500_000,
      instrument: null,
      worst: 'stable',
      heldBack: 0,
      overrides: 0,
      closed: false,
    });
    await put(
      page,
      'three',
      40,
      { wallMs: now - 3e8, lastWallMs: now - 2.9e8, worst: 'unstable' },
      (lines) => {
        lines[20] = lines[20]!.replace('"atMs"', '"atMS"');
      },
    );
    await page.reload();
    await untilShows(page, 'Titan');
    await inspect(page, 'records', 'list');

    await page.click('a[href="#one"]');
    await untilShows(page, 'Verified: 421 lines');
    expect(await page.evaluate(() => document.querySelectorAll('tbody tr').length)).toBe(200);
    await inspect(page, 'records', 'session');
    await page.click('section .row button:nth-child(2)');
    await untilShows(page, 'They cannot be brought back.');
    await inspect(page, 'records', 'delete');
    await page.click('dialog button:nth-child(2)');
    await untilShows(page, 'Deleted.');
    expect(await page.evaluate(() => document.querySelectorAll('tbody tr').length)).toBe(2);

    await page.click('a[href="#three"]');
    await untilShows(page, 'broken at line 21');
    await inspect(page, 'records', 'broken');
  });

  test('checks a record of the greatest length', async () => {
    const page = await openRecords();
    await untilShows(page, 'No records yet.');
    await put(page, 'long', 20_000);
    await page.reload();
    await untilShows(page, 'Titan');
    const startedMs = Date.now();
    await page.click('a[href="#long"]');
    await poll(async () => (await textOf(page)).includes('Verified: 20,001 lines'), 60_000);
    console.log(JSON.stringify({ name: 'records-check-20000', ms: Date.now() - startedMs }));
  });
});
