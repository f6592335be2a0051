import type { OverlayView, TestExtension, TestPage } from './test-browser.ts';

type Evaluate = TestExtension['evaluate'];

/** The few extension interfaces the tests call, alike in both browsers. */
interface ExtensionApi {
  readonly tabs: {
    query(filter: object): Promise<readonly { readonly id?: number; readonly url?: string }[]>;
  };
  readonly action: {
    getBadgeText(tab: { tabId: number }): Promise<string>;
    getTitle(tab: { tabId: number }): Promise<string>;
  };
  readonly scripting: {
    executeScript<Result>(injection: {
      target: { tabId: number };
      func: () => Result;
    }): Promise<readonly { readonly result?: Result }[]>;
  };
}
declare const chrome: ExtensionApi;

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

export async function overlayOf(evaluate: Evaluate, page: TestPage): Promise<OverlayView> {
  const tabId = await tabIdOf(evaluate, page);
  const found = await evaluate(async (id: number): Promise<OverlayView | undefined> => {
    const [injected] = await chrome.scripting.executeScript({
      target: { tabId: id },
      // Runs in the isolated world of the page: everything it needs is inside.
      func: () => {
        const openClosed = (host: HTMLElement): ShadowRoot | null => {
          // Chromium hangs it on chrome.dom, Firefox also on the element.
          const api: unknown = Reflect.get(globalThis, 'chrome');
          const dom: unknown = typeof api === 'object' && api !== null ? Reflect.get(api, 'dom') : undefined;
          const open: unknown =
            typeof dom === 'object' && dom !== null ? Reflect.get(dom, 'openOrClosedShadowRoot') : undefined;
          const root: unknown =
            typeof open === 'function'
              ? Reflect.apply(open, dom, [host])
              : Reflect.get(host, 'openOrClosedShadowRoot');
          return root instanceof ShadowRoot ? root : null;
        };
        const roots: ShadowRoot[] = [];
        for (const host of document.querySelectorAll<HTMLElement>('*')) {
          if (host.shadowRoot) continue;
          const root = openClosed(host);
          // Form controls have closed roots of the browser's own.
          if (root && !/^(INPUT|TEXTAREA|SELECT|VIDEO|AUDIO|DETAILS|METER|PROGRESS)$/.test(host.tagName))
            roots.push(root);
        }
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
              text: element.innerText ?? '',
              x: box.x + box.width / 2,
              y: box.y + box.height / 2,
              widthPx: box.width,
              heightPx: box.height,
            };
          }),
        );
        const text = roots
          .flatMap((root) =>
            [...root.children].map((child) => (child instanceof HTMLElement ? child.innerText : '')),
          )
          .join('\n');
        return { text, elements };
      },
    });
    return injected?.result;
  }, tabId);
  return found ?? { text: '', elements: [] };
}
