import type { Link } from '../../../src/content/link/handoff.ts';
import type { Bin } from '../../../src/model/measure/bin.ts';
import type { ScriptingApi } from '../../../test/support/browsers/scripting-api.ts';
import type { TestExtension, TestPage } from '../../../test/support/browsers/test-browser.ts';
import {
  type HistoryEntry,
  readHistory,
  recordHistory,
  untilHistory,
} from '../../../test/support/session-history.ts';

declare const chrome: ScriptingApi;

declare global {
  /** Testbed only: in the isolated world, by {@link GuardView}. */
  var riceBins: Bin[] | undefined;
}

const OPEN_WITHIN_MS = 30_000;

/** What the extension knows and shows in one run. */
export class GuardView {
  readonly #extension: TestExtension;
  readonly #page: TestPage;

  private constructor(extension: TestExtension, page: TestPage) {
    this.#extension = extension;
    this.#page = page;
  }

  /** Call as soon as the page is loaded. */
  static async start(extension: TestExtension, page: TestPage): Promise<GuardView> {
    const view = new GuardView(extension, page);
    await recordHistory(extension, page);
    await view.#inject(watchOverlay);
    await view.#inject(collectBins);
    return view;
  }

  /** Resolves when the round trip is known and presses pass. */
  async untilReady(): Promise<void> {
    const isReady = (all: readonly HistoryEntry[]): boolean => {
      const last = all.at(-1);
      if (last === undefined || last.roundTripMs === null || last.blocked !== null) return false;
      return last.guarding === 'guarded' || last.guarding === 'measuring';
    };
    await untilHistory(this.#extension, this.#page, isReady, OPEN_WITHIN_MS);
  }

  history(): Promise<readonly HistoryEntry[]> {
    return readHistory(this.#extension, this.#page);
  }

  /** The session as a series, by the wall clock instead of the page's. */
  async bins(): Promise<readonly Bin[]> {
    const found = await this.#inject(() => ({
      originMs: performance.timeOrigin,
      bins: globalThis.riceBins ?? [],
    }));
    return (found?.bins ?? []).map((bin) => ({ ...bin, atMs: bin.atMs + (found?.originMs ?? 0) }));
  }

  async #inject<Result>(func: () => Result): Promise<Result | undefined> {
    const tabId = await this.#extension.tabId(this.#page);
    const injected = await this.#extension.evaluate(
      // The function goes over as its own text, so it may use nothing from outside.
      new Function(
        'id',
        `const __name = (f) => f;
         return chrome.scripting
           .executeScript({ target: { tabId: id }, func: ${func.toString()} })
           .then(([each]) => each && each.result);`,
      ) as (id: number) => Promise<Result | undefined>,
      tabId,
    );
    return injected;
  }
}

/**
 * In the isolated world, which alone may open closed roots: writes to attributes of <html> whether a warning is shown
 * and where the overlay offers to arm again, for the watcher in the page's own world.
 */
function watchOverlay(): void {
  const warnings = ['watch', 'caution', 'danger'];
  setInterval(() => {
    let warned = '';
    let rearm = '';
    for (const host of document.querySelectorAll<HTMLElement>('[popover]')) {
      const root: unknown = chrome.dom
        ? chrome.dom.openOrClosedShadowRoot(host)
        : Reflect.get(host, 'openOrClosedShadowRoot');
      if (!(root instanceof ShadowRoot)) continue;
      const tone = root.querySelector<HTMLElement>('.banner')?.dataset['tone'] ?? '';
      if (warnings.includes(tone)) warned = tone;
      for (const row of root.querySelectorAll('.safety-row[data-tone=caution]')) {
        const [button, second] = row.querySelectorAll('button');
        // The other row with a heading, about stuck buttons, has two.
        if (button === undefined || second !== undefined || row.querySelector('strong') === null) continue;
        const box = button.getBoundingClientRect();
        rearm = `${box.x + box.width / 2},${box.y + box.height / 2}`;
      }
    }
    const { dataset } = document.documentElement;
    if (dataset['riceWarned'] !== warned) dataset['riceWarned'] = warned;
    if (dataset['riceRearm'] !== rearm) dataset['riceRearm'] = rearm;
  }, 50);
}

/** In the isolated world: takes the bins of the link. The analyst of the overlay, if there is one, gets them too. */
function collectBins(): void {
  const link: Link | undefined = globalThis.riceLink;
  if (link === undefined) return;
  const bins: Bin[] = [];
  globalThis.riceBins = bins;
  const listeners: Parameters<Link['onBins']>[0][] = [
    (_connection, some) => void (bins.length < 20_000 && bins.push(...some)),
  ];
  link.onBins((connection, some) => {
    for (const listener of listeners) listener(connection, some);
  });
  link.onBins = (listener) => {
    listeners.push(listener);
    return () => void listeners.splice(listeners.indexOf(listener), 1);
  };
}
