import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Portal, startPortal } from '../../testbed/demo/portal-server.ts';
import { accessibilityTree } from '../support/browsers/accessibility-tree.ts';
import { axeFindings } from '../support/browsers/axe.ts';
import { browserNames, launch } from '../support/browsers/launch.ts';
import { LOOKS, wear } from '../support/browsers/look.ts';
import { openCopy, overlayCopy } from '../support/browsers/overlay-copy.ts';
import { poll } from '../support/browsers/page-code.ts';
import type {
  OverlayElement,
  TestBrowser,
  TestExtension,
  TestPage,
} from '../support/browsers/test-browser.ts';
import { type BuildVariant, copyTestBuild } from '../support/kept/opt-in-build.ts';

declare const chrome: { readonly tabs: { sendMessage(id: number, message: object): Promise<unknown> } };

/** The extension's own pages; each as it opens. */
const PAGES = ['popup.html', 'options.html', 'records.html', 'room-panel.html', 'welcome.html'];
/** A window of 1000 by 700 at 200 %. */
const ZOOMED = { width: 500, height: 350 };
const USUAL = { width: 1000, height: 700 };
const SHOTS = process.env['RICE_SHOTS'];

let portal: Portal;
beforeAll(async () => {
  portal = await startPortal({ port: 0 });
});
afterAll(async () => {
  await portal.stop();
});

/** Presses Tab all through a page: the controls that never had the keyboard, or showed no sign of it. */
async function withoutKeyboard(page: TestPage): Promise<readonly string[]> {
  await page.bringToFront();
  const count = await page.evaluate(() => {
    const radios = new Set<string>();
    const all = [
      ...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary'),
    ];
    const controls = all.filter((each) => {
      if (each.matches(':disabled') || !each.checkVisibility() || each.tabIndex < 0) return false;
      if (!(each instanceof HTMLInputElement) || each.type !== 'radio') return true;
      // Of a group the keyboard comes to one.
      const isNew = !radios.has(each.name);
      radios.add(each.name);
      const chosen = document.querySelector(`input[name="${each.name}"]:checked`);
      return chosen === null ? isNew : each === chosen;
    });
    for (const each of controls) each.dataset['unreached'] = '';
    document.addEventListener('focusin', ({ target }) => {
      if (!(target instanceof HTMLElement)) return;
      const { outlineStyle, boxShadow } = getComputedStyle(target);
      if (outlineStyle !== 'none' || boxShadow !== 'none') delete target.dataset['unreached'];
    });
    return controls.length;
  });
  for (let step = 0; step < count + 5; step += 1) await page.keyboard.press('Tab');
  return page.evaluate(() =>
    [...document.querySelectorAll('[data-unreached]')].map((each) => each.outerHTML.slice(0, 200)),
  );
}

