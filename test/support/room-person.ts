import type { WindowScreen } from './browsers/chromium.ts';
import { type BrowserName, launch, launchGuarded } from './browsers/launch.ts';
import { poll } from './browsers/page-code.ts';
import type { TestBrowser, TestExtension, TestPage } from './browsers/test-browser.ts';
import { screenBox, untilConnected } from './portals/portal-page.ts';
import type { PortalQuery, PortalServer } from './portals/portal-server.ts';
import { pause } from './servers/process.ts';

/** A busy machine starts a browser slowly; nothing here measures time. */
const WITHIN_MS = 30_000;
/** A button that has just appeared takes no press. */
const FRESH_MS = 900;

/** Somebody with a browser of their own, at the shared instrument, and with the room's panel open. */
export class RoomPerson {
  readonly name: string;
  readonly browser: TestBrowser;
  readonly page: TestPage;
  readonly panel: TestPage;
  readonly #origin: { readonly x: number; readonly y: number };
  #isKilled = false;

  private constructor(
    parts: Pick<RoomPerson, 'browser' | 'name' | 'page' | 'panel'>,
    origin: { x: number; y: number },
  ) {
    this.name = parts.name;
    this.browser = parts.browser;
    this.page = parts.page;
    this.panel = parts.panel;
    this.#origin = origin;
  }

  static async arrive(plan: {
    readonly name: string;
    readonly with: BrowserName;
    readonly portals: PortalServer;
    readonly url: string;
    /** A name in the profile's folder, for what the browser prints. */
    readonly log?: string;
    readonly screen?: WindowScreen;
    readonly resize?: PortalQuery['resize'] | undefined;
    /** Another build of the extension than the usual one. */
    readonly extensionDir?: string;
  }): Promise<RoomPerson> {
    const options = { log: plan.log, screen: plan.screen };
    const browser = await (plan.extensionDir === undefined
      ? launchGuarded(plan.with, options)
      : launch(plan.with, plan.extensionDir, options));
    const { extension } = browser;
    if (extension === undefined) throw new Error('a room needs the extension');
    const page = await browser.open(plan.portals.portal('1.7', { url: plan.url, resize: plan.resize }));
    await untilConnected(page);
    const panel = await openPanel(extension, page);
    const { x, y } = await screenBox(page);
    return new RoomPerson({ name: plan.name, browser, page, panel }, { x, y });
  }

  /** Types name and link, and clicks. */
  async enter(link: string): Promise<void> {
    await this.#fill('input[type=text]', this.name);
    await this.#fill('.room-link', link);
    await this.press(/^(Start a room|Join)$/);
  }

  /** Begins a room on a relay, and is alone in it. */
  async begin(relay: { readonly startLink: string }): Promise<void> {
    await this.enter(relay.startLink);
    await this.sees(/People here: 1/);
  }

  /** Invites somebody, who knocks, and lets them in. */
  async letIn(other: RoomPerson): Promise<void> {
    await other.enter(await this.invite());
    await other.sees(/somebody has to let you in/);
    await this.press(/^Let in$/);
    await other.sees(/People here: 2/);
  }

  /** Nobody else has control, or waits. */
  async takeControl(): Promise<void> {
    await this.press(/^Ask for control$/);
    await this.sees(/You have control/);
  }

  /** Presses the first button of the panel that has this text, when it is there and takes presses. */
  async press(text: RegExp): Promise<void> {
    await poll(async () => (await this.#place(text)) !== null, WITHIN_MS).catch(async () => {
      throw new Error(`[room] ${this.name} has no ${text} to press in: ${await this.shown()}`);
    });
    await pause(FRESH_MS);
    const place = await this.#place(text);
    if (place === null) throw new Error(`[room] no ${text} any more in ${await this.shown()}`);
    await this.panel.bringToFront();
    await this.panel.mouse.click(place.x, place.y);
  }

  /** Writes something in the chat. */
  async write(text: string): Promise<void> {
    await this.#fill('.chat-box textarea', text);
    await this.panel.until(
      () => document.querySelector<HTMLButtonElement>('.chat-box .main')?.disabled === false,
    );
    await this.panel.evaluate(() => document.querySelector<HTMLFormElement>('.chat-box')?.requestSubmit());
  }

