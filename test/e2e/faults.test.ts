import { afterAll, beforeAll, describe, test } from 'vitest';
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
