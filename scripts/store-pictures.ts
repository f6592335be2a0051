// npm run store:pictures [-- --out DIRECTORY]
// Makes the pictures of the store pages from a real session with the demo instrument. Needs `npm run build -- --test`.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser as ExtensionApi } from 'webextension-polyfill';
import { launchGuarded } from '../test/support/browsers/launch.ts';
import { poll } from '../test/support/browsers/page-code.ts';
import type { TestBrowser, TestExtension, TestPage } from '../test/support/browsers/test-browser.ts';
import { startPortal } from '../testbed/demo/portal-server.ts';

/** In the extension's own contexts. */
declare const chrome: ExtensionApi;

/** What both stores take. */
const SCREEN = { width: 1280, height: 800, ratio: 1 };
const TIMEOUT_MS = 120_000;
const SETTLE_MS = 10_000;
const WARNED_MS = 1_500;

const { values } = parseArgs({ options: { out: { type: 'string', default: 'docs/store' } } });
mkdirSync(values.out, { recursive: true });
const portal = await startPortal({ port: 0 });
const browser = await launchGuarded('chromium', { screen: SCREEN });
try {
  await picturesOf(browser);
} finally {
  await browser.stop();
  await portal.stop();
}

async function picturesOf({ extension, open }: TestBrowser): Promise<void> {
  if (extension === undefined) throw new Error('no extension');
  const page = await open(portal.url);
  await page.resize(SCREEN.width, SCREEN.height);
  await page.until(() => document.querySelector('canvas') !== null, undefined, TIMEOUT_MS);
  await click(page, '#drive');
  await untilShown(extension, page, 'Stable');
  // The first seconds of a session are of low confidence, and the chart has nothing to show.
  await passed(SETTLE_MS);
  await untilShown(extension, page, 'Stable');
  await save(page, '1-guarded');

  await click(page, '[data-quality=stalled]');
  await untilShown(extension, page, 'Breakdown');
  // The warning moves in.
  await passed(WARNED_MS);
  await save(page, '2-held-back');

  await click(page, '[data-quality=direct]');
  await untilShown(extension, page, 'Stable');
  await extension.evaluate(async () => {
    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    await chrome.tabs.sendMessage(tab?.id ?? -1, { type: 'open-panel' });
  });
  await poll(
    async () => (await extension.overlay(page)).elements.some(({ role }) => role === 'dialog'),
    TIMEOUT_MS,
  );
  await passed(SETTLE_MS);
  await save(page, '3-panel');
  await page.close();

  const options = await extension.open('options.html');
  await options.resize(SCREEN.width, SCREEN.height);
  await options.until(() => document.querySelector('h2') !== null, undefined, TIMEOUT_MS);
  await save(options, '4-settings');
  await options.close();
}

function passed(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

async function untilShown(extension: TestExtension, page: TestPage, text: string): Promise<void> {
  await poll(async () => (await extension.overlay(page)).text.includes(text), TIMEOUT_MS);
}

async function click(page: TestPage, selector: string): Promise<void> {
  await page.evaluate((wanted) => document.querySelector<HTMLElement>(wanted)?.click(), selector);
}

async function save(page: TestPage, name: string): Promise<void> {
  const file = join(values.out, `${name}.png`);
  await page.screenshot(file);
  console.log(file);
}
