import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser as ExtensionApi } from 'webextension-polyfill';
import { GRACE_MS } from '../../src/background/unseen-watch.ts';
import { browserNames, launch } from '../support/browsers/launch.ts';
import type { TestBrowser, TestExtension, TestPage } from '../support/browsers/test-browser.ts';
import { type BuildVariant, copyTestBuild } from '../support/kept/opt-in-build.ts';
import { type PortalServer, startPortalServer } from '../support/portals/portal-server.ts';
import { pause } from '../support/servers/process.ts';

/** In the extension's own contexts. */
declare const chrome: ExtensionApi;

/** After the grace the documents are asked, and the toolbar is drawn. */
const SETTLED_MS = GRACE_MS + 1500;

let portals: PortalServer;
beforeAll(async () => {
  portals = await startPortalServer();
});
afterAll(async () => {
  await portals.stop();
});

/** The test build as it is once the user has clicked and agreed. */
async function watchingBuild(name: (typeof browserNames)[number]): Promise<BuildVariant> {
  const build = await copyTestBuild(name, 'granted');
  const file = join(build.path, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as {
    permissions: string[];
    host_permissions: string[];
  };
  manifest.permissions.push('webRequest');
  manifest.host_permissions.push('ws://localhost/*');
  await writeFile(file, JSON.stringify(manifest));
  return build;
}

/** Hosts of unseen connections, as the background keeps them. */
async function unseenHosts(extension: TestExtension, page: TestPage): Promise<readonly string[]> {
  const tabId = await extension.tabId(page);
  return extension.evaluate(async (id: number) => {
    const { tabs } = (await chrome.storage.session.get('tabs')) as {
      tabs: Record<string, { unseen: { host: string }[] } | undefined>;
    };
    return tabs[id]?.unseen.map(({ host }) => host) ?? [];
  }, tabId);
}

describe.each(browserNames)('the watch for connections in %s', (name) => {
  let build: BuildVariant;
  let browser: TestBrowser;
  let extension: TestExtension;
  beforeAll(async () => {
    build = await watchingBuild(name);
    browser = await launch(name, build.path);
    if (browser.extension === undefined) throw new Error('no extension');
    extension = browser.extension;
  });
  afterAll(async () => {
    await browser?.stop();
    await build?.remove();
  });

  async function open(via: 'ordinary' | 'srcdoc' | 'worker'): Promise<TestPage> {
    const page = await browser.open(`${portals.origin}/pages/unseen.html?via=${via}`);
    await page.until(() => document.documentElement.dataset['status'] === 'open');
    return page;
  }

  test.each(['worker', 'srcdoc'] as const)('finds the socket of a page’s %s, and says so', async (via) => {
    const page = await open(via);
    await expect
      .poll(() => unseenHosts(extension, page), { timeout: 10_000 })
      .toEqual([new URL(portals.origin).host]);
    await expect.poll(async () => (await extension.badge(page)).text).toBe('NO');
    // A jump within the page leaves the document, and so the connection, where it is.
    await page.evaluate(() => {
      location.hash = 'there';
    });
    await pause(1000);
    expect(await unseenHosts(extension, page)).toHaveLength(1);
    await page.goto(`${portals.origin}/pages/unseen.html?via=ordinary`);
    await expect.poll(() => unseenHosts(extension, page), { timeout: 5000 }).toEqual([]);
    await page.close();
  });

  test('raises no alarm for ordinary sockets, over reloads', async () => {
    const page = await open('ordinary');
    for (let round = 0; round < 2; round++) {
      await page.reload();
      await page.until(() => document.documentElement.dataset['status'] === 'open');
    }
    await pause(SETTLED_MS);
    expect(await unseenHosts(extension, page)).toEqual([]);
    expect((await extension.badge(page)).text).toBe('');
    await page.close();
  });
});
