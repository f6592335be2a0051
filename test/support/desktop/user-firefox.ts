import { pathToFileURL } from 'node:url';
import puppeteer, { type Page } from 'puppeteer-core';
import type { Browser as ExtensionApi } from 'webextension-polyfill';
import { inPage, poll } from '../browsers/page-code.ts';
import { pause } from '../servers/process.ts';
import type { Desktop } from './desktop.ts';
import { type Place, SHOWN_MS, type UserBrowser } from './user-browser.ts';

/** In pages of RICE. */
declare const browser: ExtensionApi;

/** Of a window of 1280x900 at the screen's corner, Firefox ESR 153. */
const ADD = { x: 1184, y: 337 };
const ADDED_OK = { x: 1229, y: 208 };
const PUZZLE_PIECE = { x: 1211, y: 63 };
const RICE_ROW = { x: 966, y: 165 };
const RICE_GEAR = { x: 1211, y: 165 };
const REMOVE = { x: 1015, y: 333 };
/** Beside the tabs. */
const NOTHING = { x: 1000, y: 20 };
const ALLOW = { x: 1183, y: 206 };

/** @param packageFile the .xpi, which is opened as a user opens one: Firefox asks whether to add it */
export async function launchUserFirefox(
  desktop: Desktop,
  profileDir: string,
  packageFile: string,
): Promise<UserBrowser> {
  const firefox = await puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env['FIREFOX'] ?? '/usr/bin/firefox-esr',
    headless: false,
    env: { ...process.env, DISPLAY: desktop.display },
    defaultViewport: null,
    userDataDir: profileDir,
    args: ['--width=1280', '--height=900', '--remote-allow-system-access'],
    extraPrefsFirefox: {
      // Of a package that Mozilla has not signed.
      'xpinstall.signatures.required': false,
      'extensions.getAddons.cache.enabled': false,
      // Without a window manager no window has the focus, and Firefox would close the popup at once.
      'ui.popup.disable_autohide': true,
      'security.dialog_enable_delay': 0,
      'security.notification_enable_delay': 0,
    },
  });
  const [first] = await firefox.pages();
  if (first === undefined) throw new Error('[desktop] no tab');
  const press = async ({ x, y }: { readonly x: number; readonly y: number }): Promise<void> => {
    desktop.click(Math.round(x), Math.round(y));
    await pause(SHOWN_MS);
  };
  /** The page of RICE that is open from the start: the debugger sees neither the popup nor what that opens, but this page does. */
  const welcome = async (): Promise<Page | undefined> => {
    for (const page of await firefox.pages()) {
      const url = await page.evaluate('location.href').catch(() => '');
      if (String(url).endsWith('/welcome.html')) return page;
    }
    return undefined;
  };
  const within = async <Result>(source: string): Promise<Result> => {
    const page = await welcome();
    if (page === undefined) throw new Error('[desktop] no page of RICE is open');
    return (await page.evaluate(source)) as Result;
  };
  const viewUrls = async (): Promise<readonly string[]> =>
    (await welcome()) === undefined
      ? []
      : within(inPage(() => browser.extension.getViews().map(({ location }) => location.href), undefined));
  const inView = (file: string, selector: string): Promise<Place> =>
    within(inPage(placeInView, { file, selector }));
  return {
    goTo: async (url) => {
      await first.goto(url);
      await first.bringToFront();
    },
    install: async () => {
      const tab = await firefox.newPage();
      // It never gets there: Firefox asks instead.
      void tab.goto(pathToFileURL(packageFile).href).catch(() => {});
      await pause(2 * SHOWN_MS);
      await press(ADD);
      await poll(async () => (await welcome()) !== undefined);
      await pause(SHOWN_MS);
      await press(ADDED_OK);
    },
    openPopup: async () => {
      await press(PUZZLE_PIECE);
      await press(RICE_ROW);
    },
    pressMain: async () => press(await inView('popup.html', 'button.main')),
    allow: () => press(ALLOW),
    closePopup: async () => {
      await press(NOTHING);
      desktop.press('Escape');
      await pause(SHOWN_MS);
    },
    openRecords: async () => {
      await press(await inView('popup.html', 'a[href="records.html"]'));
      await poll(async () => (await viewUrls()).some((url) => url.includes('/records.html')));
      return {
        text: () =>
          within(
            inPage((file: string) => {
              const view = browser.extension
                .getViews()
                .find(({ location }) => location.pathname === `/${file}`);
              return view?.document.body.textContent ?? '';
            }, 'records.html'),
          ),
        placeOf: (selector) => inView('records.html', selector),
      };
    },
    placeOf: async (selector) => (await first.evaluate(inPage(placeInPage, selector))) as Place,
    remove: async (asked) => {
      await first.bringToFront();
      await press(NOTHING);
      desktop.press('Escape');
      await pause(SHOWN_MS);
      await press(PUZZLE_PIECE);
      await press(RICE_GEAR);
      await press(REMOVE);
      asked();
      // "Remove" has the focus.
      desktop.press('Return');
      await pause(SHOWN_MS);
    },
    ownPages: viewUrls,
    stop: () => firefox.close(),
  };
}

/** In a page of RICE: of another one's element. */
function placeInView({ file, selector }: { readonly file: string; readonly selector: string }): Place {
  const view = browser.extension.getViews().find(({ location }) => location.pathname === `/${file}`);
  const element = view?.document.querySelector(selector);
  if (view === undefined || !element) throw new Error(`no ${selector} in ${file}`);
  element.scrollIntoView({ block: 'nearest' });
  const { x, y, width, height } = element.getBoundingClientRect();
  // Firefox's own: where the page begins on the screen.
  const [left, top] = [Reflect.get(view, 'mozInnerScreenX'), Reflect.get(view, 'mozInnerScreenY')].map(
    Number,
  );
  return { x: (left ?? 0) + x + width / 2, y: (top ?? 0) + y + height / 2, width, height };
}

/** In a page: of its own element. */
function placeInPage(selector: string): Place {
  const element = document.querySelector(selector);
  if (!element) throw new Error(`no ${selector}`);
  const { x, y, width, height } = element.getBoundingClientRect();
  const [left, top] = [Reflect.get(window, 'mozInnerScreenX'), Reflect.get(window, 'mozInnerScreenY')].map(
    Number,
  );
  return { x: (left ?? 0) + x + width / 2, y: (top ?? 0) + y + height / 2, width, height };
}