// One browser for all: what comes later finds the session as the test before left it.
describe.each(browserNames)('what RICE shows in %s', (name) => {
  let build: BuildVariant;
  let browser: TestBrowser;
  let extension: TestExtension;
  let page: TestPage;

  beforeAll(async () => {
    build = await copyTestBuild(name, 'granted');
    browser = await launch(name, build.path);
    if (browser.extension === undefined) throw new Error('no extension');
    extension = browser.extension;
    page = await browser.open(portal.url);
    await page.until(() => document.querySelector('canvas') !== null, undefined, 20_000);
    await poll(async () => /Idle|Stable/.test((await find(isBadge))?.text ?? ''), 20_000);
  });
  afterAll(async () => {
    await browser?.stop();
    await build?.remove();
  });

  const view = () => extension.overlay(page);
  const find = async (holds: (element: OverlayElement) => boolean): Promise<OverlayElement | undefined> =>
    (await view()).elements.find(holds);
  const isBadge = ({ tag, text }: OverlayElement) => tag === 'button' && text.startsWith('RICE');
  const isPanel = ({ role, label }: OverlayElement) => role === 'dialog' && label === 'Session details';
  const shows = (text: string | RegExp) =>
    poll(async () => new RegExp(text).test((await view()).text), 30_000);
  const nameOf = ({ label, text }: OverlayElement) => label || text.trim();
  const withKeyboard = async () => find(({ hasKeyboard }) => hasKeyboard);
  /** The browser's shortcut, which no test can press. */
  const shortcut = async (type: 'open-panel' | 'open-draw') => {
    await page.bringToFront();
    const tabId = await extension.tabId(page);
    await extension.evaluate(
      (given: { id: number; type: string }) => chrome.tabs.sendMessage(given.id, { type: given.type }),
      { id: tabId, type },
    );
  };
  /** Presses Tab until the keyboard is on the control; the names of all that had it on the way. */
  async function tabTo(wanted: string): Promise<readonly string[]> {
    const passed: string[] = [];
    for (let step = 0; step < 80; step += 1) {
      await page.keyboard.press('Tab');
      const here = await withKeyboard();
      passed.push(here === undefined ? '' : nameOf(here));
      if (passed.at(-1) === wanted) return passed;
    }
    throw new Error(`Tab never came to ${wanted}, but to ${passed.join(' | ')}`);
  }
  /** Has axe read a copy of the overlay in every look. */
  async function expectNoFindings(state: string): Promise<void> {
    if (SHOTS !== undefined) await page.screenshot(`${SHOTS}/${name}-${state}.png`);
    const copy = await openCopy(browser, await overlayCopy(extension, page));
    for (const look of LOOKS) {
      await wear(look, copy, extension);
      if (SHOTS !== undefined) await copy.screenshot(`${SHOTS}/${name}-${state}-${look}.png`);
      expect(await axeFindings(copy, look), `${state}, ${look}`).toEqual([]);
    }
    await wear('light', copy, extension);
    await copy.close();
    await page.bringToFront();
  }

  test('is walked through by keyboard: into the panel, to the reason and the diagnostics, and out again', async () => {
    await page.evaluate(() => document.querySelector('canvas')?.focus());
    await shortcut('open-panel');
    await poll(async () => (await find(isPanel)) !== undefined, 10_000);
    await shows('Why is my input ignored');
    const passed = await tabTo('Why is my input ignored?');
    // It has unfolded itself if something was held back just now.
    if (!(await view()).text.includes('What would change it')) await page.keyboard.press('Enter');
    await tabTo('Copy diagnostics …');
    expect(passed).toContain('Close details');
    await page.keyboard.press('Enter');
    await poll(async () => (await withKeyboard())?.label === 'Text that is copied', 10_000);
    await expectNoFindings('panel');
    await tabTo('Copy');
    await page.keyboard.press('Enter');
    await shows('Copied\\.');
    await tabTo('Do not copy');
    await page.keyboard.press('Enter');
    await poll(async () => (await withKeyboard())?.text === 'Copy diagnostics …', 10_000);
    await page.keyboard.press('Escape');
    await poll(async () => (await find(isPanel)) === undefined, 10_000);
    expect(await page.evaluate(() => document.activeElement?.localName)).toBe('canvas');
  });

  test('loses nothing at 200 % zoom: the panel stays in the window and scrolls', async () => {
    await page.resize(ZOOMED.width, ZOOMED.height);
    await shortcut('open-panel');
    await poll(async () => (await find(isPanel)) !== undefined, 10_000);
    await shows('Why is my input ignored');
    const tooWide = (await view()).elements.filter(
      ({ x, widthPx }) => widthPx > 1 && (x - widthPx / 2 < -1 || x + widthPx / 2 > ZOOMED.width + 1),
    );
    expect(tooWide.map(nameOf)).toEqual([]);
    // The last control of the panel is reached, and comes into view by itself.
    await tabTo('Mark regions…');
    const last = await withKeyboard();
    expect(last?.y).toBeGreaterThan(0);
    expect(last?.y).toBeLessThan(ZOOMED.height);
    await page.keyboard.press('Escape');
    await page.resize(USUAL.width, USUAL.height);
  });

  test('draws without a mouse and without a finding: the tools are a toolbar', async () => {
    await shortcut('open-draw');
    await poll(async () => (await find(({ role }) => role === 'toolbar')) !== undefined, 10_000);
    await expectNoFindings('draw');
    await page.keyboard.press('Escape');
    await poll(async () => (await find(({ role }) => role === 'toolbar')) === undefined, 10_000);
  });

  test.each(PAGES)(
    'has no finding in %s, in both themes and in forced colours, at 100 and 200 %',
    async (path) => {
      const own = await extension.open(
        path === 'popup.html' ? `popup.html?tab=${await extension.tabId(page)}` : path,
      );
      try {
        await own.until(() => document.querySelector('h1, h2') !== null, undefined, 20_000);
        for (const look of LOOKS) {
          await wear(look, own, extension);
          if (SHOTS !== undefined) await own.screenshot(`${SHOTS}/${name}-${path}-${look}.png`);
          expect(await axeFindings(own, look), look).toEqual([]);
        }
        await wear('light', own, extension);
        // In Firefox such a page is in a window of its own, which gets none of WebDriver's keys.
        if (name === 'chromium') {
          expect(await withoutKeyboard(own), 'controls that Tab does not reach, or not to be seen').toEqual(
            [],
          );
        }
        await own.resize(ZOOMED.width, ZOOMED.height);
        await own.until(() => innerWidth <= 500, undefined, 10_000);
        expect(
          await own.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          ),
          'sideways scrolling at 200 %',
        ).toBeLessThanOrEqual(1);
      } finally {
        await own.close();
        await page.bringToFront();
      }
    },
  );

  test('tells of held input at once, and why when asked', async () => {
    await page.evaluate(() => document.querySelector<HTMLElement>('#drive')?.click());
    portal.setQuality('stalled');
    await shows('The connection has stalled');
    if (name === 'chromium') {
      // The words go out of the live region after a while.
      await poll(
        async () =>
          (await accessibilityTree(page)).some(
            ({ role, text }) => role === 'alert' && /The (connection has stalled|network is late)/.test(text),
          ),
        10_000,
      );
    }
    await expectNoFindings('held');
    await poll(
      async () => (await find(({ text }) => text === 'Why is my input held back?')) !== undefined,
      10_000,
    );
    // A button that has just come takes no press yet.
    await poll(async () => {
      const why = await find(({ text }) => text === 'Why is my input held back?');
      if (why !== undefined) await page.mouse.click(why.x, why.y);
      return (await find(isPanel)) !== undefined;
    }, 10_000);
    await shows('Age of the oldest unanswered probe');
    await expectNoFindings('held-panel');
    if (name === 'chromium') {
      await poll(
        async () =>
          (await accessibilityTree(page)).some(
            ({ role, text }) =>
              role === 'status' &&
              text.includes('The connection has stalled') &&
              text.includes('Wait: it ends by itself'),
          ),
        20_000,
      );
      const tree = await accessibilityTree(page);
      expect(tree).toContainEqual(expect.objectContaining({ role: 'dialog', name: 'Session details' }));
      const nameless = tree.filter(
        (node) => ['button', 'link', 'checkbox', 'radio', 'combobox'].includes(node.role) && node.name === '',
      );
      expect(nameless).toEqual([]);
    }
    portal.setQuality('direct');
    await shows('You can go on|RICE holds nothing back now');
  });
});
