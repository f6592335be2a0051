import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserNames, launchGuarded } from '../support/browsers/launch.ts';
import { poll } from '../support/browsers/page-code.ts';
import type {
  OverlayElement,
  TestBrowser,
  TestExtension,
  TestPage,
} from '../support/browsers/test-browser.ts';
import { untilConnected } from '../support/portals/portal-page.ts';
import { type PortalServer, startPortalServer } from '../support/portals/portal-server.ts';
import { startPicture } from '../support/servers/picture.ts';
import { pause, stopAll } from '../support/servers/process.ts';
import { type RfbEar, startRfbEar } from '../support/servers/rfb-ear.ts';
import { startWebsockify, type Websockify } from '../support/servers/websockify.ts';
import { startXvnc } from '../support/servers/xvnc.ts';

/** A busy machine is slow; nothing here measures time. */
const WITHIN_MS = 30_000;
/** A button that has just appeared takes no press for 0.6 s. */
const FRESH_MS = 800;
/** High enough that all of the quality's part is in sight in the panel, when that was opened by the mark. */
const SCREEN = { width: 1100, height: 1000, ratio: 1 };

let portals: PortalServer;
let websockify: Websockify;
let ear: RfbEar;
let parts: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  const server = await startXvnc();
  portals = await startPortalServer();
  const picture = await startPicture(server.display);
  ear = await startRfbEar(server);
  websockify = await startWebsockify(ear);
  parts = [portals, websockify, ear, picture, server];
});
afterAll(() => stopAll(parts));

declare const chrome: {
  readonly commands: {
    getAll(): Promise<readonly { readonly name?: string; readonly shortcut?: string }[]>;
    /** Chromium raises the event by it; Firefox has none. */
    readonly onCommand: { dispatch?(command: string): void };
  };
  readonly tabs: { sendMessage(tabId: number, message: object): Promise<unknown> };
};

describe.each(browserNames)('the quality of the picture, in %s', (name) => {
  let browser: TestBrowser;
  let extension: TestExtension;
  let page: TestPage;

  beforeAll(async () => {
    browser = await launchGuarded(name, { screen: SCREEN });
    if (browser.extension === undefined) throw new Error('no extension');
    extension = browser.extension;
    page = await browser.open(portals.portal('1.7', { url: websockify.url }));
    await untilConnected(page);
  });
  afterAll(() => browser?.stop());

  const text = async (): Promise<string> => (await extension.overlay(page)).text;
  const level = (): number | null | undefined => ear.levels.at(-1);
  async function untilShown(words: string): Promise<void> {
    await poll(async () => (await text()).includes(words), WITHIN_MS).catch(async () => {
      throw new Error(`[quality] no "${words}" in ${await text()}; levels ${JSON.stringify(ear.levels)}`);
    });
  }
  async function untilHeard(asked: number): Promise<void> {
    await poll(async () => level() === asked, WITHIN_MS).catch(() => {
      throw new Error(`[quality] no level ${asked} in ${JSON.stringify(ear.levels)}`);
    });
  }
  const seen = async (holds: (element: OverlayElement) => boolean): Promise<readonly OverlayElement[]> =>
    (await extension.overlay(page)).elements.filter((each) => each.widthPx > 0 && holds(each));
  async function click(label: string | RegExp): Promise<void> {
    const holds = ({ tag, text: words }: OverlayElement): boolean =>
      tag === 'button' && (typeof label === 'string' ? words === label : label.test(words));
    await poll(async () => (await seen(holds)).length > 0, WITHIN_MS);
    await pause(FRESH_MS);
    const [found] = await seen(holds);
    if (found === undefined) throw new Error(`[quality] no button ${String(label)}`);
    await page.mouse.click(found.x, found.y);
  }

  test('is told beside the badge: lossy, and not for measurement', async () => {
    await untilShown('Lossy picture: not for measurement');
    expect(level()).toBe(6);
  });

  test('is what the user chose in the panel, and the server hears of it', async () => {
    await click(/^Lossy picture/);
    await untilShown('Who decides on this site');
    // Focus, then the three choices.
    const fixed = (await seen(({ tag }) => tag === 'input'))[3];
    if (fixed === undefined) throw new Error('no choice');
    await page.mouse.click(fixed.x, fixed.y);
    await untilShown('Level 6 of 9');
    await poll(async () => (await seen(({ tag }) => tag === 'select')).length > 1, WITHIN_MS);
    await page.keyboard.press('Tab');
    await page.keyboard.press('1');
    await untilHeard(1);
    await untilShown('Level 1 of 9 (coarse). As you chose.');
  });

  test('is full on request, which says when the picture is complete', async () => {
    await click('Full quality now');
    await untilHeard(9);
    await untilShown('The picture is complete');
    // It stays so for a while, and not for ever.
    await untilHeard(1);
  });

  test('has a key of the browser for that', async () => {
    const keys = await extension.evaluate(async () => chrome.commands.getAll());
    expect(keys.find((each) => each.name === 'full-quality')?.shortcut).toBe('Alt+Shift+Q');
    const tabId = await extension.tabId(page);
    await extension.evaluate(async (id: number) => {
      const { onCommand } = chrome.commands;
      // Nothing that drives a browser presses the keys of its extensions.
      if (onCommand.dispatch !== undefined) onCommand.dispatch('full-quality');
      else await chrome.tabs.sendMessage(id, { type: 'full-quality' });
    }, tabId);
    await untilHeard(9);
    await untilShown('The picture is complete');
    await untilHeard(1);
  });

  test('stays good while the user focuses, by a key', async () => {
    const focus = async (): Promise<void> => {
      await page.keyboard.down('Alt');
      await page.keyboard.down('Shift');
      await page.keyboard.press('F');
      await page.keyboard.up('Shift');
      await page.keyboard.up('Alt');
    };
    await focus();
    await untilHeard(6);
    await focus();
    await untilHeard(1);
  });

  test('is remembered for the site', async () => {
    await page.reload();
    await untilConnected(page);
    await untilHeard(1);
    await untilShown('Fixed: level 1');
  });

  test("is the page's own again after one click", async () => {
    await click('Turn off');
    await untilHeard(6);
    await poll(async () => !(await text()).includes('Fixed'), WITHIN_MS);
  });
});
