import type { TestPage } from '../../../test/support/browsers/test-browser.ts';
import { screenBox, untilConnected } from '../../../test/support/portals/portal-page.ts';
import { SCREEN_WIDTH_PX } from '../../instrument/layout.ts';
import type { ArmName } from '../plan.ts';
import { setUpArm } from './arm-setting.ts';
import { GuardView } from './guard-view.ts';
import type { LiveBench } from './live-bench.ts';

/** A fresh page of noVNC, connected to the instrument's display. */
export interface LiveSession {
  readonly page: TestPage;
  /** Of the instrument's screen, in CSS pixels of the page. */
  readonly origin: { readonly x: number; readonly y: number };
  /** Null in the arm without extension. */
  readonly guard: GuardView | null;
}

/** noVNC as it is installed. */
const NOVNC = '1.7';
const SETTLED_WITHIN_MS = 20_000;

/**
 * A browser drops what it is loading when a network device comes or goes anywhere on the machine; then the page is
 * opened anew.
 */
const TRIES = 4;

/** Opens the page of an arm; nothing stays open when it throws. */
export async function openLiveSession(
  bench: LiveBench,
  arm: ArmName,
  socketHost: string,
): Promise<LiveSession> {
  const browser = await bench.browser(arm);
  const { extension } = browser;
  if (arm !== 'plain' && extension !== undefined) {
    await setUpArm(extension, arm, bench.profile, socketHost);
  }
  const url = bench.portals.portal(NOVNC, { url: `ws://${socketHost}/websockify` });
  for (let tries = 1; ; tries++) {
    const page = await browser.open(url);
    try {
      await untilSettled(page);
      if (tries < TRIES && !(await isConnected(page))) {
        await page.close();
        continue;
      }
      await untilConnected(page);
      const guard = extension === undefined ? null : await GuardView.start(extension, page);
      const { x, y, widthPx } = await screenBox(page);
      if (widthPx !== SCREEN_WIDTH_PX) throw new Error(`[live] the screen is ${widthPx} px wide`);
      return { page, origin: { x, y }, guard };
    } catch (error) {
      await page.close();
      throw error;
    }
  }
}

/** Resolves when the portal is connected or has given up. */
function untilSettled(page: TestPage): Promise<void> {
  const isSettled = (): boolean =>
    ['connected', 'disconnected', 'failed'].includes(document.documentElement.dataset['status'] ?? '');
  return page.until(isSettled, undefined, SETTLED_WITHIN_MS);
}

function isConnected(page: TestPage): Promise<boolean> {
  return page.evaluate(() => document.documentElement.dataset['status'] === 'connected');
}
