import { execFileSync } from 'node:child_process';
import { chromium, type Page } from 'playwright-core';
import type { Browser as ExtensionApi } from 'webextension-polyfill';
import { inPage } from '../browsers/page-code.ts';
import { startXServer, type XServer } from '../servers/x-server.ts';
import type { KeptBrowser, KeptOptions, KeptPage } from './kept-browser.ts';

/** In the extension's own contexts. */
declare const chrome: ExtensionApi;

/** The dialog takes no key in its first half second, so that nobody agrees by typing on. */
const DIALOG_MS = 1500;
/** On a busy machine the dialog may come later than that; keys that come too early do nothing. */
const MAX_TRIES = 5;

/**
 * Chromium with a window on an X server of its own: without one it shows no permission dialog, and a request would
 * hang for ever.
 */
export async function launchKeptChromium(options: KeptOptions): Promise<KeptBrowser> {
  const x = await startXServer('Xvfb', ['-screen', '0', '1200x900x24']);
  try {
    return await launchOn(x, options);
  } catch (error) {
    await x.stop();
    throw error;
  }
}

async function launchOn(
  x: XServer,
  { profileDir, extensionDir, viewport = { width: 376, height: 760 } }: KeptOptions,
): Promise<KeptBrowser> {
  const context = await chromium.launchPersistentContext(profileDir, {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    headless: false,
    env: { ...process.env, DISPLAY: x.display },
    viewport,
    ignoreDefaultArgs: ['--disable-extensions'],
    args: [
      `--disable-extensions-except=${extensionDir}`,
      `--load-extension=${extensionDir}`,
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const worker = async () => context.serviceWorkers().at(-1) ?? context.waitForEvent('serviceworker');
  const inExtension: KeptBrowser['inExtension'] = async (run, argument) =>
    (await worker()).evaluate(inPage(run, argument));
  const open = async (url: string) => {
    const page = await context.newPage();
    await page.goto(url);
    return wrap(page);
  };
  return {
    open,
    openPopup: async (over) => {
      const id = await inExtension(
        async (url) => (await chrome.tabs.query({})).find((tab) => tab.url === url)?.id ?? -1,
        over.url,
      );
      const { host } = new URL((await worker()).url());
      return open(`chrome-extension://${host}/popup.html?tab=${id}`);
    },
    openOwn: async (path) => {
      const { host } = new URL((await worker()).url());
      return open(`chrome-extension://${host}/${path}`);
    },
    inExtension,
    allow: async () => {
      for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
        await new Promise((resolve) => setTimeout(resolve, DIALOG_MS));
        if (await inExtension(async () => ((await chrome.permissions.getAll()).origins ?? []).length > 0))
          return;
        // "Deny" has the focus; "Allow" is next to it.
        execFileSync('xdotool', ['key', 'Tab', 'Return'], { env: { ...process.env, DISPLAY: x.display } });
      }
    },
    stop: async () => {
      await context.close();
      await x.stop();
    },
  };
}

function wrap(page: Page): KeptPage {
  return {
    url: page.url(),
    evaluate: (run, argument) => page.evaluate(inPage(run, argument)),
    runSource: async (source) => void (await page.evaluate(source)),
    click: async (selector) => {
      await page.bringToFront();
      await page.click(selector);
    },
    press: async (key) => {
      await page.bringToFront();
      await page.keyboard.press(key);
    },
    typeKeys: (text) => page.keyboard.type(text),
    reload: async () => void (await page.reload()),
    screenshot: async (path, scheme) => {
      await page.emulateMedia({ colorScheme: scheme });
      await page.screenshot({ path, fullPage: true });
    },
    close: () => page.close(),
  };
}
