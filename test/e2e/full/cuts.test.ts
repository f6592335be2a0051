import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { browserNames, launchGuarded } from '../../support/browsers/launch.ts';
import type { TestBrowser } from '../../support/browsers/test-browser.ts';
import { cutWhileClicking, reportFigures } from '../../support/cut-while-clicking.ts';
import { GuardedSession } from '../../support/guarded-session.ts';
import { type PortalServer, startPortalServer } from '../../support/portals/portal-server.ts';
import { startX11vnc } from '../../support/servers/x11vnc.ts';
import { startXvnc } from '../../support/servers/xvnc.ts';

/** Every way the link can fail, on every server that can witness its input, in both browsers. */
const servers = [
  { server: 'Xvnc', startServer: () => startXvnc() },
  { server: 'x11vnc', startServer: () => startX11vnc() },
] as const;
const cuts = [
  { cutMs: 2000, side: 'both' },
  { cutMs: 5000, side: 'up' },
  { cutMs: 5000, side: 'down' },
  { cutMs: 15_000, side: 'both' },
] as const;

let portals: PortalServer;
beforeAll(async () => {
  portals = await startPortalServer();
});
afterAll(async () => {
  await portals.stop();
});

describe.each(browserNames)('a link that is cut while clicking, in %s', (name) => {
  let browser: TestBrowser;
  let session: GuardedSession | undefined;
  beforeAll(async () => {
    browser = await launchGuarded(name);
  });
  afterAll(async () => {
    await browser?.stop();
  });
  afterEach(async () => {
    await session?.stop();
    session = undefined;
  });

  for (const { server, startServer } of servers) {
    test.each(cuts)(
      `before ${server}, $side for $cutMs ms: nothing arrives late`,
      async ({ cutMs, side }) => {
        session = await GuardedSession.start({ browser, portals, startServer });
        const outcome = await cutWhileClicking(session, { cutMs, side });
        reportFigures(`cut-${server}-${side}-${cutMs}-${name}`, {
          ...outcome.figures,
          states: outcome.states,
        });
        expect(outcome.forbidden.length).toBeGreaterThan(3);
        expect(outcome.late).toEqual([]);
        expect(outcome.unreleased).toEqual([]);
      },
    );
  }
});
