import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Portal, startPortal } from '../../testbed/demo/portal-server.ts';
import { browserNames, launchGuarded } from '../support/browsers/launch.ts';
import { poll } from '../support/browsers/page-code.ts';
import type {
  OverlayElement,
  TestBrowser,
  TestExtension,
  TestPage,
} from '../support/browsers/test-browser.ts';

const STRICT_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self' ws:; require-trusted-types-for 'script'";

let portal: Portal;
beforeAll(async () => {
  portal = await startPortal({ port: 0 });
});
afterAll(async () => {
  await portal.stop();
});

describe.each(browserNames)('the overlay in %s', (name) => {
  let browser: TestBrowser;
  let extension: TestExtension;
  let page: TestPage;

  beforeAll(async () => {
    browser = await launchGuarded(name);
    if (browser.extension === undefined) throw new Error('no extension');
    extension = browser.extension;
  });
  afterAll(async () => {
    await browser?.stop();
  });
  afterEach(async () => {
    portal.setQuality('direct');
    await page?.close();
  });

  const view = () => extension.overlay(page);
  const find = async (holds: (element: OverlayElement) => boolean): Promise<OverlayElement | undefined> =>
    (await view()).elements.find(holds);
  const badge = async (): Promise<OverlayElement> => {
    const found = await find(isBadge);
    if (found === undefined) throw new Error(`no badge in ${JSON.stringify(await view())}`);
    return found;
  };
  const isBadge = ({ tag, text }: OverlayElement) => tag === 'button' && text.startsWith('RICE');
  const isPanel = ({ role, label }: OverlayElement) => role === 'dialog' && label === 'Session details';
  const panelIsOpen = async (): Promise<boolean> => (await find(isPanel)) !== undefined;

  /** Opens the portal and waits until the session is seen to be well. */
  async function openSession(url = portal.url): Promise<void> {
    page = await browser.open(url);
    await page.until(() => document.querySelector('canvas') !== null, undefined, 20_000);
    await poll(async () => /Idle|Stable/.test((await find(isBadge))?.text ?? ''), 20_000);
  }
  async function clickBadge(): Promise<void> {
    const { x, y } = await badge();
    await page.mouse.click(x, y);
  }
  /** Whether the badge is what one would hit: nothing of the page lies above it. */
  async function badgeIsOnTop(): Promise<boolean> {
    const found = await find(isBadge);
    if (found === undefined) return false;
    return page.evaluate(({ x, y }) => document.elementFromPoint(x, y)?.matches('[popover]') === true, found);
  }
  /** noVNC keeps what reaches its canvas to itself, so both are listened to: the canvas, and what comes past it. */
  const watchInput = () =>
    page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      const canvas = document.querySelector('canvas');
      canvas?.focus();
      for (const type of ['keydown', 'mousedown', 'mouseup']) {
        canvas?.addEventListener(type, (event) => seen.push(`${event.type} on canvas`), true);
        document.addEventListener(type, (event) => seen.push(`${event.type} on page`));
      }
    });
  const seenByPage = async (): Promise<readonly string[]> =>
    (await page.evaluate(() => String(Reflect.get(window, 'seen')))).split(',').filter((each) => each !== '');
  const focusIsOnCanvas = () => page.evaluate(() => document.activeElement?.localName === 'canvas');

  test('shows state, round trip and both rates, and nothing of itself to the page', async () => {
    await openSession();
    expect((await badge()).text).toMatch(
      /^RICE\s+(Idle|Stable)\s+(low confidence\s+)?\d+ ms\s+\d+\.\d\/s\s+[\d.]+ [kM]?b(it)?\/s/,
    );
    const hosts = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('[popover]')].map((host) => [
        host.shadowRoot === null,
        host.textContent,
        host.getBoundingClientRect().width,
      ]),
    );
    expect(hosts).toEqual([[true, '', 0]]);
  });

  test('is there once, however often it is put in', async () => {
    await openSession();
    const tabId = await extension.tabId(page);
    await extension.evaluate(async (id: number) => {
      await chrome.scripting.executeScript({ target: { tabId: id }, files: ['/overlay.js'] });
    }, tabId);
    expect((await view()).elements.filter(isBadge)).toHaveLength(1);
    expect(await page.evaluate(() => document.querySelectorAll('[popover]').length)).toBe(1);
  });

  test('warns of a stalled link, says what is done and when it ends, and that one can go on', async () => {
    await openSession();
    await page.evaluate(() => document.querySelector<HTMLElement>('#drive')?.click());
    portal.setQuality('stalled');
    await poll(async () => /The connection has stalled/.test((await view()).text), 10_000);
    const { text } = await view();
    expect(text).toContain('Clicks and keys are held back.');
    expect(text).toContain('Control returns when the link answers again');
    expect((await badge()).text).toContain('Breakdown');
    portal.setQuality('direct');
    await poll(async () => /You can go on/.test((await view()).text), 30_000);
  });

  test('opens the panel with the focus in it, keeps its keys, and gives the focus back', async () => {
    await openSession();
    await watchInput();
    await clickBadge();
    await poll(panelIsOpen, 10_000);
    expect((await view()).text).toContain('States of this session');
    expect(await focusIsOnCanvas()).toBe(false);
    await page.keyboard.press('a');
    await page.keyboard.press('Escape');
    await poll(async () => !(await panelIsOpen()), 5_000);
    expect(await focusIsOnCanvas()).toBe(true);
    expect(await seenByPage()).toEqual([]);
    await page.keyboard.press('b');
    expect(await seenByPage()).toEqual(['keydown on canvas']);
  });

  test('does not take the keyboard from the picture when clicked, nor while a key is held', async () => {
    await openSession();
    await watchInput();
    const isStillShut = async (): Promise<boolean> => {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return !(await panelIsOpen());
    };
    await page.keyboard.down('Shift');
    await clickBadge();
    expect(await focusIsOnCanvas()).toBe(true);
    expect(await isStillShut()).toBe(true);
    await page.keyboard.up('Shift');
    await poll(panelIsOpen, 10_000);
    await page.keyboard.press('Escape');
    await poll(async () => !(await panelIsOpen()), 5_000);
    // Only now: while the panel's script is on its way, a second click asks for the same again.
    await page.keyboard.down('Shift');
    for (let click = 0; click < 3; click++) await clickBadge();
    expect(await focusIsOnCanvas()).toBe(true);
    expect(await isStillShut()).toBe(true);
    await page.keyboard.up('Shift');
    await poll(panelIsOpen, 10_000);
  });

  test('lets a press that began on the picture end over the badge', async () => {
    await openSession();
    await watchInput();
    const { x, y } = await badge();
    const middle = await page.evaluate(() => {
      const box = document.querySelector('canvas')?.getBoundingClientRect();
      return { x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 };
    });
    await page.mouse.move(middle.x, middle.y);
    await page.mouse.down();
    await page.mouse.move(x, y);
    await page.mouse.up();
    // noVNC hears of the release at the window, and repeats it on its canvas.
    const seen = await seenByPage();
    expect([seen[0], seen.at(-1)]).toEqual(['mousedown on canvas', 'mouseup on canvas']);
    expect(await panelIsOpen()).toBe(false);
  });

  test('can be dragged to another edge and is there again after a reload', async () => {
    await openSession();
    const before = await badge();
    await page.mouse.move(before.x, before.y);
    await page.mouse.down();
    for (let x = before.x; x > 100; x -= 80) await page.mouse.move(x, 300);
    await page.mouse.move(20, 300);
    await page.mouse.up();
    const left = async () => {
      const found = await find(isBadge);
      return found !== undefined && found.x - found.widthPx / 2 < 20 && Math.abs(found.y - 300) < 60;
    };
    await poll(left, 5_000);
    expect(await panelIsOpen()).toBe(false);
    await page.reload();
    await poll(left, 20_000);
    // Back to its first place for the other tests.
    await extension.evaluate(async () => {
      await chrome.storage.local.remove(
        Object.keys(await chrome.storage.local.get(null)).filter((key) => key.startsWith('overlay:')),
      );
    });
  });

  test.each<[string, () => void]>([
    ['removes it', () => document.querySelector('[popover]')?.remove()],
    [
      'hides it',
      () =>
        document.querySelector<HTMLElement>('[popover]')?.style.setProperty('display', 'none', 'important'),
    ],
    ['closes it', () => document.querySelector<HTMLElement>('[popover]')?.hidePopover()],
    [
      'opens a popover over everything',
      () => {
        const cover = document.createElement('div');
        cover.popover = 'auto';
        cover.style.cssText = 'width: 100vw; height: 100vh; background: white';
        document.body.append(cover);
        cover.showPopover();
      },
    ],
    [
      'hides all that is in the document',
      () => {
        document.documentElement.style.opacity = '0.01';
        document.body.style.visibility = 'hidden';
      },
    ],
  ])('is seen again at once when the page %s', async (_what, tamper) => {
    await openSession();
    await page.evaluate(tamper);
    await poll(badgeIsOnTop, 2_000);
  });

  test('is drawn above a modal dialog, which keeps the pointer to itself', async () => {
    await openSession();
    await page.evaluate(() => {
      const dialog = document.createElement('dialog');
      dialog.style.cssText =
        'width: 100vw; height: 100vh; max-width: none; max-height: none; background: white';
      document.body.append(dialog);
      dialog.showModal();
    });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect((await view()).text).toContain('RICE');
    expect(await page.evaluate(() => document.querySelector('[popover]')?.matches(':popover-open'))).toBe(
      true,
    );
    expect((await view()).text).not.toContain('hides the RICE display');
  });

  test('says so when the page does not stop to hide it, and holds presses back until it is seen again', async () => {
    await openSession();
    await page.evaluate(() => {
      const timer = setInterval(() => document.querySelector('[popover]')?.remove(), 300);
      document.addEventListener('stop-hiding', () => clearInterval(timer));
    });
    await poll(async () => /This page hides the RICE display/.test((await view()).text), 10_000);
    expect((await find(isBadge))?.text ?? 'hidden just now').toMatch(
      /display interfered with|hidden just now/,
    );
    const toolbar = async () => (await extension.badge(page)).text;
    await poll(async () => (await toolbar()) === 'II', 5_000);
    await page.evaluate(() => document.dispatchEvent(new Event('stop-hiding')));
    await poll(async () => (await toolbar()) === 'OK', 10_000);
    expect((await badge()).text).not.toContain('display interfered with');
  });

  test('stays above an element in fullscreen', async () => {
    await openSession();
    await page.evaluate(() => {
      document.addEventListener('click', () => void document.querySelector('#screen')?.requestFullscreen(), {
        once: true,
      });
    });
    await page.mouse.click(300, 30);
    await page.until(() => document.fullscreenElement !== null, undefined, 5_000);
    await poll(badgeIsOnTop, 3_000);
  });

  test('looks the same on a page with a strict content security policy', async () => {
    const strict = await withCsp(portal.url);
    try {
      await openSession(strict.url);
      const { heightPx, widthPx } = await badge();
      expect(heightPx).toBeGreaterThanOrEqual(24);
      expect(heightPx).toBeLessThan(40);
      expect(widthPx).toBeGreaterThan(100);
      await clickBadge();
      await poll(panelIsOpen, 10_000);
      const panel = await find(isPanel);
      expect(panel?.widthPx).toBeGreaterThan(300);
      expect(page.errors().filter((error) => /style|Content.Security/i.test(error))).toEqual([]);
    } finally {
      await strict.stop();
    }
  });

  test('is not on a page without a session', async () => {
    page = await browser.open(`${portal.url}icon.svg`);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await page.evaluate(() => document.querySelector('[popover]') === null)).toBe(true);
  });
});

/** The same portal with a content security policy: every answer passes byte by byte but for one header more. */
async function withCsp(url: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const { port } = new URL(url);
  const clients = new Set<Socket>();
  const server: Server = createServer((client) => {
    const upstream = dial(Number(port), '127.0.0.1');
    clients.add(client);
    client.pipe(upstream);
    upstream.on('data', (chunk) => {
      const text = chunk.toString('latin1');
      const answer = text.startsWith('HTTP/1.1 200 OK\r\n')
        ? text.replace('\r\n', `\r\nContent-Security-Policy: ${STRICT_CSP}\r\n`)
        : text;
      client.write(Buffer.from(answer, 'latin1'));
    });
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://localhost:${address.port}/`,
    stop: () => {
      for (const client of clients) client.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** What the functions that run with the extension's rights use of it. */
declare const chrome: {
  readonly scripting: {
    executeScript(injection: { target: { tabId: number }; files: string[] }): Promise<unknown>;
  };
  readonly storage: {
    readonly local: {
      get(keys: null): Promise<Record<string, unknown>>;
      remove(keys: string[]): Promise<void>;
    };
  };
};
