import type { TabRecord } from './tab-record.ts';
import type { Toolbar } from './toolbar.ts';
import { faceOf, NO_FACE, TROUBLE_FACE } from './toolbar-face.ts';

/** Decides which face each tab shows: its own while it has something to say, else the common one. */
export class ToolbarKeeper {
  readonly #toolbar: Toolbar;
  #troubled: boolean | undefined;

  constructor(toolbar: Toolbar) {
    this.#toolbar = toolbar;
  }

  async showTab(tabId: number, tab: TabRecord): Promise<void> {
    const own = faceOf(tab);
    const isQuiet = own === undefined || own.badge === '';
    if (isQuiet && this.#troubled === true) return this.#toolbar.show(TROUBLE_FACE, tabId);
    return this.#toolbar.show(own ?? NO_FACE, tabId);
  }

  /** @param troubled something is wrong that no single tab stands for: a permission withdrawn, settings unreadable */
  async showTrouble(troubled: boolean, tabs: ReadonlyMap<number, TabRecord>): Promise<void> {
    if (troubled === this.#troubled) return;
    this.#troubled = troubled;
    await this.#toolbar.show(troubled ? TROUBLE_FACE : NO_FACE);
    for (const [tabId, tab] of tabs) await this.showTab(tabId, tab);
  }
}
