import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserNames, launch } from '../../support/browsers/launch.ts';
import type { TestBrowser } from '../../support/browsers/test-browser.ts';
import { type PackedPlugin, packPlugin } from '../../support/plugin/packed-plugin.ts';
import { PluginPage, PluginServer } from '../../support/plugin/plugin-session.ts';
import { type NovncName, novncReleases } from '../../support/portals/novnc-release.ts';
import { type PortalServer, startPortalServer } from '../../support/portals/portal-server.ts';

/** The first that takes a channel. */
const releases = novncReleases.map(({ name }) => name).filter((name) => name >= '1.3');
const MOST_LATE_PRESSES = 2;

/** Three bundles and the types; minutes only on a machine that is busy. */
const PACKED_WITHIN_MS = 400_000;

let plugin: PackedPlugin;
let portals: PortalServer;
let server: PluginServer;
beforeAll(async () => {
  plugin = await packPlugin();
  portals = await startPortalServer({ plugin: plugin.folder });
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

  const cut = async (release: NovncName, way: 'address' | 'open' | 'data-channel'): Promise<void> => {
    const url = portals.guardedPortal(release, { url: server.url, way });
    const session = await PluginPage.open(browser, url, server);
    await session.click(3);
    await session.untilExecuted(3);
    server.link.stall();
    await session.untilBlocked();
    await session.click(6);
    server.link.heal();
    await session.untilPermit();
    expect(server.presses - 3).toBeLessThanOrEqual(MOST_LATE_PRESSES);
    expect((await session.told()).viewOnly).toEqual([true, false]);
    expect((await session.told()).faults).toEqual([]);
    await session.page.close();
  };

  test.each(releases)('guards noVNC %s in a cut, by its address', (release) => cut(release, 'address'));
  test.each(releases)('guards noVNC %s in a cut, on a socket that is open', (release) =>
    cut(release, 'open'),
  );
  test('guards noVNC on a data channel', () => cut('1.7', 'data-channel'));
});
