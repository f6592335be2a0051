import type { ScriptingApi } from '../browsers/scripting-api.ts';
import type { TestExtension, TestPage } from '../browsers/test-browser.ts';

declare const chrome: ScriptingApi;

declare global {
  /** Test only: titles of the banners that were seen, by {@link watchBanners}. */
  var riceBanners: string[] | undefined;
}

/** Looks ten times a second whether the overlay of the tab shows a banner. */
export async function watchBanners(extension: TestExtension, page: TestPage): Promise<void> {
  const tabId = await extension.tabId(page);
  await extension.evaluate(async (id: number): Promise<void> => {
    await chrome.scripting.executeScript({
      target: { tabId: id },
      func: () => {
        const seen: string[] = [];
        globalThis.riceBanners = seen;
        setInterval(() => {
          for (const host of document.querySelectorAll<HTMLElement>('[popover]')) {
            const root: unknown = chrome.dom
              ? chrome.dom.openOrClosedShadowRoot(host)
              : Reflect.get(host, 'openOrClosedShadowRoot');
            if (!(root instanceof ShadowRoot)) continue;
            for (const banner of root.querySelectorAll('.banner')) {
              const title = banner.querySelector('h2')?.firstChild?.textContent ?? '';
              if (seen.at(-1) !== title && seen.length < 100) seen.push(title);
            }
          }
        }, 100);
      },
    });
  }, tabId);
}

/** Titles of the banners seen since `watchBanners`. */
export async function seenBanners(extension: TestExtension, page: TestPage): Promise<readonly string[]> {
  const tabId = await extension.tabId(page);
  return extension.evaluate(async (id: number): Promise<readonly string[]> => {
    const [injected] = await chrome.scripting.executeScript({
      target: { tabId: id },
      func: () => globalThis.riceBanners ?? [],
    });
    return injected?.result ?? [];
  }, tabId);
}
