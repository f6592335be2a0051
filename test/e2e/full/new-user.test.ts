import { mkdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { browserNames } from '../../support/browsers/launch.ts';
import { type BrowserProfile, makeProfile } from '../../support/browsers/profile.ts';
import { type Desktop, startDesktop } from '../../support/desktop/desktop.ts';
import {
  JOG_RIGHT,
  type MicroscopePortal,
  startMicroscopePortal,
} from '../../support/desktop/microscope-portal.ts';
import { makePackages, type Packages } from '../../support/desktop/packages.ts';
import type { Place, UserBrowser } from '../../support/desktop/user-browser.ts';
import { launchUserChromium } from '../../support/desktop/user-chromium.ts';
import { launchUserFirefox } from '../../support/desktop/user-firefox.ts';
import { pause } from '../../support/servers/process.ts';

/** A session shorter than a minute is not asked about. */
const RATED_FROM_MS = 60_000;
const CUT_MS = 5000;
const CLICK_EVERY_MS = 500;
/** Executed later than this after the click, a press is late. */
const LATE_MS = 1000;
/** Presses that may be under way when a cut begins: docs/gate.md. */
const CREDIT = 10;

let packages: Packages;
let desktop: Desktop;
let portal: MicroscopePortal;
let profile: BrowserProfile;
let browser: UserBrowser | undefined;

beforeAll(async () => {
  packages = await makePackages();
}, 900_000);
afterAll(() => packages?.remove());
afterEach(async ({ task }) => {
  // What a step that failed has left.
  if (task.result?.state === 'fail') desktop?.photograph('artifacts/new-user/failed.png');
  await browser?.stop();
  browser = undefined;
  await portal?.stop();
  await desktop?.stop();
  await profile?.remove();
});

/** Presses at a place until the time is over; when each was made. */
async function clickFor(durationMs: number, x: number, y: number): Promise<readonly number[]> {
  const made: number[] = [];
  for (const untilMs = Date.now() + durationMs; Date.now() < untilMs; ) {
    made.push(Date.now());
    desktop.click(x, y);
    await pause(CLICK_EVERY_MS);
  }
  return made;
}

describe.each(browserNames)('somebody new to RICE, in %s', (name) => {
  test('installs it from its package, guards a portal, drives, meets a cut, reads about it, and removes it', async () => {
    const folder = `artifacts/new-user/${name}`;
    mkdirSync(folder, { recursive: true });
    desktop = await startDesktop(1280, 900);
    portal = await startMicroscopePortal();
    profile = await makeProfile();
    browser =
      name === 'chromium'
        ? await launchUserChromium(desktop, profile.path, packages.chromiumDir)
        : await launchUserFirefox(desktop, profile.path, packages.firefoxFile);
    let steps = 0;
    const picture = (step: string): void => {
      steps += 1;
      desktop.photograph(`${folder}/${String(steps).padStart(2, '0')}-${step}.png`);
    };
    const press = async ({ x, y }: Place): Promise<void> => {
      desktop.click(Math.round(x), Math.round(y));
      await pause(2000);
    };

    await browser.install();
    picture('installed-and-welcomed');
    await browser.goTo(portal.url);
    await pause(2000);
    picture('portal');
    await browser.openPopup();
    picture('popup');
    await browser.pressMain();
    picture('question');
    await browser.allow();
    picture('reload-asked-for');
    await browser.pressMain();
    const startedMs = Date.now();
    await pause(4000);
    picture('guarded');
    await browser.closePopup();

    const screen = await browser.placeOf('#noVNC_container canvas');
    const x = Math.round(screen.x + (JOG_RIGHT.x - 0.5) * screen.width);
    const y = Math.round(screen.y + (JOG_RIGHT.y - 0.5) * screen.height);
    const before = await clickFor(5000, x, y);
    picture('driving');
    portal.link.stall('both');
    const during = await clickFor(CUT_MS, x, y);
    picture('cut');
    portal.link.heal();
    await pause(500);
    picture('healing');
    await pause(6000);
    picture('recovered');
    const after = await clickFor(5000, x, y);
    picture('driving-again');
    await pause(Math.max(0, RATED_FROM_MS + 5000 - (Date.now() - startedMs)));

    // Most of the handle is beyond the edge.
    await press({ ...(await browser.placeOf('#noVNC_control_bar_handle')), x: 8 });

    await press(await browser.placeOf('#noVNC_disconnect_button'));
    picture('ended');
    await browser.openPopup();
    picture('popup-at-the-end');
    const records = await browser.openRecords();
    picture('records');
    expect(await records.text()).toContain('Breakdown');
    await press(await records.placeOf('tbody a'));
    picture('report');
    expect((await records.text()).length).toBeGreaterThan(1000);

    await browser.remove(() => picture('remove'));
    expect(await browser.ownPages()).toEqual([]);
    await browser.goTo(portal.url);
    await pause(2000);
    picture('removed');

    const received = await portal.takePresses();
    const late = received.filter((atMs) => !isFresh(atMs, [...before, ...during, ...after]));
    console.log(
      JSON.stringify({
        name: `new-user-${name}`,
        made: before.length + during.length + after.length,
        received: received.length,
        late: late.length,
      }),
    );
    expect(received.length).toBeGreaterThanOrEqual(before.length);
    expect(late.length).toBeLessThanOrEqual(CREDIT);
  }, 300_000);
});

/** Some press was made shortly before it was executed. */
function isFresh(executedMs: number, made: readonly number[]): boolean {
  return made.some((madeMs) => executedMs >= madeMs - 5 && executedMs <= madeMs + LATE_MS);
}
