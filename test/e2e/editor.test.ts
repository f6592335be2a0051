import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseProfile } from '../../src/model/policy/profile-file.ts';
import { browserNames, launchGuarded } from '../support/browsers/launch.ts';
import { poll } from '../support/browsers/page-code.ts';
import type {
  OverlayElement,
  TestBrowser,
  TestExtension,
  TestPage,
} from '../support/browsers/test-browser.ts';
import { GuardedSession } from '../support/guarded-session.ts';
import { screenBox } from '../support/portals/portal-page.ts';
import { type PortalServer, startPortalServer } from '../support/portals/portal-server.ts';
import { listEvents } from '../support/servers/input-witness.ts';
import { pause } from '../support/servers/process.ts';
import { startXvnc } from '../support/servers/xvnc.ts';

let portals: PortalServer;
beforeAll(async () => {
  portals = await startPortalServer();
});
afterAll(async () => {
  await portals.stop();
});

describe.each(browserNames)('the region editor in %s', (name) => {
  let browser: TestBrowser;
  let session: GuardedSession;
  let extension: TestExtension;
  let page: TestPage;
  beforeAll(async () => {
    browser = await launchGuarded(name);
  });
  afterAll(async () => {
    await browser?.stop();
  });
  beforeEach(async () => {
    session = await GuardedSession.start({ browser, portals, startServer: () => startXvnc() });
    ({ extension, page } = session);
  });
  afterEach(async () => {
    await session?.stop();
  });

  const text = async (): Promise<string> => (await extension.overlay(page)).text;
  const find = async (holds: (element: OverlayElement) => boolean): Promise<OverlayElement | undefined> =>
    (await extension.overlay(page)).elements.find(holds);
  const isEditor = ({ role, label }: OverlayElement) => role === 'dialog' && label === 'Mark regions';
  const editorIsOpen = async () => (await find(isEditor)) !== undefined;
  const regions = async (): Promise<readonly string[]> =>
    (await extension.overlay(page)).elements
      .filter(({ tag, label }) => tag === 'button' && / pixels$/.test(label))
      .map(({ label }) => label);
  /** What has the keyboard, in words. */
  const focused = async (): Promise<string> => {
    const tabId = await extension.tabId(page);
    return extension.evaluate(async (id: number) => {
      const [injected] = await chrome.scripting.executeScript({
        target: { tabId: id },
        func: () => {
          const host = document.querySelector<HTMLElement>('[popover]');
          const root: unknown =
            host === null
              ? null
              : chrome.dom
                ? chrome.dom.openOrClosedShadowRoot(host)
                : Reflect.get(host, 'openOrClosedShadowRoot');
          const active = root instanceof ShadowRoot ? root.activeElement : null;
          return active?.getAttribute('aria-label') ?? active?.textContent ?? '';
        },
      });
      return injected?.result ?? '';
    }, tabId);
  };
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const write = (words: string) => press(...words);
  const chord = async (modifier: string, key: string): Promise<void> => {
    await page.keyboard.down(modifier);
    await page.keyboard.press(key);
    await page.keyboard.up(modifier);
  };
  const click = async (holds: (element: OverlayElement) => boolean): Promise<void> => {
    const found = await find(holds);
    if (found === undefined) throw new Error(`not there; the overlay says: ${await text()}`);
    await page.mouse.click(found.x, found.y);
  };
  const button = (word: string) => (element: OverlayElement) =>
    element.tag === 'button' && element.text.startsWith(word);
  const draw = async (fromX: number, fromY: number, toX: number, toY: number): Promise<void> => {
    const screen = await screenBox(page);
    await page.mouse.move(screen.x + fromX, screen.y + fromY);
    await page.mouse.down();
    await page.mouse.move(screen.x + (fromX + toX) / 2, screen.y + toY);
    await page.mouse.move(screen.x + toX, screen.y + toY);
    await page.mouse.up();
  };

  /** The keyboard's way: the browser's shortcut for the panel, then Tab and Enter. */
  async function openByKeyboard(): Promise<void> {
    const tabId = await extension.tabId(page);
    await extension.evaluate((id: number) => chrome.tabs.sendMessage(id, { type: 'open-panel' }), tabId);
    await poll(async () => (await find(({ label }) => label === 'Session details')) !== undefined);
    for (let n = 0; n < 30 && (await focused()) !== 'Mark regions…'; n++) await press('Tab');
    await press('Enter');
    await poll(editorIsOpen);
    await poll(async () => /^Picture of the instrument/.test(await focused()));
  }

  test('marks regions on the live picture and keeps them, and nothing of it reaches the server', async () => {
    const { witness } = session;
    await session.clickFor(300);
    await witness.until((events) => events.some(({ type }) => type === 'press'));
    await openByKeyboard();
    await pause(300);
    witness.clear();
    expect(await find(({ label }) => label === 'Session details')).toBeUndefined();
    expect(await text()).toContain('Drag over a part of the picture');

    await draw(20, 30, 119, 79);
    await poll(async () => (await regions()).length === 1);
    await write('Stage');
    await press('Tab');
    await write('stage');
    await draw(200, 100, 259, 139);
    await poll(async () => (await regions()).length === 2);
    await write('Stop');
    await press('Tab');
    await write('stage');
    // On to the class, and there down from hazardous to stop.
    await press('Tab', 'ArrowDown');
    expect(await regions()).toEqual([
      'Stage, Hazardous. At 20, 30; 100 by 50 pixels',
      'Stop, Stop. At 200, 100; 60 by 40 pixels',
    ]);

    await chord('Control', 'z');
    expect((await regions())[1]).toMatch(/^Stop, Hazardous/);
    await chord('Control', 'y');
    expect((await regions())[1]).toMatch(/^Stop, Stop/);

    await click(({ label }) => label.startsWith('Stage, '));
    await press('ArrowRight', 'ArrowRight', 'ArrowDown');
    await chord('Alt', 'ArrowLeft');
    expect((await regions())[0]).toBe('Stage, Hazardous. At 22, 31; 99 by 50 pixels');

    await click(button('Save'));
    await poll(async () => (await text()).includes('Not saved: first put right'));
    await click(button('Name of the instrument'));
    await write('Microscope 1');
    await click(button('Save'));
    await poll(async () => (await text()).includes('“Microscope 1” is saved.'));
    await click(button('Export'));
    await poll(async () => (await browser.downloads()).length === 1);
    const [file = ''] = await browser.downloads();
    const profile = parseProfile(file);
    expect(profile).toMatchObject({
      ok: true,
      value: {
        name: 'Microscope 1',
        binding: { portal: portals.origin, socketHost: `localhost:${session.link.port}` },
        framebuffer: { width: 640, height: 480 },
        regions: [
          { name: 'Stage', class: 'hazardous', x: 22, y: 31, width: 99, height: 50 },
          { name: 'Stop', class: 'stop', x: 200, y: 100, width: 60, height: 40 },
        ],
      },
    });

    await press('Escape');
    await poll(async () => !(await editorIsOpen()));
    await openByKeyboard();
    await poll(async () => (await regions()).length === 2);
    await press('Tab');
    expect(await focused()).toBe('Stage, Hazardous. At 22, 31; 99 by 50 pixels');
    await press('Delete');
    await poll(async () => (await regions()).length === 1);
    await press('Escape');
    expect(await text()).toContain('Save the changes?');
    await click(button('Discard'));
    await poll(async () => !(await editorIsOpen()));
    await pause(300);
    expect(listEvents(witness.events())).toMatch(/^0 events/);
    expect(page.errors()).toEqual([]);
  });
});

/** What the functions that run with the extension's rights use of it. */
declare const chrome: {
  readonly dom?: { openOrClosedShadowRoot(host: HTMLElement): ShadowRoot | null };
  readonly tabs: { sendMessage(tabId: number, message: object): Promise<unknown> };
  readonly scripting: {
    executeScript<Result>(injection: {
      target: { tabId: number };
      func: () => Result;
    }): Promise<readonly { readonly result?: Result }[]>;
  };
};
