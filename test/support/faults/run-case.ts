import { type BrowserName, launch, launchGuarded } from '../browsers/launch.ts';
import type { TestBrowser } from '../browsers/test-browser.ts';
import type { PortalServer } from '../portals/portal-server.ts';
import type { ServerName } from './bench-server.ts';
import type { FaultCase } from './fault-case.ts';
import type { FaultResult } from './fault-result.ts';
import { runArm } from './run-arm.ts';

/** The same browser twice: once without the extension and once with it. */
export interface BrowserPair {
  readonly without: TestBrowser;
  readonly with: TestBrowser;
  stop(): Promise<void>;
}

export async function launchPair(name: BrowserName): Promise<BrowserPair> {
  const [bare, guarded] = await Promise.all([launch(name), launchGuarded(name)]);
  return {
    without: bare,
    with: guarded,
    stop: async () => void (await Promise.all([bare.stop(), guarded.stop()])),
  };
}

export interface CaseResult {
  readonly without: FaultResult;
  readonly with: FaultResult;
}

/** Both arms of a case at the same time, each with a server of its own. */
export async function runCase(
  pair: BrowserPair,
  portals: PortalServer,
  plan: { readonly faultCase: FaultCase; readonly server: ServerName; readonly healthyMs: number },
): Promise<CaseResult> {
  // Both to their end, also when one fails: what they started stops with them.
  const [without, guarded] = await Promise.allSettled([
    runArm({ ...plan, portals, browser: pair.without }),
    runArm({ ...plan, portals, browser: pair.with }),
  ]);
  if (without.status === 'rejected') throw without.reason;
  if (guarded.status === 'rejected') throw guarded.reason;
  return { without: without.value, with: guarded.value };
}
