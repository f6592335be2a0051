import { describe, expect, test } from 'vitest';
import { BrowserHand } from '../../../../testbed/experiment/live/browser-hand.ts';
import type { TestPage } from '../../../support/browsers/test-browser.ts';

/** A mouse that notes what it is told, and takes it one by one when let. */
class SlowMouse {
  readonly heard: string[] = [];
  #waiting: (() => void)[] = [];

  readonly mouse: TestPage['mouse'] = {
    move: (x, y) => this.#take(`move ${x},${y}`),
    down: () => this.#take('down'),
    up: () => this.#take('up'),
    click: (x, y) => this.#take(`click ${x},${y}`),
    wheel: () => this.#take('wheel'),
  };

  /** Lets the browser take all that comes. */
  async run(): Promise<void> {
    for (let idle = 0; idle < 5; idle++) {
      for (const resolve of this.#waiting.splice(0)) {
        resolve();
        idle = 0;
      }
      await Promise.resolve();
    }
  }

  #take(what: string): Promise<void> {
    this.heard.push(what);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

function hand(slow: SlowMouse): BrowserHand {
  return new BrowserHand({ mouse: slow.mouse }, { x: 20, y: 30 });
}

describe('a hand at the mouse of a browser', () => {
  test('acts in order, at the place of the screen', async () => {
    const slow = new SlowMouse();
    hand(slow).do([
      { type: 'move', x: 1, y: 2 },
      { type: 'press', x: 1, y: 2 },
      { type: 'release', x: 3, y: 2 },
    ]);
    await slow.run();
    expect(slow.heard).toEqual(['move 21,32', 'down', 'move 23,32', 'up']);
  });

  test('where it passes through is left out when the browser cannot follow; presses never are', async () => {
    const slow = new SlowMouse();
    const own = hand(slow);
    own.do([{ type: 'move', x: 0, y: 0 }]);
    own.do([
      { type: 'move', x: 1, y: 0 },
      { type: 'move', x: 2, y: 0 },
      { type: 'press', x: 2, y: 0 },
      { type: 'move', x: 3, y: 0 },
      { type: 'move', x: 4, y: 0 },
      { type: 'release', x: 4, y: 0 },
    ]);
    await slow.run();
    expect(slow.heard).toEqual(['move 20,30', 'move 22,30', 'down', 'move 24,30', 'up']);
    expect(own.pressLagsMs).toHaveLength(1);
  });

  test('comes back to its place after it has pressed a button of the overlay', async () => {
    const slow = new SlowMouse();
    const own = hand(slow);
    own.do([{ type: 'move', x: 5, y: 5 }]);
    own.rearm({ x: 500, y: 600 });
    await slow.run();
    expect(slow.heard).toEqual(['move 25,35', 'click 500,600', 'move 25,35']);
  });

  test('lets go of what a run has left held', async () => {
    const slow = new SlowMouse();
    const own = hand(slow);
    own.do([{ type: 'press', x: 5, y: 5 }]);
    await slow.run();
    const rest = own.rest();
    await slow.run();
    await rest;
    expect(slow.heard.at(-1)).toBe('up');
    expect(own.isDown).toBe(false);
  });
});
