import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import puppeteer, { type Page } from 'puppeteer-core';
import type { Browser as ExtensionApi } from 'webextension-polyfill';
import { zip } from '../../../scripts/zip.mjs';
import { setScheme } from '../browsers/look.ts';
import { inPage, poll } from '../browsers/page-code.ts';
import type { KeptBrowser, KeptOptions, KeptPage } from './kept-browser.ts';

/** In the extension's own contexts. */
declare const chrome: ExtensionApi;

const GECKO_ID = 'rice-for-novnc@rice-novnc';
/** The address of the extension's pages, random unless it is laid down. */
const UUID = '7e57ab1e-0000-4000-8000-000000000001';

/**
 * Firefox with the extension installed for good: what WebDriver installs is gone with the browser. The ESR takes
 * an unsigned extension out of the profile when it is told to.
 */
export async function launchKeptFirefox({ profileDir, extensionDir }: KeptOptions): Promise<KeptBrowser> {
  await mkdir(join(profileDir, 'extensions'), { recursive: true });
  await writeFile(join(profileDir, 'extensions', `${GECKO_ID}.xpi`), zip(await filesOf(extensionDir)));
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env['FIREFOX'] ?? '/usr/bin/firefox-esr',
    headless: true,
    userDataDir: profileDir,
    defaultViewport: { width: 376, height: 760 },
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      'extensions.webextensions.uuids': JSON.stringify({ [GECKO_ID]: UUID }),
      // There is nobody to answer: every request is granted.
      'extensions.webextOptionalPermissionPrompts': false,
      'xpinstall.signatures.required': false,
      'extensions.autoDisableScopes': 0,
      'extensions.startupScanScopes': 15,
    },
  });
  const openOwn = async (path: string): Promise<Page> => {
    const page = await browser.newPage();
    // goto() of an extension's page never resolves in Firefox.
    void page.goto(`moz-extension://${UUID}/${path}`).catch(() => {});
    const isThere = inPage(
      () => location.protocol === 'moz-extension:' && document.readyState === 'complete',
      undefined,
    );
    await poll(async () => (await page.evaluate(isThere).catch(() => false)) === true);
    return page;
  };
  let inside: Promise<Page> | undefined;
  const inExtension: KeptBrowser['inExtension'] = async (run, argument) => {
    inside ??= openOwn('popup.html');
    return evaluateIn(await inside)(run, argument);
  };
  return {
    open: async (url) => {
      const page = await browser.newPage();
      await page.goto(url);
      return wrap(page, url, inExtension);
    },
    openPopup: async (over) => {
      const id = await inExtension(
        async (url) => (await chrome.tabs.query({})).find((tab) => tab.url === url)?.id ?? -1,
        over.url,
      );
      return wrap(await openOwn(`popup.html?tab=${id}`), '', inExtension);
    },
    openOwn: async (path) => wrap(await openOwn(path), '', inExtension),
    inExtension,
    allow: async () => {},
    stop: () => browser.close(),
  };
}

function evaluateIn(page: Page): KeptPage['evaluate'] {
  return async <Result, Argument>(
    run: (argument: Argument) => Result | Promise<Result>,
    argument?: Argument,
  ) =>
    // Puppeteer types an expression's value as unknown; it is what `run` returned.
    (await page.evaluate(inPage(run, argument))) as Result;
}

function wrap(page: Page, url: string, inExtension: KeptBrowser['inExtension']): KeptPage {
  const isWorn = (scheme: string): boolean => matchMedia(`(prefers-color-scheme: ${scheme})`).matches;
  return {
    url,
    evaluate: evaluateIn(page),
    runSource: async (source) => void (await page.evaluate(source)),
    click: (selector) => page.click(selector),
    press: (key) => page.keyboard.press(key),
    typeKeys: (text) => page.keyboard.type(text),
    reload: async () => void (await page.reload()),
    screenshot: async (path, scheme) => {
      await inExtension(setScheme, scheme);
      await poll(async () => (await page.evaluate(inPage(isWorn, scheme))) === true);
      await page.screenshot({ path: path as `${string}.png` });
    },
    close: () => page.close(),
  };
}

async function filesOf(directory: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(path.slice(directory.length + 1), await readFile(path));
  }
  return files;
}
