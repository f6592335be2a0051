import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserNames, launch, launchGuarded } from '../support/browsers/launch.ts';
import type { TestBrowser } from '../support/browsers/test-browser.ts';
import { PACKED_WITHIN_MS, type PluginGround, startPluginGround } from '../support/plugin/plugin-ground.ts';
import { MOST_LATE_PRESSES, PluginPage, type PluginServer } from '../support/plugin/plugin-session.ts';
import type { PortalServer } from '../support/portals/portal-server.ts';

const appUrl = (): string => `${portals.origin}/app/index.html?url=${encodeURIComponent(server.url)}`;

/** The toolbar is told by the page, over the background. */
const SAID_WITHIN_MS = 15_000;

let ground: PluginGround;
let portals: PortalServer;
let server: PluginServer;
beforeAll(async () => {
  ground = await startPluginGround(true);
  ({ portals, server } = ground);
}, PACKED_WITHIN_MS);
afterAll(() => ground?.stop());

describe.each(browserNames)('the packed plugin in %s', (name) => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await launch(name);
  });
  afterAll(async () => {
    await browser?.stop();
  });

  test.each(['1.3', '1.7'] as const)(
    'guards noVNC %s: what is pressed in a cut stays here',
    async (release) => {
      const session = await PluginPage.open(
        browser,
        portals.guardedPortal(release, { url: server.url }),
        server,
      );
      expect(await session.hasOverlay()).toBe(true);
      expect(await session.clickIntoCut()).toBeLessThanOrEqual(MOST_LATE_PRESSES);

      const told = await session.told();
      // Set by attach, given back once, and left alone in all that came after.
      expect(told.viewOnly).toEqual([true, false]);
      expect(told.blocked).toContain('probe-overdue');
      expect(told.states.at(0)).toBe('connecting idle');
      expect(told.faults).toEqual([]);
      expect(told.records).toBeGreaterThan(0);
      expect(await session.page.evaluate(() => document.documentElement.dataset['status'])).toBe('connected');
      // Under a policy that allows no inline style or script.
      expect(session.page.errors()).toEqual([]);
      await session.page.close();
    },
  );

  test('gives everything back, from its one file for a script tag', async () => {
    const url = portals.guardedPortal('1.7', { url: server.url, way: 'open' }, 'script');
    const session = await PluginPage.open(browser, url, server);
    await session.page.evaluate(() =>
      (window as unknown as { channel: { detach(): void } }).channel.detach(),
    );
    expect(await session.hasOverlay()).toBe(false);
    const { snapshots } = await session.told();
    await session.click(2);
    await session.untilExecuted(2);
    expect((await session.told()).snapshots).toBe(snapshots);
    expect(await session.page.evaluate(() => document.documentElement.dataset['status'])).toBe('connected');
    await session.page.close();
  });

  test('works in an app that Vite has built', async () => {
    const session = await PluginPage.open(browser, appUrl(), server);
    expect(await session.hasOverlay()).toBe(true);
    await session.click(2);
    await session.untilExecuted(2);
    expect(session.page.errors()).toEqual([]);
    await session.page.close();
  });
});

describe.each(browserNames)('extension and plugin in %s', (name) => {
  test('do not fight: the extension leaves the session to the portal, and says so', async () => {
    const browser = await launchGuarded(name);
    try {
      const session = await PluginPage.open(
        browser,
        portals.guardedPortal('1.7', { url: server.url }),
        server,
      );
      const { extension } = browser;
      if (extension === undefined) throw new Error('this browser has no extension');
      await expect
        .poll(async () => (await extension.badge(session.page)).title, { timeout: SAID_WITHIN_MS })
        .toContain('built in');
      await session.click(3);
      await session.untilExecuted(3);
      // One overlay, which is the plugin's.
      expect(await session.page.evaluate(() => document.querySelectorAll('[popover=manual]').length)).toBe(1);
      expect((await session.told()).faults).toEqual([]);
    } finally {
      await browser.stop();
    }
  });
});
