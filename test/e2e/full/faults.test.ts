import { afterAll, beforeAll, describe, test } from 'vitest';
import { browserNames } from '../../support/browsers/launch.ts';
import { serverNames } from '../../support/faults/bench-server.ts';
import { expectCase } from '../../support/faults/expect-case.ts';
import { faultCases } from '../../support/faults/fault-cases.ts';
import { type BrowserPair, launchPair, runCase } from '../../support/faults/run-case.ts';
import { type PortalServer, startPortalServer } from '../../support/portals/portal-server.ts';

const HEALTHY_MS = 600_000;
const TIMEOUT_MS = 900_000;

let portals: PortalServer;
beforeAll(async () => {
  portals = await startPortalServer();
});
afterAll(async () => {
  await portals.stop();
});

for (const server of serverNames) {
  describe.each(browserNames)(`every fault under a user of ${server} in %s`, (name) => {
    let pair: BrowserPair;
    beforeAll(async () => {
      pair = await launchPair(name);
    });
    afterAll(async () => {
      await pair?.stop();
    });

    test.each(faultCases)('$name does no harm with RICE', { timeout: TIMEOUT_MS }, async (each) =>
      expectCase(each, await runCase(pair, portals, { faultCase: each, server, healthyMs: HEALTHY_MS })),
    );
  });
}
