import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserNames, launchGuarded } from '../support/browsers/launch.ts';
import { poll } from '../support/browsers/page-code.ts';
import type { OverlayElement, TestBrowser } from '../support/browsers/test-browser.ts';
import { GuardedSession, markOf, marks } from '../support/guarded-session.ts';
import { type PortalServer, startPortalServer } from '../support/portals/portal-server.ts';
import type { WitnessedEvent } from '../support/servers/input-witness.ts';
import { pause } from '../support/servers/process.ts';
import { startXvnc } from '../support/servers/xvnc.ts';
import { readHistory, untilHistory } from '../support/session-history.ts';

/** In the extension's own contexts. */
declare const chrome: {
  readonly tabs: { sendMessage(tabId: number, message: { readonly type: string }): Promise<unknown> };
};

/** A button that has just appeared takes no press. */
const FRESH_MS = 800;
const ACTIVE = /Override ends in/;

let portals: PortalServer;
beforeAll(async () => {
  portals = await startPortalServer();
});
afterAll(async () => {
  await portals.stop();
});

// One session for all of them: each cut begins where the one before has healed.
describe.each(browserNames)('what the user may decide in %s', (name) => {
  let browser: TestBrowser;
  let session: GuardedSession;
  beforeAll(async () => {
    browser = await launchGuarded(name);
    session = await GuardedSession.start({ browser, portals, startServer: () => startXvnc() });
  });
  afterAll(async () => {
    await session?.stop();
    await browser?.stop();
  });

  const view = () => session.extension.overlay(session.page);
  const shows = (words: RegExp) => async () => words.test((await view()).text);
  const element = async (holds: (each: OverlayElement) => boolean): Promise<OverlayElement> => {
    const found = (await view()).elements.find(holds);
    if (found === undefined) throw new Error(`not in ${JSON.stringify(await view())}`);
    return found;
  };
  const button = (words: RegExp) => element(({ tag, text }) => tag === 'button' && words.test(text));
  const click = async ({ x, y }: OverlayElement) => session.page.mouse.click(x, y);
  const keyPresses = (events: readonly WitnessedEvent[]) =>
    events.filter(({ type }) => type === 'key-press').length;

  async function tabTo(holds: (each: OverlayElement) => boolean): Promise<void> {
    for (let presses = 0; presses < 8; presses++) {
      await session.page.keyboard.press('Tab');
      if ((await view()).elements.some((each) => each.hasKeyboard && holds(each))) return;
    }
    throw new Error(`not reached by Tab: ${JSON.stringify(await view())}`);
  }

  /** Cuts the link and waits until an override is offered and takes presses. */
  async function cut(): Promise<void> {
    session.link.stall('both');
    await poll(shows(/Override …/), 10_000);
    await pause(FRESH_MS);
  }
  async function heal(): Promise<void> {
    session.link.heal();
    await untilHistory(
      session.extension,
      session.page,
      (history) => {
        const last = history.at(-1);
        return last?.blocked === null && (last.state === 'stable' || last.state === 'idle');
      },
      40_000,
    );
  }

  test('passes the gate by holding a button with the mouse, and by nothing a page can do', async () => {
    const { page, clicks, witness } = session;
    await cut();
    await session.clickFor(300);
    const heldBack = clicks.at(-1);
    await click(await button(/Override …/));
    await click(await element(({ tag }) => tag === 'input'));
    const hold = await button(/Press and hold/);
    await page.evaluate(({ x, y }) => {
      const target = document.elementFromPoint(x, y);
      const press = { bubbles: true, composed: true, clientX: x, clientY: y, isPrimary: true, pointerId: 1 };
      target?.dispatchEvent(new PointerEvent('pointerdown', press));
      target?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true }));
      if (target instanceof HTMLElement) target.click();
    }, hold);
    await pause(2_000);
    expect((await view()).text).not.toMatch(ACTIVE);

    await page.mouse.move(hold.x, hold.y);
    await page.mouse.down();
    await pause(500);
    await page.mouse.up();
    await pause(1_500);
    expect((await view()).text).not.toMatch(ACTIVE);

    await page.mouse.down();
    await poll(shows(ACTIVE), 8_000);
    await page.mouse.up();
    expect((await view()).text).toContain('Override: presses pass now');
    await session.clickFor(300);
    const passed = clicks.at(-1);
    await click(await button(/Stop override/));
    await heal();
    if (heldBack === undefined || passed === undefined) throw new Error('no clicks');
    await witness.until((events) => marks(events).has(markOf(passed)), 10_000);
    expect(marks(witness.events()).has(markOf(heldBack))).toBe(false);
  });

  test('arms hazardous functions again after the breakdown, by one click', async () => {
    const { extension, page } = session;
    expect((await readHistory(extension, page)).at(-1)?.armed).toBe(false);
    await poll(shows(/locked after the breakdown/), 10_000);
    await pause(FRESH_MS);
    await click(await button(/Arm again/));
    await untilHistory(extension, page, (history) => history.at(-1)?.armed === true, 10_000);
    await poll(async () => !(await shows(/Arm again/)()), 10_000);
  });

  test('passes the gate by keyboard, through the panel, and gives the keyboard back to the picture', async () => {
    const { extension, page, witness } = session;
    await page.evaluate(() => document.querySelector('canvas')?.focus());
    const before = keyPresses(witness.events());
    await cut();
    const tabId = await extension.tabId(page);
    await extension.evaluate((id: number) => chrome.tabs.sendMessage(id, { type: 'open-panel' }), tabId);
    await poll(async () => (await view()).elements.some(({ role }) => role === 'dialog'), 10_000);
    await pause(FRESH_MS);
    await tabTo(({ text }) => /Override …/.test(text));
    await page.keyboard.press('Enter');
    // The first reason has the keyboard then.
    await poll(async () => (await element(({ hasKeyboard }) => hasKeyboard)).tag === 'input', 5_000);
    await page.keyboard.press(' ');
    await tabTo(({ text }) => /Press and hold/.test(text));
    expect((await view()).text).not.toContain('Choose a reason first');
    await page.keyboard.down('Enter');
    await poll(shows(ACTIVE), 8_000);
    await page.keyboard.up('Enter');
    await page.until(() => document.activeElement?.localName === 'canvas', undefined, 5_000);
    await page.keyboard.press('a');
    await heal();
    await witness.until((events) => keyPresses(events) > before, 10_000);
    expect(keyPresses(witness.events())).toBe(before + 1);
  });
});
