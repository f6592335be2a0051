import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { browserNames } from '../support/browsers/launch.ts';
import { poll } from '../support/browsers/page-code.ts';
import {
  type FacilityPackage,
  facilityPackage,
  launchManaged,
  type ManagedBrowser,
} from '../support/managed/managed-browser.ts';
import { machinePolicyFile, whyNoPolicies } from '../support/managed/private-policies.ts';

const MARK = 'rice-novnc.guard';
const PORTAL = `<!doctype html><html lang="en"><title>Portal</title>
<script>
  globalThis.hookedFirst = Object.hasOwn(globalThis, Symbol.for('${MARK}'));
  new WebSocket(location.origin.replace('http', 'ws')).binaryType = 'arraybuffer';
</script><h1>Portal</h1>`;
const MANAGED = {
  portals: { localhost: 'guard' },
  profiles: [
    {
      version: 1,
      name: 'Facility microscope',
      binding: { portal: 'http://localhost:*', socketHost: 'localhost:*' },
      framebuffer: { width: 1280, height: 1024 },
      regions: [
        ...[{ name: 'Stage X+', function: 'stage', class: 'hazardous', confirm: true }].map((each) => ({
          ...each,
          ...{ x: 10, y: 20, width: 30, height: 40 },
        })),
      ],
      keys: [{ name: 'Stop', function: 'stage', class: 'stop', confirm: false, key: 'Escape' }],
      thresholds: { maxInputAgeMs: 700 },
    },
  ],
  policy: { maxInputAgeMs: 800, override: 'forbid', quality: { lowest: 4 } },
  relays: ['https://relay.example.org'],
  disabled: ['drawing', 'traces'],
  skipWelcome: true,
};

let server: Server;
let sockets: WebSocketServer;
let origin: string;
let served: ReadonlyMap<string, Uint8Array> = new Map();
let browser: Awaited<ReturnType<typeof launchManaged>> | undefined;

beforeAll(async () => {
  server = createServer((request, response) => {
    const file = served.get(request.url?.split('?')[0] ?? '');
    if (file === undefined) response.setHeader('content-type', 'text/html').end(PORTAL);
    else response.setHeader('content-type', typeOf(request.url ?? '')).end(file);
  });
  sockets = new WebSocketServer({ server });
  // The first line of every RFB server (RFC 6143 section 7.1.1); a session that never gets further.
  sockets.on('connection', (socket) => socket.send(Buffer.from('RFB 003.008\n')));
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await browser?.stop();
  browser = undefined;
});
afterAll(() => {
  sockets.close();
  server.close();
});

function typeOf(url: string): string {
  if (url.includes('.crx')) return 'application/x-chrome-extension';
  return url.includes('.xpi') ? 'application/x-xpinstall' : 'text/xml';
}

const options = (managed: ManagedBrowser) => managed.ask({ type: 'options' });
const locks = async (managed: ManagedBrowser): Promise<readonly string[]> => {
  const { locked } = (await options(managed)) as { locked: readonly { path: string }[] };
  return locked.map(({ path }) => path);
};
const hooked = async (managed: ManagedBrowser): Promise<boolean> => {
  const page = await managed.page(`${origin}/`);
  const isFirst = await page.evaluate(() => Reflect.get(globalThis, 'hookedFirst') === true);
  await page.close();
  return isFirst;
};

describe.each(browserNames)('%s, managed by policy files', (name) => {
  const reason = whyNoPolicies(name);
  const title = reason === null ? '' : ` (skipped: ${reason})`;

  test.skipIf(reason !== null)(
    `guards a portal of the facility without a click, by the facility’s rules${title}`,
    async () => {
      const installed: FacilityPackage = await facilityPackage(name, ['http://localhost/*'], origin);
      served = installed.files;
      browser = await launchManaged(name, installed, MANAGED);

      await poll(() => hooked(browser!));
      // Chromium installs first and hands the policy on afterwards.
      await poll(async () => (await locks(browser!)).length > 0);
      expect(await options(browser)).toMatchObject({
        settings: {
          sites: { localhost: 'guard' },
          policy: { maxInputAgeMs: 800, override: 'forbid', quality: { lowest: 4 } },
        },
        managedProblems: [],
      });
      expect(await locks(browser)).toEqual([
        'sites.localhost',
        'policy.maxInputAgeMs',
        'policy.override',
        'policy.quality.lowest',
        'relays',
        'drawing',
        'traced',
      ]);

      // No other browser on this machine sees the policy.
      expect(existsSync(machinePolicyFile(name))).toBe(false);

      // What the user sets does not change what the facility has set.
      await browser.ask({ type: 'set-site-mode', host: 'localhost', mode: 'off' });
      expect(await hooked(browser)).toBe(true);

      // Firefox reads its policies only when it starts.
      if (name === 'firefox') return;
      await browser.write({ portals: { localhost: 'off' } });
      await poll(async () => !(await hooked(browser!)));
    },
  );
});
