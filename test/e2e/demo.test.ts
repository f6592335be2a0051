import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SessionState } from '../../src/model/session/session-state.ts';
import { startPortal } from '../../testbed/demo/portal-server.ts';
import { launchGuarded } from '../support/browsers/launch.ts';
import type { TestBrowser, TestPage } from '../support/browsers/test-browser.ts';
import { recordHistory, statesOf, untilHistory } from '../support/session-history.ts';

/** The promise of the README: a newcomer sees all of this within a minute. */
const MINUTE_MS = 60_000;

let portal: Awaited<ReturnType<typeof startPortal>>;
let browser: TestBrowser;

beforeAll(async () => {
  portal = await startPortal({ port: 0 });
  browser = await launchGuarded('chromium');
  mkdirSync('artifacts', { recursive: true });
});
afterAll(async () => {
  await browser?.stop();
  await portal?.stop();
});

test('the demo shows Stable, Unstable, Breakdown, Recovery and Stable within a minute', async () => {
  const page = await browser.open(portal.url);
  const extension = browser.extension;
  if (extension === undefined) throw new Error('no extension');
  await page.until(() => document.querySelector('canvas') !== null, undefined, 20_000);
  await recordHistory(extension, page);
  const startMs = Date.now();
  const reach = (state: SessionState, fromMs: number) =>
    untilHistory(
      extension,
      page,
      (history) => history.some((entry) => entry.atWallMs >= fromMs && entry.state === state),
      30_000,
    );

  await press(page, '#drive');
  await reach('stable', startMs);
  await page.screenshot('artifacts/demo-1-stable.png');

  const congestedMs = Date.now();
  await press(page, '[data-quality=congested]');
  await reach('unstable', congestedMs);
  await page.screenshot('artifacts/demo-2-unstable.png');

  const stalledMs = Date.now();
  await press(page, '[data-quality=stalled]');
  await reach('breakdown', stalledMs);
  await page.screenshot('artifacts/demo-3-breakdown.png');

  const directMs = Date.now();
  await press(page, '[data-quality=direct]');
  await reach('recovery', directMs);
  await page.screenshot('artifacts/demo-4-recovery.png');
  const history = await reach('stable', directMs);
  await page.screenshot('artifacts/demo-5-stable.png');

  const seconds = (Date.now() - startMs) / 1000;
  console.log(JSON.stringify({ name: 'demo', seconds, states: statesOf(history) }));
  expect(Date.now() - startMs).toBeLessThan(MINUTE_MS);
});

async function press(page: TestPage, selector: string): Promise<void> {
  const at = await page.evaluate((wanted: string) => {
    const box = document.querySelector(wanted)?.getBoundingClientRect();
    return box === undefined ? null : { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }, selector);
  if (at === null) throw new Error(`no ${selector}`);
  await page.mouse.click(at.x, at.y);
}
