import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Portal, startPortal } from '../../testbed/demo/portal-server.ts';
import { browserNames, launchGuarded } from '../support/browsers/launch.ts';
import { poll } from '../support/browsers/page-code.ts';
import type { TestBrowser } from '../support/browsers/test-browser.ts';

/** In the extension's own contexts. */
declare const chrome: { readonly runtime: { reload(): void } };

let portal: Portal;
beforeAll(async () => {
  portal = await startPortal({ port: 0 });
});
afterAll(async () => {
  await portal.stop();
});

// Chromium lets the old scripts run on, without their extension, and they say so themselves (overlay/main.test.ts);
// its debugger does not find the reloaded extension again. Firefox ends them without a word.
const names = browserNames.filter((name) => name === 'firefox');

describe.each(names)('an extension that is reloaded under a session in %s', (name) => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await launchGuarded(name);
  });
  afterAll(async () => {
    await browser?.stop();
  });

  test('leaves no badge that looks alive', async () => {
    const { extension } = browser;
    if (extension === undefined) throw new Error('no extension');
    const page = await browser.open(portal.url);
    const shown = async () => (await extension.overlay(page).catch(() => ({ text: '' }))).text;
    await poll(async () => /Idle|Stable/.test(await shown()), 20_000);
    expect(await shown()).not.toMatch(/reload/);
    // Whoever reloads itself cannot answer.
    await extension
      .evaluate(() => void setTimeout(() => chrome.runtime.reload(), 100))
      .catch(() => undefined);
    await poll(async () => /RICE does not answer: reload the page/.test(await shown()), 30_000);
  });
});
