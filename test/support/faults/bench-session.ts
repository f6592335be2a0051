import { direct, type LinkProfile } from '../../../testbed/link/profile.ts';
import { startTcpLink, type TcpLink } from '../../../testbed/link/tcp-link.ts';
import type { TestBrowser, TestPage } from '../browsers/test-browser.ts';
import { screenBox, untilConnected } from '../portals/portal-page.ts';
import type { PortalServer } from '../portals/portal-server.ts';
import { pause, stopAll } from '../servers/process.ts';
import { startWebsockify, type Websockify } from '../servers/websockify.ts';
import { type BenchServer, type ServerName, startBenchServer } from './bench-server.ts';
import { BenchUser } from './bench-user.ts';
import { GateView } from './gate-view.ts';

export interface BenchPlan {
  /** With an extension this is the arm with RICE, else the one without. */
  readonly browser: TestBrowser;
  readonly portals: PortalServer;
  readonly server: ServerName;
  readonly profile?: LinkProfile;
  /** The page's WebSocket, where it is not websockify behind a link. */
  readonly socketUrl?: (server: BenchServer) => Promise<string>;
  readonly reconnect?: boolean;
}

/** Some ten round trips of the guard, after which its baseline counts as settled. */
const SETTLE_MS = 2500;
const CONNECTED_WITHIN_MS = 20_000;
/** Everything that was sent has arrived when nothing came for so long. */
const QUIET_MS = 700;
const QUIET_WITHIN_MS = 12_000;

/** One arm: server with witness, websockify, link, page in a browser, and a user. */
export class BenchSession {
  readonly server: BenchServer;
  readonly websockify: Websockify;
  readonly link: TcpLink;
  readonly user: BenchUser;
  /** Null in the arm without RICE. */
  readonly gate: GateView | null;
  readonly #browser: TestBrowser;
  readonly #url: string;
  #page: TestPage;

  private constructor(
    parts: Pick<BenchSession, 'server' | 'websockify' | 'link' | 'user' | 'gate'>,
    browser: TestBrowser,
    page: TestPage,
    url: string,
  ) {
    this.server = parts.server;
    this.websockify = parts.websockify;
    this.link = parts.link;
    this.user = parts.user;
    this.gate = parts.gate;
    this.#browser = browser;
    this.#page = page;
    this.#url = url;
  }

  static async start({ browser, portals, profile = direct, ...plan }: BenchPlan): Promise<BenchSession> {
    const server = await startBenchServer(plan.server);
    const started: { stop(): Promise<void> }[] = [server];
    try {
      const websockify = await startWebsockify(server.vnc);
      started.unshift(websockify);
      const target = { host: '127.0.0.1', port: websockify.port };
      const link = await startTcpLink({ listenPort: 0, target, profile });
      started.unshift(link);
      const socketUrl = (await plan.socketUrl?.(server)) ?? `ws://localhost:${link.port}/websockify`;
      const url = portals.portal('1.7', { url: socketUrl, ...(plan.reconnect ? { reconnect: true } : {}) });
      const page = await browser.open(url);
      await untilConnected(page);
      const gate = browser.extension ? await GateView.watch(browser.extension, page) : null;
      await gate?.untilOpen(0);
      await pause(SETTLE_MS);
      const user = new BenchUser(page, await screenBox(page));
      return new BenchSession({ server, websockify, link, user, gate }, browser, page, url);
    } catch (error) {
      await stopAll(started);
      throw error;
    }
  }

  get page(): TestPage {
    return this.#page;
  }

  /** Resolves when the page is connected, for the `times`-th time if that is given. */
  async untilConnected(times = 1): Promise<void> {
    const isConnected = (wanted: number) => {
      const { status, connects } = document.documentElement.dataset;
      return status === 'connected' && Number(connects) >= wanted;
    };
    try {
      await this.#page.until(isConnected, times, CONNECTED_WITHIN_MS);
    } catch (error) {
      const shown = await this.#page.evaluate(() => JSON.stringify(document.documentElement.dataset));
      const arm = this.gate === null ? 'without' : 'with';
      throw new Error(`[faults] not connected ${arm} RICE: ${shown}`, { cause: error });
    }
  }

  /** Loads the page anew. */
  async reload(): Promise<void> {
    await this.gate?.keep();
    await this.#page.reload();
    await this.gate?.follow(this.#page);
  }

  /** Closes the tab and opens another. */
  async reopen(): Promise<void> {
    await this.gate?.keep();
    await this.#page.leave();
    this.#page = await this.#browser.open(this.#url);
    await this.gate?.follow(this.#page);
    this.user.sitAt(this.#page);
  }

  /** Stops (SIGSTOP) or continues (SIGCONT) whatever runs the page's script. */
  async signalPage(signal: 'SIGSTOP' | 'SIGCONT'): Promise<void> {
    for (const pid of await this.#browser.contentProcesses()) process.kill(pid, signal);
  }

  /** Resolves when the server has executed nothing new for a while. */
  async untilQuiet(): Promise<void> {
    const giveUpAtMs = Date.now() + QUIET_WITHIN_MS;
    for (let count = -1; count !== this.server.events().length && Date.now() < giveUpAtMs; ) {
      count = this.server.events().length;
      await pause(QUIET_MS);
    }
  }

  async stop(): Promise<void> {
    await this.#page.close();
    await this.link.stop();
    await this.websockify.stop();
    await this.server.stop();
  }
}