  /** Moves the mouse over the instrument, in its pixels. */
  async point(x: number, y: number): Promise<void> {
    await this.page.bringToFront();
    await this.page.mouse.move(this.#origin.x + x, this.#origin.y + y);
  }

  /** A link for somebody else, from the owner's panel. */
  async invite(): Promise<string> {
    await this.panel.evaluate(() => {
      for (const part of document.querySelectorAll('details')) part.open = true;
    });
    await this.press(/^Make a link$/);
    const find = () =>
      this.panel.evaluate(
        () => document.querySelector<HTMLInputElement>('.room-invites input[readonly]')?.value ?? '',
      );
    await poll(async () => (await find()) !== '', WITHIN_MS);
    return find();
  }

  /** Resolves when the panel's text says so. */
  async sees(words: RegExp, withinMs = WITHIN_MS): Promise<void> {
    await poll(async () => words.test(await this.shown()), withinMs).catch(async () => {
      throw new Error(`[room] ${this.name} does not see ${words} in: ${await this.shown()}`);
    });
  }

  shown(): Promise<string> {
    // Names are isolated, so that their direction changes nothing around them.
    return this.panel.evaluate(() => (document.body.textContent ?? '').replace(/[\u2068\u2069]/g, ''));
  }

  /** What the overlay on the picture says. */
  async overlay(): Promise<string> {
    return (await this.browser.extension?.overlay(this.page))?.text ?? '';
  }

  /** A click on the instrument, in its pixels. */
  async click(x: number, y: number): Promise<void> {
    await this.page.bringToFront();
    await this.page.mouse.click(this.#origin.x + x, this.#origin.y + y);
  }

  /** A click on the page that is in front already; queued by the browser when it stands still. */
  async tap(x: number, y: number): Promise<void> {
    await this.page.mouse.click(this.#origin.x + x, this.#origin.y + y);
  }

  /** Presses the button of the mouse, and keeps it down. */
  async hold(x: number, y: number): Promise<void> {
    await this.page.bringToFront();
    await this.page.mouse.move(this.#origin.x + x, this.#origin.y + y);
    await this.page.mouse.down();
  }

  /** To all of the browser's processes: SIGSTOP and SIGCONT, or SIGKILL. */
  async signal(name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): Promise<void> {
    if (name === 'SIGKILL') this.#isKilled = true;
    for (const pid of await this.browser.processes()) {
      try {
        process.kill(pid, name);
      } catch {
        // It ended with its parent.
      }
    }
  }

  async stop(): Promise<void> {
    // A browser that was killed cannot be asked to close.
    await this.browser.stop().catch((error: unknown) => {
      if (!this.#isKilled) throw error;
    });
  }

  /** The button's middle, in the viewport; null: there is none. */
  #place(text: RegExp): Promise<{ readonly x: number; readonly y: number } | null> {
    return this.panel.evaluate((source: string) => {
      const wanted = new RegExp(source);
      for (const part of document.querySelectorAll('details')) part.open = true;
      const button = [...document.querySelectorAll('button')].find((each) =>
        wanted.test((each.textContent ?? '').replace(/[\u2068\u2069]/g, '').trim()),
      );
      if (button === undefined) return null;
      button.scrollIntoView({ block: 'center' });
      const { x, y, width, height } = button.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    }, text.source);
  }

  async #fill(selector: string, value: string): Promise<void> {
    const wanted = { selector, value };
    await this.panel.until(
      (each: { readonly selector: string; readonly value: string }) => {
        const field = document.querySelector<HTMLInputElement>(each.selector);
        if (field === null) return false;
        field.value = each.value;
        field.dispatchEvent(new Event('input', { bubbles: true }));
        return true;
      },
      wanted,
      WITHIN_MS,
    );
  }
}

async function openPanel(extension: TestExtension, page: TestPage): Promise<TestPage> {
  return extension.open(`room-panel.html?tab=${await extension.tabId(page)}`);
}
