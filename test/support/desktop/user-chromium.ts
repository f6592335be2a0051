import puppeteer, { type Browser, type Page, TargetType } from 'puppeteer-core';
import { poll } from '../browsers/page-code.ts';
import { pause } from '../servers/process.ts';
import type { Desktop } from './desktop.ts';
import { type OwnPage, type Place, SHOWN_MS, type UserBrowser } from './user-browser.ts';

/** Of a window of 1280x900 at the screen's corner, Chromium 156. */
const PUZZLE_PIECE = { x: 1166, y: 63 };
const RICE_ROW = { x: 1000, y: 223 };
const RICE_MORE = { x: 1141, y: 223 };
const REMOVE = { x: 1062, y: 380 };

/** @param extensionDir the unpacked package, for that is how a package is tried: developer mode, Load unpacked */
export async function launchUserChromium(
  desktop: Desktop,
  profileDir: string,
  extensionDir: string,
): Promise<UserBrowser> {
  const browser = await puppeteer.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    headless: false,
    pipe: true,
    enableExtensions: true,
    env: { ...process.env, DISPLAY: desktop.display },
    defaultViewport: null,
    userDataDir: profileDir,
    ignoreDefaultArgs: ['--enable-automation'],
    args: [
      ...[
        '--no-sandbox',
        '--test-type',
        '--no-first-run',
        '--disable-sync',
        '--disable-background-networking',
      ],
      ...['--window-position=0,0', '--window-size=1280,900'],
    ],
  });
  const [first] = await browser.pages();
  if (first === undefined) throw new Error('[desktop] no tab');
  const press = async ({ x, y }: { readonly x: number; readonly y: number }): Promise<void> => {
    desktop.click(Math.round(x), Math.round(y));
    await pause(SHOWN_MS);
  };
  const popup = async (): Promise<Page> => {
    const target = await browser.waitForTarget((each) => each.url().endsWith('/popup.html'));
    return target.asPage();
  };
  return {
    goTo: async (url) => {
      await first.goto(url);
      await first.bringToFront();
    },
    install: async () => {
      await browser.installExtension(extensionDir);
      await poll(async () => own(browser).some((url) => url.endsWith('/welcome.html')));
      await pause(SHOWN_MS);
    },
    openPopup: async () => {
      await press(PUZZLE_PIECE);
      await press(RICE_ROW);
    },
    pressMain: async () => press(await placeIn(await popup(), 'button.main', false)),
    allow: async () => {
      // "Deny" has the focus; "Allow" is next to it.
      desktop.press('Tab', 'Return');
      await pause(SHOWN_MS);
    },
    closePopup: async () => {
      desktop.press('Escape');
      await pause(SHOWN_MS);
    },
    openRecords: async () => {
      await press(await placeIn(await popup(), 'a[href="records.html"]', false));
      const target = await browser.waitForTarget((each) => each.url().endsWith('/records.html'));
      return ownPage(await target.asPage());
    },
    placeOf: (selector) => placeIn(first, selector, true),
    remove: async (asked) => {
      await first.bringToFront();
      await press(PUZZLE_PIECE);
      await press(RICE_MORE);
      await press(REMOVE);
      asked();
      // "Remove" has the focus.
      desktop.press('Return');
      await pause(SHOWN_MS);
    },
    ownPages: async () => own(browser),
    stop: () => browser.close(),
  };
}

function own(browser: Browser): readonly string[] {
  return browser
    .targets()
    .filter((target) => target.type() !== TargetType.OTHER && target.url().startsWith('chrome-extension://'))
    .map((target) => target.url());
}

function ownPage(page: Page): OwnPage {
  return {
    text: () => page.evaluate(() => document.body.textContent ?? ''),
    placeOf: (selector) => placeIn(page, selector, true),
  };
}

/** @param isTab below the tabs and the address, which a popup has not */
async function placeIn(page: Page, selector: string, isTab: boolean): Promise<Place> {
  await page.waitForSelector(selector);
  const place = await page.evaluate(
    (wanted, below) => {
      const element = document.querySelector(wanted);
      element?.scrollIntoView({ block: 'nearest' });
      const { x, y, width, height } = element?.getBoundingClientRect() ?? new DOMRect();
      const top = screenY + (below ? outerHeight - innerHeight : 0);
      return { x: screenX + x + width / 2, y: top + y + height / 2, width, height };
    },
    selector,
    isTab,
  );
  return place;
}
