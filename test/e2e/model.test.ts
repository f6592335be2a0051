import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFindings } from '../support/browsers/axe.ts';
import { browserNames, launchGuarded } from '../support/browsers/launch.ts';
import { type OverlayCopy, openCopy, overlayCopy } from '../support/browsers/overlay-copy.ts';
import { poll } from '../support/browsers/page-code.ts';
import type { OverlayElement, TestBrowser, TestPage } from '../support/browsers/test-browser.ts';
import { GuardedSession } from '../support/guarded-session.ts';
import { type PortalServer, startPortalServer } from '../support/portals/portal-server.ts';
import { startXvnc } from '../support/servers/xvnc.ts';

/** A session is rated when it lasted more than a minute. */
const RATED_AFTER_MS = 62_000;
const SHOTS = process.env['RICE_SHOTS'];

let portals: PortalServer;
beforeAll(async () => {
  portals = await startPortalServer();
});
afterAll(async () => {
  await portals.stop();
});

/** What axe finds in a copy of the overlay with everything in it open, in a page of its own. */
async function findings(browser: TestBrowser, copy: OverlayCopy, shot: string): Promise<readonly string[]> {
  const page = await openCopy(browser, copy);
  try {
    const found = await axeFindings(page, 'light');
    if (SHOTS !== undefined) await page.screenshot(`${SHOTS}/${shot}.png`);
    return found;
  } finally {
    await page.close();
  }
}

/** The texts that match in the copy's markup, closed parts too. */
function texts(page: TestPage, html: string, selector: string): Promise<readonly string[]> {
  return page.evaluate(
    (given) => {
      const inside = document.createElement('template');
      inside.innerHTML = given.html;
      return [...inside.content.querySelectorAll(given.selector)].map((each) => each.textContent ?? '');
    },
    { html, selector },
  );
}

