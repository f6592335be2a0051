import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { wan } from '../../testbed/link/profile.ts';
import { startTcpLink, type TcpLink } from '../../testbed/link/tcp-link.ts';
import { launchGuarded } from '../support/browsers/launch.ts';
import type { TestBrowser } from '../support/browsers/test-browser.ts';
import { untilConnected } from '../support/portals/portal-page.ts';
import { type PortalServer, startPortalServer } from '../support/portals/portal-server.ts';
import { startPicture } from '../support/servers/picture.ts';
import { type ServerProcess, stopAll } from '../support/servers/process.ts';
import { startQemu } from '../support/servers/qemu.ts';
import type { VncServer } from '../support/servers/vnc-server.ts';
import { startWebsockify } from '../support/servers/websockify.ts';
import { startX11vnc } from '../support/servers/x11vnc.ts';
import { startXvnc } from '../support/servers/xvnc.ts';
import { recordHistory, untilHistory } from '../support/session-history.ts';

/** Round trip of the emulated path; the server's own time to answer comes on top. */
const PATH_MS = 40;

let portals: PortalServer;
let browser: TestBrowser;
let processes: ServerProcess[] = [];
let links: TcpLink[] = [];

beforeAll(async () => {
  portals = await startPortalServer();
  browser = await launchGuarded('chromium');
});
afterAll(async () => {
  await browser?.stop();
  await portals?.stop();
});
afterEach(async () => {
  for (const link of links) await link.stop();
  await stopAll(processes);
  [processes, links] = [[], []];
});

const servers = [
  { name: 'Xvnc', probe: 'fence', slowestMs: 200, start: withPicture(() => startXvnc()) },
  { name: 'x11vnc', probe: 'refresh', slowestMs: 400, start: withPicture(() => startX11vnc()) },
  { name: 'QEMU', probe: 'refresh', slowestMs: 400, start: () => startQemu() },
] as const;

describe('the round trip over a path of 40 ms', () => {
  test.each(servers)(
    'to $name is measured by a $probe, with high confidence, and the picture goes on',
    async (server) => {
      const vnc = await server.start();
      processes.unshift(vnc);
      const websockify = await startWebsockify(vnc);
      processes.unshift(websockify);
      const link = await startTcpLink({
        listenPort: 0,
        target: { host: '127.0.0.1', port: websockify.port },
        profile: wan,
      });
      links.push(link);
      const page = await browser.open(
        portals.portal('1.7', { url: `ws://localhost:${link.port}/websockify`, countRects: true }),
      );
      await untilConnected(page);
      const { extension } = browser;
      if (extension === undefined) throw new Error('no extension');
      await recordHistory(extension, page);
      const settled = await untilHistory(
        extension,
        page,
        (history) => history.at(-1)?.confidence === 'high' && history.length > 20,
      );
      const last = settled.at(-1);
      expect(last).toMatchObject({ guarding: 'guarded', probe: server.probe });
      // Nobody touches it, so the pace of asking changes. What a busy machine holds up for a moment is no mistake.
      const overdue = settled.filter(({ blocked }) => blocked === 'probe-overdue');
      expect(overdue.length).toBeLessThan(settled.length / 5);
      const fastest = Math.min(...settled.map((entry) => entry.roundTripMs ?? Infinity));
      expect(fastest).toBeGreaterThanOrEqual(PATH_MS - 1);
      expect(fastest).toBeLessThan(server.slowestMs);

      // Probing must neither freeze the picture nor make requests pile up until the session ends.
      const before = await page.evaluate(countRects);
      await new Promise((resolve) => setTimeout(resolve, 3000));
      expect(await page.evaluate(countRects)).toBeGreaterThan(before);
      expect(await page.evaluate(() => document.documentElement.dataset['status'])).toBe('connected');
      console.log(JSON.stringify({ name: `probe-${server.name}`, probe: last?.probe, fastestMs: fastest }));
      await page.close();
    },
  );
});

function withPicture<Server extends VncServer & { readonly display: string }>(start: () => Promise<Server>) {
  return async (): Promise<Server> => {
    const server = await start();
    processes.unshift(await startPicture(server.display));
    return server;
  };
}

/** Rectangles decoded by noVNC so far. Runs in the page. */
function countRects(): number {
  const counts: unknown = Reflect.get(window, 'rectCounts');
  return typeof counts === 'object' && counts !== null
    ? Object.values(counts).reduce((sum: number, count: unknown) => sum + Number(count), 0)
    : 0;
}
