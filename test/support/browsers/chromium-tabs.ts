import puppeteer, { type Browser, type WebWorker } from 'puppeteer-core';
import { browserProcesses } from './content-processes.ts';
import { badgeOf, overlayOf, tabIdOf, untilRegistered } from './extension-calls.ts';
import { inPage, poll } from './page-code.ts';
import { makeProfile, readManifest } from './profile.ts';
import { wrap } from './puppeteer-page.ts';
import type { TestBrowser, TestExtension, TestPage } from './test-browser.ts';

const EXECUTABLE = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** A Chromium whose tabs hide each other, as a user's do, and can be frozen. */
export interface ChromiumWithTabs {
  readonly browser: TestBrowser;
  /** As the browser does with a tab in the background to save power; also ends that. */
  freeze(page: TestPage, frozen: boolean): Promise<void>;
}

/** Playwright keeps every tab of Chromium visible; puppeteer leaves them as they are. */
export async function launchChromiumWithTabs(extensionDir: string): Promise<ChromiumWithTabs> {
  const profile = await makeProfile();
  const browser = await puppeteer.launch({
    browser: 'chrome',
    executablePath: EXECUTABLE,
    headless: true,
    ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
    userDataDir: profile.path,
    defaultViewport: { width: 1000, height: 700 },
    pipe: true,
    enableExtensions: [extensionDir],
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const stop = async () => {
    await browser.close();
    await profile.remove();
  };
  try {
    const extension = await openExtension(browser, extensionDir);
    return {
      browser: {
        name: 'chromium',
        version: await browser.version(),
        open: async (url) => {
          const page = wrap(await browser.newPage());
          await page.goto(url);
          return page;
        },
        downloads: profile.downloads,
        extension,
        contentProcesses: () => Promise.resolve([]),
        processes: () => browserProcesses(profile.path),
        profile: profile.path,
        stop,
      },
      freeze: async (page, frozen) => {
        const found = (await browser.pages()).find((each) => each.url() === page.url());
        if (found === undefined) throw new Error(`[browsers] no tab shows ${page.url()}`);
        const session = await found.createCDPSession();
        await session.send('Page.setWebLifecycleState', { state: frozen ? 'frozen' : 'active' });
        await session.detach();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function openExtension(browser: Browser, extensionDir: string): Promise<TestExtension> {
  const { hasHosts } = await readManifest(extensionDir);
  const worker = async (): Promise<WebWorker> => {
    const target = await browser.waitForTarget((each) => each.type() === 'service_worker');
    const found = await target.worker();
    if (found === null) throw new Error('[browsers] the extension has no worker');
    return found;
  };
  const id = new URL((await worker()).url()).host;
  const evaluate: TestExtension['evaluate'] = async <Result, Argument>(
    run: (argument: Argument) => Result | Promise<Result>,
    argument?: Argument,
  ) =>
    // Puppeteer types an expression's value as unknown; it is what `run` returned.
    (await (await worker()).evaluate(inPage(run, argument))) as Result;
  // A worker that just starts has a world without the extension's interfaces for a moment.
  await poll(async () => (await (await worker()).evaluate('typeof chrome')) === 'object');
  if (hasHosts) await untilRegistered(evaluate);
  const pageUrl = (path: string) => `chrome-extension://${id}/${path}`;
  return {
    id,
    pageUrl,
    open: async (path) => {
      const page = wrap(await browser.newPage());
      await page.goto(pageUrl(path));
      return page;
    },
    evaluate,
    tabId: (page) => tabIdOf(evaluate, page),
    badge: (page) => badgeOf(evaluate, page),
    overlay: (page) => overlayOf(evaluate, page),
  };
}
