import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { steady } from '../../testbed/link/profile.ts';
import { browserNames, launchGuarded } from '../support/browsers/launch.ts';
import type { TestBrowser } from '../support/browsers/test-browser.ts';
import { cutWhileClicking, reportFigures } from '../support/cut-while-clicking.ts';
import { GuardedSession, marks, unreleased } from '../support/guarded-session.ts';
import { type PortalServer, startPortalServer } from '../support/portals/portal-server.ts';
import type { WitnessedEvent } from '../support/servers/input-witness.ts';
import { pause } from '../support/servers/process.ts';
import { startXvnc } from '../support/servers/xvnc.ts';
import { readHistory, statesOf } from '../support/session-history.ts';

let portals: PortalServer;
beforeAll(async () => {
  portals = await startPortalServer();
});
afterAll(async () => {
  await portals.stop();
});

describe.each(browserNames)('a guarded session in %s', (name) => {
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

  test('lets nothing reach the instrument late when the link is cut for 5 s while clicking', async () => {
    session = await GuardedSession.start({ browser, portals, startServer: () => startXvnc() });
    const outcome = await cutWhileClicking(session, { cutMs: 5000, side: 'both' });
    reportFigures(`guard-cut-${name}`, {
      browser: `${browser.name} ${browser.version}`,
      ...outcome.figures,
      states: outcome.states,
    });
    expect(outcome.forbidden.length).toBeGreaterThan(10);
    expect(outcome.late).toEqual([]);
    expect(outcome.unreleased).toEqual([]);
    expect(outcome.states).toEqual(expect.arrayContaining(['breakdown', 'recovery']));
  });

  test('blocks nothing on a link with a steady 600 ms round trip', async () => {
    session = await GuardedSession.start({
      browser,
      portals,
      startServer: () => startXvnc(),
      profile: steady,
    });
    const { page, extension, witness, clicks } = session;
    const startWallMs = Date.now();
    const word = 'stagemove';
    const rounds = 6;
    for (let round = 0; round < rounds; round++) {
      await session.clickFor(1500, 700);
      for (const key of word) {
        await page.keyboard.press(key);
        await pause(200);
      }
    }
    const keysOf = (events: readonly WitnessedEvent[]) =>
      events.filter((event) => event.type === 'key-press').length;
    await witness.until(
      (events) => marks(events).size === clicks.length && keysOf(events) === rounds * word.length,
      10_000,
    );
    const history = await readHistory(extension, page);
    const blocked = history.filter((entry) => entry.atWallMs > startWallMs && entry.blocked !== null);
    reportFigures(`guard-steady-${name}`, {
      browser: `${browser.name} ${browser.version}`,
      clicks: clicks.length,
      keys: rounds * word.length,
      blocked: blocked.length,
      roundTripMs: history.at(-1)?.roundTripMs ?? null,
      states: statesOf(history),
    });
    expect(blocked).toEqual([]);
    expect(unreleased(witness.events())).toEqual([]);
  });
});
