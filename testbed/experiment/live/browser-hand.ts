import type { TestPage } from '../../../test/support/browsers/test-browser.ts';
import type { UserInput } from '../../users/user-input.ts';
import type { RearmOffer } from './percept-view.ts';

type Action =
  | { readonly type: 'user'; readonly input: UserInput; readonly toldMs: number }
  | { readonly type: 'rearm'; readonly place: RearmOffer };

/** Works the mouse of a real browser: trusted events, one after the other, as fast as the browser takes them. */
export class BrowserHand {
  readonly #page: Pick<TestPage, 'mouse'>;
  /** Of the instrument's screen, in CSS pixels of the page. */
  readonly #origin: { readonly x: number; readonly y: number };
  #queue: Action[] = [];
  #working: Promise<void> | null = null;
  #at = { x: -1, y: -1 };
  #isDown = false;
  /** Of each press: from being told to the browser's having taken it. */
  readonly pressLagsMs: number[] = [];

  constructor(page: Pick<TestPage, 'mouse'>, origin: { readonly x: number; readonly y: number }) {
    this.#page = page;
    this.#origin = origin;
  }

  do(inputs: readonly UserInput[]): void {
    const toldMs = performance.now();
    for (const input of inputs) this.#add({ type: 'user', input, toldMs });
  }

  /** Clicks the overlay's button and comes back. Only while nothing is held. */
  rearm(place: RearmOffer): void {
    this.#add({ type: 'rearm', place });
  }

  get isDown(): boolean {
    return this.#isDown;
  }

  /** Resolves when all that was told is done and nothing is held. */
  async rest(): Promise<void> {
    await this.#working;
    if (this.#isDown) await this.#page.mouse.up();
    this.#isDown = false;
  }

  #add(action: Action): void {
    const last = this.#queue.at(-1);
    // Where the hand was in between is lost when the browser cannot follow, as with any mouse.
    if (isMove(action) && last !== undefined && isMove(last)) this.#queue.pop();
    this.#queue.push(action);
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
    });
  }

  async #work(): Promise<void> {
    for (let action = this.#queue.shift(); action !== undefined; action = this.#queue.shift()) {
      if (action.type === 'user') await this.#perform(action.input, action.toldMs);
      else if (!this.#isDown) await this.#click(action.place);
    }
  }

  async #perform({ type, x, y }: UserInput, toldMs: number): Promise<void> {
    const { mouse } = this.#page;
    if (x !== this.#at.x || y !== this.#at.y) await mouse.move(this.#origin.x + x, this.#origin.y + y);
    this.#at = { x, y };
    if (type === 'press') {
      this.#isDown = true;
      await mouse.down();
      this.pressLagsMs.push(performance.now() - toldMs);
    } else if (type === 'release') {
      this.#isDown = false;
      await mouse.up();
    }
  }

  async #click({ x, y }: RearmOffer): Promise<void> {
    const { mouse } = this.#page;
    await mouse.click(x, y);
    if (this.#at.x >= 0) await mouse.move(this.#origin.x + this.#at.x, this.#origin.y + this.#at.y);
  }
}

function isMove(action: Action): boolean {
  return action.type === 'user' && action.input.type === 'move';
}
