import { direct } from '../../../testbed/link/profile.ts';
import { startTcpLink, type TcpLink } from '../../../testbed/link/tcp-link.ts';
import type { TestBrowser, TestPage } from '../browsers/test-browser.ts';
import { screenBox, untilConnected } from '../portals/portal-page.ts';
import { type InputWitness, startInputWitness } from '../servers/input-witness.ts';
import { startPicture } from '../servers/picture.ts';
import { pause, stopAll } from '../servers/process.ts';
import type { VncDisplay } from '../servers/vnc-server.ts';
import { startWebsockify } from '../servers/websockify.ts';
import { startXvnc } from '../servers/xvnc.ts';

/** What guarded.js notes in the page. */
export interface Told {
  readonly viewOnly: readonly boolean[];
  readonly states: readonly string[];
  readonly blocked: readonly (string | null)[];
  readonly faults: readonly string[];
  readonly records: number;
  readonly snapshots: number;
}

const PERMIT_WITHIN_MS = 20_000;
const ARRIVED_WITHIN_MS = 10_000;
/** Clicks on a link that is well. */
const BEFORE_CUT = 3;

/** What the server may execute of what was pressed in a cut: the credit, and what was under way. */
export const MOST_LATE_PRESSES = 2;

/** Xvnc with a moving picture and an input witness, behind websockify and a link that can be cut. */
export class PluginServer {
  private constructor(
    readonly url: string,
    readonly link: TcpLink,
    readonly witness: InputWitness,
    readonly display: VncDisplay,
    readonly stop: () => Promise<void>,
  ) {}

  static async start(): Promise<PluginServer> {
    const display = await startXvnc();
    const witness = await startInputWitness(display.display);
    const picture = await startPicture(display.display);
    const websockify = await startWebsockify(display);
    const link = await startTcpLink({
      listenPort: 0,
      target: { host: '127.0.0.1', port: websockify.port },
      profile: direct,
    });
    return new PluginServer(`ws://localhost:${link.port}/websockify`, link, witness, display, () =>
      stopAll([link, picture, witness, websockify, display]),
    );
  }

  /** Presses of a mouse button that the X server executed. */
  get presses(): number {
    return this.witness.events().filter(({ type }) => type === 'press').length;
  }
}

/** A page with noVNC on a guarded channel, and its user. */
export class PluginPage {
  constructor(
    readonly page: TestPage,
    readonly server: PluginServer,
  ) {}

  /** Opens the page; resolves when presses pass. */
  static async open(browser: TestBrowser, url: string, server: PluginServer): Promise<PluginPage> {
    server.witness.clear();
    const opened = new PluginPage(await browser.open(url), server);
    await untilConnected(opened.page);
    await opened.untilPermit();
    return opened;
  }

  told(): Promise<Told> {
    return this.page.evaluate(() => (window as unknown as { told: Told }).told);
  }

  untilPermit(): Promise<void> {
    return this.page.until(
      () => {
        const { channel, rfb } = window as unknown as {
          channel: { snapshot: { guarding: string; blocked: string | null } | null };
          rfb: { viewOnly: boolean };
        };
        const { snapshot } = channel;
        return snapshot?.guarding === 'guarded' && snapshot.blocked === null && !rfb.viewOnly;
      },
      undefined,
      PERMIT_WITHIN_MS,
    );
  }

  untilBlocked(): Promise<void> {
    return this.page.until(() => {
      const { channel } = window as unknown as { channel: { snapshot: { blocked: string | null } | null } };
      return channel.snapshot !== null && channel.snapshot.blocked !== null;
    });
  }

  /** Clicks on the remote screen. */
  async click(times = 1): Promise<void> {
    const { x, y, widthPx, heightPx } = await screenBox(this.page);
    for (let i = 0; i < times; i++) {
      await this.page.mouse.click(x + widthPx / 2 + i * 7, y + heightPx / 2 + i * 5);
      // Two presses within the time of a double click are one action to the gate's eye for retries.
      await pause(300);
    }
  }

  /** Resolves when the X server has executed so many presses of this page and let go of all. */
  untilExecuted(presses: number): Promise<void> {
    return this.server.witness.until(
      (events) =>
        events.filter(({ type }) => type === 'press').length === presses &&
        events.filter(({ type }) => type === 'release').length === presses,
      ARRIVED_WITHIN_MS,
    );
  }

  /** Clicks, clicks into a cut until the gate is shut, and heals it. Resolves to how many of those were executed. */
  async clickIntoCut(): Promise<number> {
    await this.click(BEFORE_CUT);
    await this.untilExecuted(BEFORE_CUT);
    this.server.link.stall();
    await this.untilBlocked();
    await this.click(6);
    this.server.link.heal();
    await this.untilPermit();
    return this.server.presses - BEFORE_CUT;
  }

  /** Whether badge and warnings are in the page, above everything. */
  hasOverlay(): Promise<boolean> {
    return this.page.evaluate(() => document.querySelector('[popover=manual]:popover-open') !== null);
  }
}
