import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type KeyInput, type Page } from 'puppeteer-core';
import { pause } from '../servers/process.ts';
import type { LaunchOptions } from './chromium.ts';
import { contentProcesses } from './content-processes.ts';
import { badgeOf, overlayOf, tabIdOf, untilRegistered } from './extension-calls.ts';
import { inPage, poll } from './page-code.ts';
import { makeProfile, readManifest } from './profile.ts';
import { MAX_PAGE_ERRORS, type TestBrowser, type TestExtension, type TestPage } from './test-browser.ts';

/** Starts $FIREFOX, or Debian's firefox-esr. */
const EXECUTABLE = fileURLToPath(new URL('./firefox.sh', import.meta.url));
const START_TIMEOUT_MS = 60_000;
const VIEWPORT = { width: 1000, height: 700 };

/** Firefox, without a window, with a profile of its own, driven by WebDriver BiDi. */
export async function launchFirefox({ extensionDir }: LaunchOptions = {}): Promise<TestBrowser> {
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
      defaultViewport: VIEWPORT,
      // Without it BiDi refuses the extension's own pages.
      args: ['--remote-allow-system-access'],
      extraPrefsFirefox: {
        // The address of an extension's pages is random unless it is laid down here.
        ...(geckoId ? { 'extensions.webextensions.uuids': JSON.stringify({ [geckoId]: uuid }) } : {}),
        // There is nobody to answer a prompt.
        'extensions.webextOptionalPermissionPrompts': false,
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
    await browser.close();
    await profile.remove();
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
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function wrap(page: Page): TestPage {
  const errors: string[] = [];
  const keep = (text: string) => void (errors.length < MAX_PAGE_ERRORS && errors.push(text));
  page.on('pageerror', (error) => keep(String(error)));
  page.on('console', (message) => void (message.type() === 'error' && keep(message.text())));
  const evaluate = evaluateIn(page);
  return {
    url: () => page.url(),
    title: () => page.title(),
    evaluate,
    until: (holds, argument, timeoutMs) => poll(() => evaluate(holds, argument), timeoutMs),
    mouse: {
      move: (x, y) => page.mouse.move(x, y),
      down: (button = 'left') => page.mouse.down({ button }),
      up: (button = 'left') => page.mouse.up({ button }),
      click: (x, y) => page.mouse.click(x, y),
      wheel: (deltaY) => page.mouse.wheel({ deltaY }),
    },
    keyboard: {
      down: (key) => page.keyboard.down(keyInput(key)),
      up: (key) => page.keyboard.up(keyInput(key)),
      press: (key) => page.keyboard.press(keyInput(key)),
    },
    screenshot: async (path) => {
      await page.screenshot({ path: pngPath(path) });
    },
    bringToFront: () => page.bringToFront(),
    reload: async () => void (await page.reload()),
    goto: async (url) => void (await page.goto(url)),
    errors: () => errors,
    close: () => page.close(),
    leave: () => page.close({ runBeforeUnload: true }),
  };
}

function evaluateIn(page: Page): TestPage['evaluate'] {
  return async <Result, Argument>(
    run: (argument: Argument) => Result | Promise<Result>,
    argument?: Argument,
  ) =>
    // Puppeteer types an expression's value as unknown; it is what `run` returned.
    (await page.evaluate(inPage(run, argument))) as Result;
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

/** Puppeteer lists the keys it knows; any other string is refused by it at run time. */
function keyInput(key: string): KeyInput {
  return key as KeyInput;
}

function pngPath(path: string): `${string}.png` {
  if (!path.endsWith('.png')) throw new Error(`[browsers] ${path} is not a .png`);
  return path as `${string}.png`;
}
