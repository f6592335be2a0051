import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/browsers/chromium.ts';
import { launchFirefox } from '../support/browsers/firefox.ts';
import type { TestBrowser, TestPage } from '../support/browsers/test-browser.ts';
import {
  buildHookExtension,
  type HookExtension,
  type ScriptOrder,
  type WitnessedSession,
} from '../support/hook-extension.ts';
import { runPoisoned } from '../support/poison.ts';
import { novncReleases } from '../support/portals/novnc-release.ts';
import { type PortalServer, startPortalServer } from '../support/portals/portal-server.ts';
import { type RfbSocket, startRfbSocket } from '../support/rfb-socket.ts';

const browsers = [
  ['Chromium', launchChromium],
  ['Firefox', launchFirefox],
] as const;
/** Probes go out five times a second at least while the page is seen. */
const PROBES_SEEN_AFTER_MS = 3000;
/** What a group of tests works with. */
interface Rig {
  readonly portals: PortalServer;
  readonly server: RfbSocket;
  readonly browser: TestBrowser;
}

/** Starts a browser with the extension for a group of tests, and ends it after them. */
function rigFor(launch: (typeof browsers)[number][1], order: ScriptOrder): () => Rig {
  let rig: Rig | undefined;
  let extension: HookExtension | undefined;
  beforeAll(async () => {
    const [portals, server] = await Promise.all([startPortalServer(), startRfbSocket()]);
    extension = await buildHookExtension(order);
    rig = { portals, server, browser: await launch({ extensionDir: extension.path }) };
  });
  afterAll(async () => {
    await rig?.browser.stop();
    await extension?.remove();
    await rig?.server.stop();
    await rig?.portals.stop();
  });
  return () => {
    if (rig === undefined) throw new Error('the browser did not start');
    return rig;
  };
}

describe.each(browsers)('hook and link in %s', (_name, launch) => {
  describe.each(['hook-first', 'link-first'] as const)('with the scripts %s', (order) => {
    const rig = rigFor(launch, order);

    it('guards a session, takes its probes out again and lets go when it closes', async () => {
      const page = await openPortal(rig(), rig().portals.portal('1.7', { url: rig().server.url }));
      await untilSessions(page, ([session]) => session?.guarding === 'guarded');
      await expect.poll(() => probes(rig().server), { timeout: PROBES_SEEN_AFTER_MS }).toBeGreaterThan(3);
      expect(await page.evaluate(() => document.documentElement.dataset['status'])).toBe('connected');

      await page.mouse.move(400, 300);
      await page.mouse.down();
      await expect.poll(() => buttonMask(rig().server)).toBe(1);
      await page.evaluate(() => {
        const { rfb } = window as unknown as { rfb: { disconnect(): void } };
        rfb.disconnect();
      });
      await expect.poll(() => buttonMask(rig().server)).toBe(0);
      await untilSessions(page, ([session]) => session?.guarding === 'closed');
      await page.close();
    });

    it.each(['same-origin', 'srcdoc', 'about-blank'] as const)(
      'guards a session in a %s frame',
      async (frame) => {
        const page = await openPortal(
          rig(),
          rig().portals.framedPortal('1.7', frame, { url: rig().server.url }),
        );
        await page.until(
          () =>
            document
              .querySelector('iframe')
              ?.contentDocument?.documentElement.dataset['sessions']?.includes('"guarded"') === true,
        );
        await page.close();
      },
    );
  });
});

