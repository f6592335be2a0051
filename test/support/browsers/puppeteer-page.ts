import type { KeyInput, Page } from 'puppeteer-core';
import { inPage, poll } from './page-code.ts';
import { MAX_PAGE_ERRORS, type TestPage } from './test-browser.ts';

/** A page of puppeteer as tests see it. */
export function wrap(page: Page): TestPage {
  const errors: string[] = [];
  const keep = (text: string) => void (errors.length < MAX_PAGE_ERRORS && errors.push(text));
  page.on('pageerror', (error) => keep(String(error)));
  page.on('console', (message) => void (message.type() === 'error' && keep(message.text())));
  const evaluate = evaluateIn(page);
  return {
    url: () => page.url(),
    title: () => page.title(),
    evaluate,
    runSource: async (source) => void (await page.evaluate(source)),
    devtools: undefined,
    until: (holds, argument, timeoutMs) => poll(() => evaluate(holds, argument), timeoutMs),
    mouse: {
      move: (x, y) => page.mouse.move(x, y),
      down: (button = 'left') => page.mouse.down({ button }),
      up: (button = 'left') => page.mouse.up({ button }),
      click: (x, y) => page.mouse.click(x, y),
      wheel: (deltaY) => page.mouse.wheel({ deltaY }),
    },
    keyboard: {
      down: (key) => page.keyboard.down(keyInput(key)),
      up: (key) => page.keyboard.up(keyInput(key)),
      press: (key) => page.keyboard.press(keyInput(key)),
    },
    screenshot: async (path) => {
      await page.screenshot({ path: pngPath(path) });
    },
    resize: (width, height) => page.setViewport({ ...page.viewport(), width, height }),
    bringToFront: () => page.bringToFront(),
    reload: async () => void (await page.reload()),
    goto: async (url) => void (await page.goto(url)),
    errors: () => errors,
    close: () => page.close(),
    leave: () => page.close({ runBeforeUnload: true }),
  };
}

/** Runs a function in the page. */
export function evaluateIn(page: Page): TestPage['evaluate'] {
  return async <Result, Argument>(
    run: (argument: Argument) => Result | Promise<Result>,
    argument?: Argument,
  ) =>
    // Puppeteer types an expression's value as unknown; it is what `run` returned.
    (await page.evaluate(inPage(run, argument))) as Result;
}

/** Puppeteer lists the keys it knows; any other string is refused by it at run time. */
function keyInput(key: string): KeyInput {
  return key as KeyInput;
}

function pngPath(path: string): `${string}.png` {
  if (!path.endsWith('.png')) throw new Error(`[browsers] ${path} is not a .png`);
  return path as `${string}.png`;
}
