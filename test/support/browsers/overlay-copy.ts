import type { TestBrowser, TestExtension, TestPage } from './test-browser.ts';

/** In the extension's own contexts; `dom` in Chromium only. */
declare const chrome: {
  readonly dom?: { openOrClosedShadowRoot(host: HTMLElement): ShadowRoot | null };
  readonly scripting: {
    executeScript<Result>(injection: {
      target: { tabId: number };
      func: () => Result;
    }): Promise<readonly { readonly result?: Result }[]>;
  };
};

export interface OverlayCopy {
  readonly html: string;
  readonly css: string;
  /** Of each strip: how much of it is drawn in a strong blue or purple, as the lines of demand and supply are. */
  readonly bluePixels: readonly number[];
}

/** The overlay's markup, style and drawn strips, as they are now. Read in the isolated world, where alone closed roots open. */
export async function overlayCopy(extension: TestExtension, page: TestPage): Promise<OverlayCopy> {
  const copy = await extension.evaluate(
    async (id: number) => {
      const [injected] = await chrome.scripting.executeScript({
        target: { tabId: id },
        func: () => {
          const host = document.querySelector<HTMLElement>('[popover]');
          const root: unknown = chrome.dom
            ? host && chrome.dom.openOrClosedShadowRoot(host)
            : host && Reflect.get(host, 'openOrClosedShadowRoot');
          if (!(root instanceof ShadowRoot)) return undefined;
          const sheets = [...root.adoptedStyleSheets, ...root.styleSheets];
          return {
            html: root.innerHTML,
            css: sheets.map((sheet) => [...sheet.cssRules].map((rule) => rule.cssText).join('\n')).join('\n'),
            bluePixels: [...root.querySelectorAll<HTMLCanvasElement>('.strip canvas')].map((canvas) => {
              const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
              let count = 0;
              for (let at = 0; data !== undefined && at < data.length; at += 4) {
                const [red = 0, , blue = 0, alpha = 0] = data.slice(at, at + 4);
                if (alpha > 200 && blue > red + 60) count += 1;
              }
              return count;
            }),
          };
        },
      });
      return injected?.result;
    },
    await extension.tabId(page),
  );
  if (copy === undefined) throw new Error('[browsers] no overlay');
  return copy;
}

/** A page that holds a copy of the overlay in an open root, with everything unfolded, for axe to read. */
export async function openCopy(browser: TestBrowser, { html, css }: OverlayCopy): Promise<TestPage> {
  const page = await browser.open('about:blank');
  await page.evaluate(
    (copy) => {
      document.documentElement.lang = 'en';
      document.title = 'Copy';
      document.body.innerHTML = '<main><h1>Copy</h1><div></div></main>';
      const root = document.querySelector('main div')?.attachShadow({ mode: 'open' });
      // The host's own rules make it a popover without a size.
      if (root) root.innerHTML = `<style>${copy.css.replaceAll(':host', ':--none')}</style>${copy.html}`;
      for (const each of root?.querySelectorAll('details') ?? []) each.open = true;
    },
    { html, css },
  );
  return page;
}
