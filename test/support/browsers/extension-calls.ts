import { poll } from './page-code.ts';
import type { OverlayView, TestExtension, TestPage } from './test-browser.ts';

type Evaluate = TestExtension['evaluate'];

/** The few extension interfaces the tests call, alike in both browsers. */
interface ExtensionApi {
  readonly tabs: {
    query(filter: object): Promise<readonly { readonly id?: number; readonly url?: string }[]>;
  };
  /** Chromium only. */
  readonly dom?: { openOrClosedShadowRoot(host: HTMLElement): ShadowRoot | null };
  readonly action: {
    getBadgeText(tab: { tabId: number }): Promise<string>;
    getTitle(tab: { tabId: number }): Promise<string>;
  };
  readonly scripting: {
    getRegisteredContentScripts(): Promise<readonly object[]>;
    executeScript<Result>(injection: {
      target: { tabId: number };
      func: () => Result;
    }): Promise<readonly { readonly result?: Result }[]>;
  };
}
declare const chrome: ExtensionApi;

/** Resolves when the extension has registered its scripts: a page opened earlier would go unguarded. */
export async function untilRegistered(evaluate: Evaluate): Promise<void> {
  await poll(() => evaluate(async () => (await chrome.scripting.getRegisteredContentScripts()).length > 0));
}

/** The tab that shows the page's address; of several the newest. */
export async function tabIdOf(evaluate: Evaluate, page: TestPage): Promise<number> {
  const url = page.url();
  const ids = await evaluate(
    async (wanted: string) =>
      (await chrome.tabs.query({})).filter((tab) => tab.url === wanted).map((tab) => tab.id ?? -1),
    url,
  );
  const id = ids.at(-1);
  if (id === undefined) throw new Error(`[browsers] the extension sees no tab with ${url}`);
  return id;
}

export async function badgeOf(
  evaluate: Evaluate,
  page: TestPage,
): Promise<{ readonly text: string; readonly title: string }> {
  const tabId = await tabIdOf(evaluate, page);
  return evaluate(
    async (id: number) => ({
      text: await chrome.action.getBadgeText({ tabId: id }),
      title: await chrome.action.getTitle({ tabId: id }),
    }),
    tabId,
  );
}

/**
 * What the overlay shows. The inner function runs in the page's isolated world, where alone closed shadow roots
 * open: by chrome.dom in Chromium, by a property of the element in Firefox. It holds all it needs and names no
 * function, since tsx would wrap a named one in a helper that is not there.
 */
export async function overlayOf(evaluate: Evaluate, page: TestPage): Promise<OverlayView> {
  const tabId = await tabIdOf(evaluate, page);
  const found = await evaluate(async (id: number): Promise<OverlayView | undefined> => {
    const [injected] = await chrome.scripting.executeScript({
      target: { tabId: id },
      func: () => {
        const roots = [...document.querySelectorAll<HTMLElement>('[popover]')].flatMap((host) => {
          const root: unknown = chrome.dom
            ? chrome.dom.openOrClosedShadowRoot(host)
            : Reflect.get(host, 'openOrClosedShadowRoot');
          return root instanceof ShadowRoot && !host.shadowRoot ? [root] : [];
        });
        const elements = roots.flatMap((root) =>
          [
            ...root.querySelectorAll<HTMLElement>(
              'button, a, input, select, summary, [role], [aria-label], [tabindex]',
            ),
          ].map((element) => {
            const box = element.getBoundingClientRect();
            return {
              tag: element.localName,
              role: element.getAttribute('role'),
              label: element.getAttribute('aria-label') ?? '',
              // biome-ignore lint/performance/useDomNodeTextContent: only what can be seen
              text: element.innerText,
              x: box.x + box.width / 2,
              y: box.y + box.height / 2,
              widthPx: box.width,
              heightPx: box.height,
              hasKeyboard: root.activeElement === element,
            };
          }),
        );
        const texts = roots.flatMap((root) =>
          // biome-ignore lint/performance/useDomNodeTextContent: only what can be seen
          [...root.children].map((child) => (child instanceof HTMLElement ? child.innerText : '')),
        );
        return { text: texts.join('\n').trim(), elements };
      },
    });
    return injected?.result;
  }, tabId);
  return found ?? { text: '', elements: [] };
}
