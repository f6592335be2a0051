import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserNames, launch } from '../../support/browsers/launch.ts';
import type { TestBrowser } from '../../support/browsers/test-browser.ts';
import {
  PACKED_WITHIN_MS,
  type PluginGround,
  startPluginGround,
} from '../../support/plugin/plugin-ground.ts';
import { MOST_LATE_PRESSES, PluginPage } from '../../support/plugin/plugin-session.ts';
import { type NovncName, novncReleases } from '../../support/portals/novnc-release.ts';

/** The first that takes a channel. */
const releases = novncReleases.map(({ name }) => name).filter((name) => name >= '1.3');

let ground: PluginGround;
beforeAll(async () => {
  ground = await startPluginGround();
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

  const cut = async (release: NovncName, way: 'address' | 'open' | 'data-channel'): Promise<void> => {
    const { portals, server } = ground;
    const url = portals.guardedPortal(release, { url: server.url, way });
    const session = await PluginPage.open(browser, url, server);
    expect(await session.clickIntoCut()).toBeLessThanOrEqual(MOST_LATE_PRESSES);
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
