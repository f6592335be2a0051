import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserNames, launchGuarded, withExtension } from '../support/browsers/launch.ts';
import type { TestBrowser, TestPage } from '../support/browsers/test-browser.ts';
import { novncReleases } from '../support/portals/novnc-release.ts';
import { screenBox, untilConnected, untilPicture } from '../support/portals/portal-page.ts';
import { type PortalServer, startPortalServer } from '../support/portals/portal-server.ts';
import { type InputWitness, startInputWitness } from '../support/servers/input-witness.ts';
import { startPicture } from '../support/servers/picture.ts';
import { pause, stopAll } from '../support/servers/process.ts';
import { startWebsockify, type Websockify } from '../support/servers/websockify.ts';
import { startXvnc } from '../support/servers/xvnc.ts';

let portals: PortalServer;
let websockify: Websockify;
let witness: InputWitness;
let parts: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  const server = await startXvnc();
  portals = await startPortalServer();
  const picture = await startPicture(server.display);
  witness = await startInputWitness(server.display);
  websockify = await startWebsockify(server);
  parts = [portals, websockify, picture, witness, server];
});
afterAll(() => stopAll(parts));

describe.each(browserNames)('in %s', (name) => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await launchGuarded(name);
  });
  afterAll(() => browser?.stop());

  const pages: readonly (readonly [string, () => string])[] = [
    ...novncReleases.map(
      ({ name: release }) =>
        [`noVNC ${release}`, () => portals.portal(release, { url: websockify.url })] as const,
    ),
    ["Debian's vnc.html", () => portals.debianPortal(websockify)],
    ['a portal with a strict CSP', () => portals.strictPortal('1.7', { url: websockify.url })],
    ['a portal in a frame of the same origin', () => framed('same-origin')],
    ['a portal in a srcdoc frame', () => framed('srcdoc')],
    ['a portal in an about:blank frame', () => framed('about-blank')],
  ];

  it.each(pages)('%s connects, shows the picture and passes input', async (_, url) => {
    const page = await browser.open(url());
    try {
      await untilConnected(page);
      await untilPicture(page);
      await untilGuarded(page);
      await passesInput(page);
    } finally {
      await page.close();
    }
  });

  it('a page that uses WebSocket for something else sees nothing of us', async () => {
    const page = await browser.open(portals.otherSockets());
    try {
      await page.until(() => document.documentElement.dataset['result'] !== undefined, undefined, 60_000);
      expect(await page.evaluate(() => document.documentElement.dataset['result'])).toBe('passed');
    } finally {
      await page.close();
    }
  });

  /** The extension has seen the session: the toolbar says something about it. */
  async function untilGuarded(page: TestPage): Promise<void> {
    const { extension } = browser;
    if (withExtension) await expect.poll(async () => (await extension?.badge(page))?.text, POLL).not.toBe('');
  }
});

const POLL = { timeout: 20_000, interval: 100 };
/** The gate lets a new burst in only after a pause of 0.7 s. */
const NEW_BURST_MS = 800;

function framed(frame: 'same-origin' | 'srcdoc' | 'about-blank'): string {
  return portals.framedPortal('1.4', frame, { url: websockify.url });
}

/** Every click arrives where it was made, with its release, and so does a key. */
async function passesInput(page: TestPage): Promise<void> {
  const screen = await screenBox(page);
  // A session that has just begun may not let input pass yet; what was cut stays so until the user pauses.
  await expect
    .poll(async () => {
      witness.clear();
      await page.mouse.click(screen.x + 300, screen.y + 200);
      await pause(NEW_BURST_MS);
      return witness.events().some((event) => event.type === 'press');
    }, POLL)
    .toBe(true);

  await pause(NEW_BURST_MS);
  witness.clear();
  const places = [0, 1, 2, 3, 4].map((i) => [100 + 40 * i, 150 + 20 * i] as const);
  for (const [x, y] of places) {
    await page.mouse.click(screen.x + x, screen.y + y);
    await pause(60);
  }
  await page.keyboard.press('k');
  await witness.until((events) => events.some((event) => event.type === 'key-release'));

  const clicks = witness.events().filter((event) => event.type === 'press' || event.type === 'release');
  expect(clicks.map(({ type, x, y }) => [type, x, y])).toEqual(
    places.flatMap(([x, y]) => [
      ['press', x, y],
      ['release', x, y],
    ]),
  );
  const keys = witness.events().flatMap((event) => ('keysym' in event ? [[event.type, event.keysym]] : []));
  expect(keys).toEqual([
    ['key-press', 'k'],
    ['key-release', 'k'],
  ]);
}