describe.each(browsers)('the hook in %s', (_name, launch) => {
  const rig = rigFor(launch, 'link-first');

  it('leaves a page that uses WebSocket for other things alone', async () => {
    const page = await rig().browser.open(rig().portals.otherSockets());
    const plain = await launch();
    const withoutUs = await result(await plain.open(rig().portals.otherSockets()));
    await plain.stop();
    // Not "passed": what the page finds odd in a browser without any extension is no concern of ours.
    expect(await result(page)).toBe(withoutUs);
    // Only what looked like VNC was spoken of, and both as not guarded; they are closed by now.
    await untilSessions(page, (sessions) => sessions.length === 2 && sessions.every(isClosed));
    await page.close();
  });

  it('is there when a page looks into a frame it has just made', async () => {
    const page = await rig().browser.open(rig().server.quietPage);
    const marked = await page.evaluate(() => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      const inner = frame.contentWindow;
      return inner !== null && Object.hasOwn(inner, Symbol.for('rice-novnc.guard'));
    });
    expect(marked).toBe(true);
    await page.close();
  });

  it('works under a strict content security policy', async () => {
    const page = await openPortal(rig(), rig().portals.strictPortal('1.7', { url: rig().server.url }));
    await untilSessions(page, ([session]) => session?.guarding === 'guarded');
    expect(page.errors()).toEqual([]);
    await page.close();
  });

  it('offers nothing to a page that asks for the port later', async () => {
    const page = await openPortal(rig(), rig().portals.portal('1.7', { url: rig().server.url }));
    const answered = await page.evaluate(() =>
      ['rice-novnc:hook', 'rice-novnc:link'].map((name) => {
        const { port1, port2 } = new MessageChannel();
        port1.start();
        return !window.dispatchEvent(new MessageEvent(name, { ports: [port2], cancelable: true }));
      }),
    );
    expect(answered).toEqual([false, false]);
    await page.close();
  });

  it('stays unseen and unharmed on a page that breaks the whole language', async () => {
    const page = await rig().browser.open(rig().server.quietPage);
    // A policy that comes while nothing works is not read, and the trial to read it would be counted here.
    await page.until(() => document.documentElement.hasAttribute('data-answered'), undefined, 20_000);
    const chunks = [
      [1, 2, 3],
      [4, 5, 6],
    ];
    const url = `${rig().portals.origin.replace('http', 'ws')}/echo`;
    const report = await page.evaluate(runPoisoned, { url, chunks, expectedChunks: 2 });
    expect(report).toEqual({ called: [], errors: [], thrown: [], received: chunks });
    await page.close();
  });

  it('loses no byte of a VNC session on a page that breaks the whole language', async () => {
    const page = await rig().browser.open(rig().server.quietPage);
    const greeting = [...new TextEncoder().encode('RFB 003.008\n')];
    const chunks = [greeting, [1], [5, 1, 0, 1, 0, 1]];
    const url = `${rig().portals.origin.replace('http', 'ws')}/fake-rfb`;
    const report = await page.evaluate(runPoisoned, { url, chunks, expectedChunks: 4 });
    expect(report).toMatchObject({ errors: [], thrown: [], received: [greeting, ...chunks] });
    await page.close();
  });

  it.each(novncReleases.map(({ name }) => name))(
    'keeps noVNC %s connected while it is probed',
    async (release) => {
      const { portals, server, browser } = rig();
      const page = await browser.open(portals.portal(release, { url: server.url }));
      await page.until(() => document.documentElement.dataset['status'] === 'connected');
      await expect.poll(() => probes(server), { timeout: PROBES_SEEN_AFTER_MS }).toBeGreaterThan(3);
      expect(await page.evaluate(() => document.documentElement.dataset['status'])).toBe('connected');
      await page.close();
    },
  );
});

describe('the bundle of the hook', () => {
  it('holds nothing but our own code', async () => {
    const { metafile } = await build({
      entryPoints: ['src/content/hook/main.ts'],
      bundle: true,
      minify: true,
      format: 'iife',
      target: ['chrome119', 'firefox140'],
      write: false,
      metafile: true,
    });
    expect(
      Object.keys(metafile.inputs).filter((path) => !/^src\/(content|driver|model)\//.test(path)),
    ).toEqual([]);
  });
});

async function openPortal({ browser }: Rig, url: string): Promise<TestPage> {
  const page = await browser.open(url);
  await page.until(() => document.documentElement.dataset['status'] === 'connected');
  return page;
}

async function result(page: TestPage): Promise<string> {
  await page.until(() => document.documentElement.dataset['result'] !== undefined, undefined, 60_000);
  return page.evaluate(() => document.documentElement.dataset['result'] ?? '');
}

function probes(server: RfbSocket): number {
  return server.messages.filter((message) => message.type === 'fence' && message.flags >>> 31 === 1).length;
}

function buttonMask(server: RfbSocket): number {
  const masks = server.messages.flatMap((message) =>
    message.type === 'pointer' ? [message.buttonMask] : [],
  );
  return masks.at(-1) ?? 0;
}

function isClosed(session: WitnessedSession): boolean {
  return session.guarding === 'closed';
}

async function untilSessions(
  page: TestPage,
  holds: (sessions: readonly WitnessedSession[]) => boolean,
): Promise<void> {
  await expect
    .poll(
      async () => {
        const text = await page.evaluate(() => document.documentElement.dataset['sessions'] ?? '[]');
        return holds(JSON.parse(text) as WitnessedSession[]);
      },
      { timeout: 10_000 },
    )
    .toBe(true);
}
