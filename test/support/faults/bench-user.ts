import type { TestPage } from '../browsers/test-browser.ts';
import type { ScreenBox } from '../portals/portal-page.ts';
import { pause } from '../servers/process.ts';
import type { Press } from './fault-result.ts';

/** Places are this far from the screen's edge, and within what every server's screen shows. */
const MARGIN_PX = 20;
const RANGE_X_PX = 560;
const RANGE_Y_PX = 360;
/** A little more than five a second, so that presses and the guard's own 5 Hz do not keep step. */
const CLICK_EVERY_MS = 180;

/** A user at the page of one arm. Every press has a place of its own; 5040 of them are apart. */
export class BenchUser {
  readonly presses: Press[] = [];
  #page: TestPage;
  readonly #screen: ScreenBox;
  #places = 0;

  constructor(page: TestPage, screen: ScreenBox) {
    this.#page = page;
    this.#screen = screen;
  }

  /** The same user at another page of the same shape. */
  sitAt(page: TestPage): void {
    this.#page = page;
  }

  /** A place of the remote screen that was not used before, not near the last one. */
  place(): { readonly x: number; readonly y: number } {
    const index = this.#places++;
    return { x: MARGIN_PX + ((index * 37) % RANGE_X_PX), y: MARGIN_PX + ((index * 53) % RANGE_Y_PX) };
  }

  async moveTo(x: number, y: number): Promise<void> {
    await this.#page.mouse.move(this.#screen.x + x, this.#screen.y + y);
  }

  /** Clicks until the time is over, each after the browser has taken the one before. */
  async clickFor(durationMs: number, everyMs = CLICK_EVERY_MS): Promise<void> {
    const endMs = Date.now() + durationMs;
    while (Date.now() < endMs) {
      const press = this.#note();
      await this.#page.mouse.click(this.#screen.x + press.x, this.#screen.y + press.y);
      await pause(Math.max(0, everyMs - (Date.now() - press.madeWallMs)));
    }
  }

  /** Clicks until the time is over, whether or not the page answers; resolves when it has taken them all. */
  async clickBlindly(durationMs: number): Promise<() => Promise<void>> {
    const taken: Promise<void>[] = [];
    const endMs = Date.now() + durationMs;
    const { mouse } = this.#page;
    while (Date.now() < endMs) {
      const press = this.#note();
      taken.push(mouse.move(this.#screen.x + press.x, this.#screen.y + press.y), mouse.down(), mouse.up());
      await pause(CLICK_EVERY_MS);
    }
    return async () => void (await Promise.all(taken));
  }

  /** Presses a button and a key and keeps them down. */
  async hold(key: string): Promise<void> {
    const press = this.#note();
    await this.moveTo(press.x, press.y);
    await this.#page.mouse.down();
    await this.#page.keyboard.down(key);
  }

  async letGo(key: string): Promise<void> {
    await this.#page.keyboard.up(key);
    await this.#page.mouse.up();
  }

  #note(): Press {
    const press = { madeWallMs: Date.now(), ...this.place() };
    this.presses.push(press);
    return press;
  }
}
