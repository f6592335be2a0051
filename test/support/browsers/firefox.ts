import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { pause } from '../servers/process.ts';
import { type LaunchOptions, USUAL_SCREEN } from './chromium.ts';
import { browserProcesses, contentProcesses } from './content-processes.ts';
import { badgeOf, overlayOf, tabIdOf, untilRegistered } from './extension-calls.ts';
import { poll } from './page-code.ts';
import { makeProfile, readManifest } from './profile.ts';
import { evaluateIn, wrap } from './puppeteer-page.ts';
import type { TestBrowser, TestExtension } from './test-browser.ts';

/** Starts $FIREFOX, or Debian's firefox-esr. */
const EXECUTABLE = fileURLToPath(new URL('./firefox.sh', import.meta.url));
const START_TIMEOUT_MS = 60_000;

/** Firefox, without a window, with a profile of its own, driven by WebDriver BiDi. */
export async function launchFirefox({
  extensionDir,
  log,
  screen = USUAL_SCREEN,
}: LaunchOptions = {}): Promise<TestBrowser> {
  const profile = await makeProfile();
  const uuid = randomUUID();
  const manifest = extensionDir ? await readManifest(extensionDir) : undefined;
  const geckoId = manifest?.geckoId;
  let browser: Browser;
  try {
    if (extensionDir && geckoId === undefined) throw new Error(`[browsers] ${extensionDir} has no gecko id`);
    browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: EXECUTABLE,
      headless: true,
      // Puppeteer would catch the signal and then not end.
      ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
      timeout: START_TIMEOUT_MS,
      userDataDir: profile.path,
      env: { ...process.env, ...(log === undefined ? {} : { FIREFOX_LOG: join(profile.path, log) }) },
      defaultViewport: { width: screen.width, height: screen.height, deviceScaleFactor: screen.ratio },
      // Without it BiDi refuses the extension's own pages.
      args: ['--remote-allow-system-access'],
      extraPrefsFirefox: {
        // The address of an extension's pages is random unless it is laid down here.
        ...(geckoId ? { 'extensions.webextensions.uuids': JSON.stringify({ [geckoId]: uuid }) } : {}),
        // There is nobody to answer a prompt.
        'extensions.webextOptionalPermissionPrompts': false,
        ...(log === undefined ? {} : { 'devtools.console.stdout.content': true }),
        'browser.download.folderList': 2,
        'browser.download.dir': profile.downloadsPath,
        // The list of downloads would open over the page and take its keys.
        'browser.download.alwaysOpenPanel': false,
        'browser.download.always_ask_before_handling_new_types': false,
      },
    });
  } catch (error) {
    await profile.remove();
    throw error;
  }
  const stop = async () => {
    try {
      await browser.close();
    } finally {
      await profile.remove();
    }
  };
  try {
    let extension: TestExtension | undefined;
    if (extensionDir && manifest) {
      await browser.installExtension(extensionDir);
      extension = openExtension(browser, uuid, manifest.popupPath);
      if (manifest.hasHosts) await untilRegistered(extension.evaluate);
    }
    return {
      name: 'firefox',
      downloads: profile.downloads,
      version: (await browser.version()).replace(/^firefox\//i, ''),
      open: async (url) => {
        const page = wrap(await browser.newPage());
        await page.goto(url);
        return page;
      },
      extension,
      contentProcesses: () => contentProcesses(profile.path),
      processes: () => browserProcesses(profile.path),
      profile: profile.path,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function openExtension(browser: Browser, uuid: string, popupPath: string): TestExtension {
  const pageUrl = (path: string) => `moz-extension://${uuid}/${path}`;
  let opening: Promise<Page> | undefined;
  const evaluate: TestExtension['evaluate'] = async (run, argument) => {
    opening ??= openExtensionPage(browser, pageUrl(popupPath));
    try {
      return await evaluateIn(await opening)(run, argument);
    } catch (error) {
      // The browser closes it when the extension is reloaded; the next call finds another one.
      if (/no such frame/.test(String(error))) opening = undefined;
      throw error;
    }
  };
  return {
    id: uuid,
    pageUrl,
    open: async (path) => wrap(await openExtensionPage(browser, pageUrl(path))),
    evaluate,
    tabId: (page) => tabIdOf(evaluate, page),
    badge: (page) => badgeOf(evaluate, page),
    overlay: (page) => overlayOf(evaluate, page),
  };
}

/**
 * A page of the extension, in a window of its own so that it hides no portal. BiDi cannot reach the event page
 * itself. goto() of such an address never resolves and page.url() stays old, so it is not waited for.
 */
async function openExtensionPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ type: 'window', background: true });
  void page.goto(url).catch(() => {});
  const evaluate = evaluateIn(page);
  await poll(async () => {
    const isThere = await evaluate(
      () => location.protocol === 'moz-extension:' && document.readyState === 'complete',
    ).catch(() => false);
    if (!isThere) await pause(50);
    return isThere;
  });
  return page;
}
