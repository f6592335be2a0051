import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserNames } from '../support/browsers/launch.ts';
import { expectCase } from '../support/faults/expect-case.ts';
import { faultCase } from '../support/faults/fault-cases.ts';
import { type BrowserPair, launchPair, runCase } from '../support/faults/run-case.ts';
import { type PortalServer, startPortalServer } from '../support/portals/portal-server.ts';

/** One of each kind; all of them are in full/faults.test.ts. */
const core = ['blackhole-5s', 'blackhole-1s-up', 'spikes-wifi', 'tab-reloaded', 'healthy-600ms'];
const HEALTHY_MS = 20_000;

let portals: PortalServer;
beforeAll(async () => {
  portals = await startPortalServer();
});
afterAll(async () => {
  await portals.stop();
});

describe.each(browserNames)('a fault under a user of Xvnc in %s', (name) => {
  let pair: BrowserPair;
  beforeAll(async () => {
    pair = await launchPair(name);
  });
  afterAll(async () => {
    await pair?.stop();
  });

  for (const caseName of core) {
    // A machine that stands still for 0.3 s is to RICE a link that does, and no press may pass then. So what must not
    // be blocked gets another chance on a busy one; what must be blocked gets none.
    const retry = /^(healthy|spikes)/.test(caseName) ? 2 : 0;
    test(`${caseName} does no harm with RICE`, { retry }, async () => {
      const chosen = faultCase(caseName);
      const plan = { faultCase: chosen, server: 'xvnc', healthyMs: HEALTHY_MS } as const;
      expectCase(chosen, await runCase(pair, portals, plan));
    });
  }
});

/** Lets go of nothing by itself: what a tab leaves down there stays down until somebody connects again. */
test('a tab closed during a cut leaves nothing down at x11vnc: the next tab lets go of it', async () => {
  const pair = await launchPair('chromium');
  try {
    const chosen = faultCase('tab-closed-cut');
    let couldTell = false;
    // On a busy machine the key may not be down in time, and then there is nothing to leave.
    for (let tries = 0; tries < 3 && !couldTell; tries++) {
      const result = await runCase(pair, portals, {
        faultCase: chosen,
        server: 'x11vnc',
        healthyMs: HEALTHY_MS,
      });
      expectCase(chosen, result);
      expect(result.with.leftDown).toBe(0);
      couldTell = result.without.leftDown > 0;
    }
    expect(couldTell, 'the key is left down without RICE').toBe(true);
  } finally {
    await pair.stop();
  }
});
