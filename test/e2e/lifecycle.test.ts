import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Browser as ExtensionApi } from 'webextension-polyfill';
import { browserNames, launchGuarded } from '../support/browsers/launch.ts';
import type { TestBrowser } from '../support/browsers/test-browser.ts';
import { type Click, GuardedSession, markOf, marks, unreleased } from '../support/guarded-session.ts';
import { untilConnected } from '../support/portals/portal-page.ts';
import { type PortalServer, startPortalServer } from '../support/portals/portal-server.ts';
import { pause } from '../support/servers/process.ts';
import { startXvnc } from '../support/servers/xvnc.ts';
import { untilHistory } from '../support/session-history.ts';

/** In the extension's own contexts. */
declare const chrome: ExtensionApi;

const STALL_MS = 2500;
/** A release that was sent at once, and what the server may still have had in its queue. */
const ARRIVED_MS = 1500;
/** From the cut of the link to the last press that may ever reach the server. */
const GATE_BUDGET_MS = 700;

let portals: PortalServer;
beforeAll(async () => {
  portals = await startPortalServer();
});
afterAll(async () => {
  await portals.stop();
});

describe.each(browserNames)('the life of a page in %s', (name) => {
  let browser: TestBrowser;
  let session: GuardedSession;
  beforeAll(async () => {
    browser = await launchGuarded(name);
  });
  afterAll(async () => {
    await browser?.stop();
  });
  afterEach(async () => {
    await session?.stop();
  });

  async function start(): Promise<void> {
    session = await GuardedSession.start({ browser, portals, startServer: () => startXvnc() });
  }

  const reached = (clicks: readonly Click[]) =>
    clicks.filter((click) => marks(session.witness.events()).has(markOf(click)));

  /** Holds a key and a button at the server; resolves when they are down there. */
  async function hold(): Promise<void> {
    const { page, witness } = session;
    await session.clickFor(100);
    await page.keyboard.down('a');
    await pause(100);
    await page.mouse.down();
    await witness.until((events) => unreleased(events).length === 2);
  }

  const allUp = () => session.witness.until((events) => unreleased(events).length === 0, ARRIVED_MS);

  test('executes no click that was made while the page stood still', async () => {
    await start();
    const { page, witness } = session;
    await session.clickFor(1000);
    await page.evaluate((stallMs: number) => {
      const made: { x: number; y: number; atMs: number }[] = [];
      const stall = { fromMs: 0, toMs: 0 };
      Object.assign(globalThis, { made, stall });
      addEventListener(
        'mousedown',
        ({ clientX, clientY, timeStamp }) => made.push({ x: clientX, y: clientY, atMs: timeStamp }),
        true,
      );
      setTimeout(() => {
        stall.fromMs = performance.now();
        while (performance.now() < stall.fromMs + stallMs);
        stall.toMs = performance.now();
      }, 100);
    }, STALL_MS);
    await pause(300);
    const before = session.clicks.length;
    await session.clickFor(STALL_MS);
    await pause(ARRIVED_MS);
    // By the browser's own clock: WebDriver makes Firefox' clicks in the page itself, and so never in a stall.
    const inStall = await page.evaluate(() => {
      const { made, stall } = globalThis as unknown as {
        made: readonly { x: number; y: number; atMs: number }[];
        stall: { fromMs: number; toMs: number };
      };
      return made.filter(({ atMs }) => atMs > stall.fromMs && atMs < stall.toMs);
    });
    const left = await page.evaluate(() => document.querySelector('canvas')?.getBoundingClientRect().x ?? 0);
    const during = session.clicks
      .slice(before)
      .filter(({ x }) => inStall.some((event) => Math.abs(event.x - left - x) < 1));
    if (name === 'chromium') expect(during.length).toBeGreaterThan(0);
    expect(reached(during)).toEqual([]);
    // The page is as good as before.
    await pause(5000);
    await session.clickFor(300);
    const last = session.clicks.at(-1);
    await witness.until((events) => last !== undefined && marks(events).has(markOf(last)));
    expect(unreleased(witness.events())).toEqual([]);
  });

  test('lets go before a page is left, and leaves nothing down when it is come back to', async () => {
    await start();
    const { page } = session;
    await hold();
    await page.goto(`${portals.origin}/pages/other-sockets.html`);
    await allUp();
    await page.evaluate(() => history.back());
    await pause(3000);
    expect(unreleased(session.witness.events())).toEqual([]);
    await page.keyboard.up('a');
    await page.mouse.up();
    await pause(500);
    expect(unreleased(session.witness.events())).toEqual([]);
  });

  test('lets go when the page is reloaded, and guards the next connection', async () => {
    await start();
    const { page } = session;
    await hold();
    await page.reload();
    await allUp();
    await untilConnected(page);
    await page.keyboard.up('a');
    await page.mouse.up();
    await pause(500);
    expect(unreleased(session.witness.events())).toEqual([]);
  });

  test('leaves nothing down after the browser discarded it and it is looked at again', async () => {
    await start();
    const { page, extension } = session;
    await hold();
    const tabId = await extension.tabId(page);
    const other = await browser.open(portals.otherSockets());
    await other.bringToFront();
    await extension.evaluate(async (id: number) => {
      const discarded = await chrome.tabs.discard(id);
      // Firefox keeps the tab's number, Chromium gives another.
      const kept = (discarded as { id?: number } | undefined)?.id ?? id;
      // Looking at it loads it.
      await chrome.tabs.update(kept, { active: true });
    }, tabId);
    await session.witness
      .until((events) => unreleased(events).length === 0, 30_000)
      .catch(async (cause: unknown) => {
        const tabs = await extension.evaluate(async () => ({
          tabs: await chrome.tabs.query({}),
          known: await chrome.storage.session.get(null),
        }));
        throw new Error(`still down; ${JSON.stringify(tabs)}`, { cause });
      });
    await other.close();
  });

  test('keeps gating by its last policy when the extension is reloaded under it', async () => {
    await start();
    const { page, extension, link, witness } = session;
    await session.clickFor(1000);
    await untilHistory(extension, page, (history) => history.at(-1)?.blocked === null);
    // The context that is asked to reload ends with it.
    await extension
      .evaluate(() => {
        setTimeout(() => chrome.runtime.reload(), 50);
      })
      .catch(() => {});
    await pause(7000);
    await session.clickFor(1000);
    const passed = session.clicks.at(-1);
    await witness.until((events) => passed !== undefined && marks(events).has(markOf(passed)));
    const cutWallMs = Date.now();
    link.stall('both');
    await session.clickFor(3000);
    link.heal();
    await pause(ARRIVED_MS);
    const forbidden = session.clicks.filter(({ madeWallMs }) => madeWallMs > cutWallMs + GATE_BUDGET_MS);
    expect(forbidden.length).toBeGreaterThan(5);
    expect(reached(forbidden)).toEqual([]);
    expect(unreleased(witness.events())).toEqual([]);
  });
});
