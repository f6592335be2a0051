import { join } from 'node:path';
import { type BrowserContext, type CDPSession, chromium, type Page, type Worker } from 'playwright-core';
import { browserProcesses, contentProcesses } from './content-processes.ts';
import { badgeOf, overlayOf, tabIdOf, untilRegistered } from './extension-calls.ts';
import { inPage, poll } from './page-code.ts';
import { makeProfile, readManifest } from './profile.ts';
import { MAX_PAGE_ERRORS, type TestBrowser, type TestExtension, type TestPage } from './test-browser.ts';

const EXECUTABLE = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const START_TIMEOUT_MS = 30_000;

export interface LaunchOptions {
  /** An unpacked extension; none when absent. */
  readonly extensionDir?: string | undefined;
  /** A name in the profile's folder: what all its pages and workers write to the console goes there. */
  readonly log?: string | undefined;
  /** Of its windows; 1000 by 700 at ratio 1 when absent. */
  readonly screen?: WindowScreen | undefined;
}

/** CSS pixels, and how many of the screen's make one. */
export interface WindowScreen {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

export const USUAL_SCREEN: WindowScreen = { width: 1000, height: 700, ratio: 1 };

/** Chromium, without a window, with a profile of its own. Branded Chrome does not honour --load-extension. */
export async function launchChromium({
  extensionDir,
  log,
  screen = USUAL_SCREEN,
}: LaunchOptions = {}): Promise<TestBrowser> {
  const profile = await makeProfile();
  const extensionArgs = extensionDir
    ? [`--disable-extensions-except=${extensionDir}`, `--load-extension=${extensionDir}`]
    : [];
  const logArgs = log === undefined ? [] : ['--enable-logging', `--log-file=${join(profile.path, log)}`];
  let context: BrowserContext;
  try {
    context = await chromium.launchPersistentContext(profile.path, {
      executablePath: EXECUTABLE,
      headless: true,
      downloadsPath: profile.downloadsPath,
      // A signal ends this process, and its end ends the browser.
      ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
      timeout: START_TIMEOUT_MS,
      viewport: { width: screen.width, height: screen.height },
      deviceScaleFactor: screen.ratio,
      // Playwright's own default switches extensions off.
      ignoreDefaultArgs: ['--disable-extensions'],
      args: [
        ...extensionArgs,
        ...logArgs,
        ...[
          '--no-sandbox',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
        ],
      ],
    });
  } catch (error) {
    await profile.remove();
    throw error;
  }
  const stop = async () => {
    try {
      await context.close();
    } finally {
      await profile.remove();
    }
  };
  try {
    return {
      name: 'chromium',
      version: context.browser()?.version() ?? '',
      open: (url) => open(context, url),
      downloads: profile.downloads,
      extension: extensionDir ? await openExtension(context, extensionDir) : undefined,
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

async function open(context: BrowserContext, url: string): Promise<TestPage> {
  const page = wrap(await context.newPage());
  await page.goto(url);
  return page;
}

function wrap(page: Page): TestPage {
  const errors: string[] = [];
  const keep = (text: string) => void (errors.length < MAX_PAGE_ERRORS && errors.push(text));
  page.on('pageerror', (error) => keep(String(error)));
  page.on('console', (message) => void (message.type() === 'error' && keep(message.text())));
  let session: Promise<CDPSession> | undefined;
  const evaluate: TestPage['evaluate'] = (run, argument) => page.evaluate(inPage(run, argument));
  return {
    url: () => page.url(),
    title: () => page.title(),
    evaluate,
    runSource: async (source) => void (await page.evaluate(source)),
    devtools: async (method, parameters = {}) => {
      session ??= page.context().newCDPSession(page);
      const { send } = await session;
      // Playwright knows the methods by name; any other is refused by the browser.
      const answer: unknown = Reflect.apply(send, await session, [method, parameters]);
      return answer;
    },
    until: (holds, argument, timeoutMs) => poll(() => evaluate(holds, argument), timeoutMs),
    mouse: {
      move: (x, y) => page.mouse.move(x, y),
      down: (button = 'left') => page.mouse.down({ button }),
      up: (button = 'left') => page.mouse.up({ button }),
      click: (x, y) => page.mouse.click(x, y),
      wheel: (deltaY) => page.mouse.wheel(0, deltaY),
    },
    keyboard: {
      down: (key) => page.keyboard.down(key),
      up: (key) => page.keyboard.up(key),
      press: (key) => page.keyboard.press(key),
    },
    screenshot: async (path) => void (await page.screenshot({ path })),
    resize: (width, height) => page.setViewportSize({ width, height }),
    bringToFront: () => page.bringToFront(),
    reload: async () => void (await page.reload()),
    goto: async (url) => void (await page.goto(url)),
    errors: () => errors,
    close: () => page.close(),
    leave: async () => {
      const closed = page.waitForEvent('close');
      await page.close({ runBeforeUnload: true });
      await closed;
    },
  };
}

async function openExtension(context: BrowserContext, extensionDir: string): Promise<TestExtension> {
  const { hasHosts } = await readManifest(extensionDir);
  const worker = await serviceWorker(context);
  const id = new URL(worker.url()).host;
  const evaluate: TestExtension['evaluate'] = async (run, argument) =>
    (await serviceWorker(context)).evaluate(inPage(run, argument));
  if (hasHosts) await untilRegistered(evaluate);
  const pageUrl = (path: string) => `chrome-extension://${id}/${path}`;
  return {
    id,
    pageUrl,
    open: (path) => open(context, pageUrl(path)),
    evaluate,
    tabId: (page) => tabIdOf(evaluate, page),
    badge: (page) => badgeOf(evaluate, page),
    overlay: (page) => overlayOf(evaluate, page),
  };
}

/** The running service worker; the browser ends an idle one and starts it again for the next event. */
async function serviceWorker(context: BrowserContext): Promise<Worker> {
  return (
    context.serviceWorkers().at(-1) ?? context.waitForEvent('serviceworker', { timeout: START_TIMEOUT_MS })
  );
}
