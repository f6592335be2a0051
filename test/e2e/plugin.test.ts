import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserNames, launch, launchGuarded } from '../support/browsers/launch.ts';
import type { TestBrowser } from '../support/browsers/test-browser.ts';
import { type PackedPlugin, packPlugin } from '../support/plugin/packed-plugin.ts';
import { PluginPage, PluginServer } from '../support/plugin/plugin-session.ts';
import { buildApp } from '../support/plugin/vite-app.ts';
import { type PortalServer, startPortalServer } from '../support/portals/portal-server.ts';

const appUrl = (): string => `${portals.origin}/app/index.html?url=${encodeURIComponent(server.url)}`;

/** What the server may execute of what was pressed in a cut: the credit, and what was under way. */
const MOST_LATE_PRESSES = 2;
/** The toolbar is told by the page, over the background. */
const SAID_WITHIN_MS = 15_000;

/** Three bundles and the types; minutes only on a machine that is busy. */
const PACKED_WITHIN_MS = 400_000;

let plugin: PackedPlugin;
let app: string;
let portals: PortalServer;
let server: PluginServer;
beforeAll(async () => {
  plugin = await packPlugin();
  app = await buildApp(plugin);
  portals = await startPortalServer({ plugin: plugin.folder, app });
  server = await PluginServer.start();
}, PACKED_WITHIN_MS);
afterAll(async () => {
  await server?.stop();
  await portals?.stop();
  await plugin?.remove();
});

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
      await session.click(3);
      await session.untilExecuted(3);

      server.link.stall();
      await session.untilBlocked();
      await session.click(6);
      server.link.heal();
      await session.untilPermit();
      expect(server.presses - 3).toBeLessThanOrEqual(MOST_LATE_PRESSES);

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
