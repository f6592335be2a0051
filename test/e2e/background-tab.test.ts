import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BURST_PAUSE_MS } from '../../src/model/gate/burst.ts';
import { type ChromiumWithTabs, launchChromiumWithTabs } from '../support/browsers/chromium-tabs.ts';
import { browserNames, launchGuarded, testBuild } from '../support/browsers/launch.ts';
import type { TestBrowser } from '../support/browsers/test-browser.ts';
import { GuardedSession, markOf, marks, unreleased } from '../support/guarded-session.ts';
import { untilConnected } from '../support/portals/portal-page.ts';
import { type PortalServer, startPortalServer } from '../support/portals/portal-server.ts';
import { pause } from '../support/servers/process.ts';
import { startXvnc } from '../support/servers/xvnc.ts';
import { readHistory } from '../support/session-history.ts';

/** A release that was sent at once, and what the server may still have had in its queue. */
const ARRIVED_MS = 1500;

let portals: PortalServer;
beforeAll(async () => {
  portals = await startPortalServer();
});
afterAll(async () => {
  await portals.stop();
});

describe.each(browserNames)('a tab in the background of %s', (name) => {
  let browser: TestBrowser;
  let chromium: ChromiumWithTabs | undefined;
  let session: GuardedSession | undefined;
  beforeAll(async () => {
    if (name === 'chromium') chromium = await launchChromiumWithTabs(testBuild('chromium'));
    browser = chromium?.browser ?? (await launchGuarded(name));
  });
  afterAll(async () => {
    await browser?.stop();
  });
  afterEach(async () => {
    await session?.stop();
    session = undefined;
  });

  /** A session that holds a key and a button at the server while another tab comes to the front. */
  async function hidden() {
    const started = await GuardedSession.start({ browser, portals, startServer: () => startXvnc() });
    session = started;
    const { page, witness } = started;
    await page.bringToFront();
    await started.clickFor(100);
    await page.keyboard.down('a');
    await pause(100);
    await page.mouse.down();
    await witness.until((events) => unreleased(events).length === 2);
    const other = await browser.open(portals.otherSockets());
    await other.bringToFront();
    await page.until(() => document.visibilityState === 'hidden');
    await witness.until((events) => unreleased(events).length === 0, ARRIVED_MS);
    return { ...started, session: started, page, link: started.link, witness, other };
  }

  async function expectNothingPasses({ session: of, page, witness }: Awaited<ReturnType<typeof hidden>>) {
    await page.keyboard.up('a');
    await page.mouse.up();
    const before = of.clicks.length;
    await of.clickFor(1500);
    of.link.heal();
    await pause(ARRIVED_MS);
    const made = of.clicks.slice(before);
    expect(made.length).toBeGreaterThan(3);
    expect(made.filter((click) => marks(witness.events()).has(markOf(click)))).toEqual([]);
    expect(unreleased(witness.events())).toEqual([]);
  }

  test('lets go when another tab is in front, and needs fresh proof when it is seen again', async () => {
    const tab = await hidden();
    // Whatever is made after this has no proof: nothing comes back from the server.
    tab.link.stall('both');
    await pause(1000);
    await tab.page.bringToFront();
    await expectNothingPasses(tab);
    await tab.other.close();
  });

  test.runIf(name === 'chromium')(
    'lets nothing out after the browser froze it, until it is connected anew',
    async () => {
      const tab = await hidden();
      await chromium?.freeze(tab.page, true);
      tab.link.stall('both');
      await pause(3000);
      await chromium?.freeze(tab.page, false);
      await tab.page.bringToFront();
      await expectNothingPasses(tab);
      // Chromium closes the sockets of a page that it freezes; who comes back connects anew, and is guarded.
      const history = await readHistory(tab.session.extension, tab.page);
      expect(history.at(-1)?.guarding).toBe('closed');
      await tab.page.reload();
      await untilConnected(tab.page);
      await expect
        .poll(
          async () => {
            await tab.session.clickFor(100);
            await pause(BURST_PAUSE_MS + 300);
            const click = tab.session.clicks.at(-1);
            return click !== undefined && marks(tab.witness.events()).has(markOf(click));
          },
          { timeout: 20_000 },
        )
        .toBe(true);
      await tab.other.close();
    },
  );
});
