import { direct, type LinkProfile } from '../../testbed/link/profile.ts';
import { startTcpLink, type TcpLink } from '../../testbed/link/tcp-link.ts';
import type { TestBrowser, TestExtension, TestPage } from './browsers/test-browser.ts';
import { screenBox, untilConnected } from './portals/portal-page.ts';
import type { PortalServer } from './portals/portal-server.ts';
import { type InputWitness, startInputWitness, type WitnessedEvent } from './servers/input-witness.ts';
import { startPicture } from './servers/picture.ts';
import { pause, type ServerProcess, stopAll } from './servers/process.ts';
import type { VncDisplay } from './servers/vnc-server.ts';
import { startWebsockify } from './servers/websockify.ts';
import { recordHistory, untilHistory } from './session-history.ts';

/** A press at a place of its own, so that it is known again at the server. */
export interface Click {
  readonly madeWallMs: number;
  readonly x: number;
  readonly y: number;
}

export interface SessionPlan {
  readonly browser: TestBrowser;
  readonly portals: PortalServer;
  readonly startServer: () => Promise<VncDisplay>;
  readonly profile?: LinkProfile;
}

const CONNECTED_WITHIN_MS = 20_000;
/** Ten round trips, after which the baseline counts as settled. */
const SETTLE_MS = 3000;

/**
 * A VNC server with a moving picture and an input witness, behind websockify behind a link that can be cut, and
 * noVNC in a browser with the extension, ready for input.
 */
export class GuardedSession {
  readonly link: TcpLink;
  readonly witness: InputWitness;
  readonly page: TestPage;
  readonly extension: TestExtension;
  readonly clicks: Click[] = [];
  readonly #processes: readonly ServerProcess[];
  readonly #left: number;
  readonly #top: number;

  private constructor(
    parts: Pick<GuardedSession, 'link' | 'witness' | 'page' | 'extension'>,
    processes: readonly ServerProcess[],
    screen: { readonly x: number; readonly y: number },
  ) {
    this.link = parts.link;
    this.witness = parts.witness;
    this.page = parts.page;
    this.extension = parts.extension;
    this.#processes = processes;
    this.#left = screen.x;
    this.#top = screen.y;
  }

  static async start({
    browser,
    portals,
    startServer,
    profile = direct,
  }: SessionPlan): Promise<GuardedSession> {
    const { extension } = browser;
    if (extension === undefined) throw new Error('a guarded session needs the extension');
    const server = await startServer();
    const picture = await startPicture(server.display);
    const witness = await startInputWitness(server.display);
    const websockify = await startWebsockify(server);
    const link = await startTcpLink({
      listenPort: 0,
      target: { host: '127.0.0.1', port: websockify.port },
      profile,
    });
    const page = await browser.open(portals.portal('1.7', { url: `ws://localhost:${link.port}/websockify` }));
    await untilConnected(page);
    await recordHistory(extension, page);
    await untilHistory(
      extension,
      page,
      (history) => {
        const last = history.at(-1);
        return last?.guarding === 'guarded' && last.blocked === null && last.roundTripMs !== null;
      },
      CONNECTED_WITHIN_MS,
    );
    await pause(SETTLE_MS);
    const screen = await screenBox(page);
    const processes = [websockify, witness, picture, server];
    return new GuardedSession({ link, witness, page, extension }, processes, screen);
  }

  /** Clicks at varied places, no two alike, until the time is over. */
  async clickFor(durationMs: number, everyMs = 180): Promise<void> {
    const endMs = Date.now() + durationMs;
    while (Date.now() < endMs) {
      const index = this.clicks.length;
      const click = { madeWallMs: Date.now(), x: 20 + ((index * 37) % 560), y: 20 + ((index * 53) % 420) };
      this.clicks.push(click);
      await this.page.mouse.click(this.#left + click.x, this.#top + click.y);
      await pause(Math.max(0, everyMs - (Date.now() - click.madeWallMs)));
    }
  }

  async stop(): Promise<void> {
    await this.page.close();
    await this.link.stop();
    await stopAll([...this.#processes]);
  }
}

export function markOf(click: Click): string {
  return `${click.x},${click.y}`;
}

/** Places at which the server executed a press. */
export function marks(events: readonly WitnessedEvent[]): ReadonlySet<string> {
  return new Set(events.filter((event) => event.type === 'press').map((event) => `${event.x},${event.y}`));
}

/** Buttons and keys that were pressed at the server and never let go. */
export function unreleased(events: readonly WitnessedEvent[]): readonly string[] {
  const held = new Set<string>();
  for (const event of events) {
    if (event.type === 'press') held.add(`button ${event.button}`);
    else if (event.type === 'release') held.delete(`button ${event.button}`);
    else if (event.type === 'key-press') held.add(`key ${event.keycode}`);
    else if (event.type === 'key-release') held.delete(`key ${event.keycode}`);
  }
  return [...held];
}