describe.each(browserNames)('the session model in %s', (name) => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await launchGuarded(name);
  });
  afterAll(async () => {
    await browser?.stop();
  });

  test('is seen in the panel, asked about at the end, and reported from the page of records', async () => {
    const session = await GuardedSession.start({ browser, portals, startServer: () => startXvnc() });
    const { page, extension, link } = session;
    const startedMs = Date.now();
    const elements = async () => (await extension.overlay(page)).elements;
    const find = async (holds: (element: OverlayElement) => boolean) => (await elements()).find(holds);
    const isOpen = (label: string) => async () => (await find((each) => each.label === label)) !== undefined;
    await session.clickFor(15_000);

    const badge = await find(({ tag, text }) => tag === 'button' && text.startsWith('RICE'));
    await page.mouse.click(badge?.x ?? 0, badge?.y ?? 0);
    await poll(isOpen('Session details'), 10_000);
    await poll(async () => (await extension.overlay(page)).text.includes('Demand and supply'), 10_000);
    // A few more seconds of the session with the panel open.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    if (SHOTS !== undefined) await page.screenshot(`${SHOTS}/panel-${name}.png`);
    const copy = await overlayCopy(extension, page);
    expect(copy.bluePixels).toHaveLength(4);
    expect(Math.min(...copy.bluePixels.slice(0, 2))).toBeGreaterThan(20);
    expect((await texts(page, copy.html, '.phase .point, .phase .now')).length).toBeGreaterThan(0);
    const trail = copy.html.match(/class="trail" data-state="\w+" d="M[\d.]+ [\d.]+L/g) ?? [];
    expect(trail.length).toBeGreaterThan(10);
    const values = await texts(page, copy.html, '.model .value');
    expect(values.length).toBeGreaterThan(18);
    // b_user-activity, d, b_in and b_in on the wire, supply: all are counted, and there was input.
    expect(values.slice(0, 5).every((value) => /\d/.test(value))).toBe(true);
    expect(await texts(page, copy.html, '.functions tbody th')).toContain('pointer');
    expect((await texts(page, copy.html, '.phase tbody th')).at(2)).toBe('now');
    expect(await findings(browser, copy, `panel-open-${name}`)).toEqual([]);
    await page.bringToFront();
    await page.keyboard.press('Escape');
    await poll(async () => !(await isOpen('Session details')()), 5_000);

    await session.clickFor(RATED_AFTER_MS - (Date.now() - startedMs));
    await link.stop();
    await poll(isOpen('Question about the session'), 20_000);
    if (SHOTS !== undefined) await page.screenshot(`${SHOTS}/rating-${name}.png`);
    expect(await findings(browser, await overlayCopy(extension, page), `rating-open-${name}`)).toEqual([]);
    await page.bringToFront();
    await rateByKeyboard(page, elements);
    await poll(async () => !(await isOpen('Question about the session')()), 5_000);

    const records = await extension.open('records.html');
    const has = (wanted: string) =>
      records.until((text) => document.body.textContent?.includes(text) === true, wanted, 30_000);
    await records.until(() => document.querySelector('tbody th a') !== null, undefined, 30_000);
    await records.evaluate(() => document.querySelector<HTMLElement>('tbody th a')?.click());
    await has('Session report');
    await records.until(() => document.querySelector('.rating') !== null, undefined, 30_000);
    const press = (label: string) =>
      records.evaluate((wanted) => {
        [...document.querySelectorAll('button')].find((each) => each.textContent === wanted)?.click();
      }, label);
    const saved: Record<string, string> = {};
    for (const [label, mark] of [
      ['As a page', /^<!doctype html>/],
      // Not any JSON: a stall brings RICE's own buttons under the clicks, and diagnostics were once among what was saved.
      ['As JSON', /^\{\s*"format": ?"rice-novnc-report"/],
      ['As CSV', /^time_utc,/],
    ] as const) {
      await press(label);
      await poll(async () => {
        const found = (await browser.downloads()).find((each) => mark.test(each));
        if (found !== undefined) saved[label] = found;
        return found !== undefined;
      }, 20_000);
    }
    if (SHOTS !== undefined) await records.screenshot(`${SHOTS}/records-${name}.png`);
    expect(records.errors()).toEqual([]);
    await records.close();
    await session.stop();

    const report: unknown = JSON.parse(saved['As JSON'] ?? '');
    expect(report).toMatchObject({
      format: 'rice-novnc-report',
      session: { origin: new URL(page.url()).origin, closed: true },
      rating: { value: 4 },
    });
    const rows = saved['As CSV']?.trim().split('\r\n') ?? [];
    expect(rows.length).toBeGreaterThan(55);
    expect(rows.some((row) => /,stable,[1-9]/.test(row))).toBe(true);
    const html = saved['As a page'] ?? '';
    expect(html).toContain('<h1>Session report</h1>');
    expect(html.match(/<svg/g)).toHaveLength(5);
    if (SHOTS !== undefined) await shootReport(browser, html, `${SHOTS}/report-${name}.png`);
  });
});

/** With Tab to the group, arrows to the fourth answer, Tab to the button, Enter. */
async function rateByKeyboard(
  page: TestPage,
  elements: () => Promise<readonly OverlayElement[]>,
): Promise<void> {
  const focused = async () => (await elements()).find(({ hasKeyboard }) => hasKeyboard);
  for (let presses = 0; presses < 30; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await focused())?.label.startsWith('1, ') === true) break;
  }
  expect((await focused())?.label).toBe('1, not at all');
  for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('ArrowRight');
  expect((await focused())?.label).toBe('4');
  await page.keyboard.press('Tab');
  expect((await focused())?.text).toBe('Keep my answer');
  await page.keyboard.press('Enter');
}

async function shootReport(browser: TestBrowser, html: string, path: string): Promise<void> {
  const page = await browser.open('about:blank');
  await page.evaluate((text) => {
    document.open();
    document.write(text);
    document.close();
  }, html);
  await page.screenshot(path);
  await page.close();
}
