import { run } from '../model/decode/decode.ts';
import type { ExtensionApi } from './extension-api.ts';
import { EMPTY_TAB, type TabRecord, tabRecordsDecoder } from './tab-record.ts';
import { TaskQueue } from './task-queue.ts';

const TABS_KEY = 'tabs';

/**
 * What is known about every tab. Kept in storage.session as well: the browser ends this worker after half a
 * minute without events, while the sessions it speaks for go on.
 */
export class TabRecords {
  readonly #storage: ExtensionApi['storage']['session'];
  readonly #onChange: (tabId: number, tab: TabRecord) => Promise<void>;
  readonly #queue = new TaskQueue();
  #tabs: Map<number, TabRecord> | undefined;

  /** @param onChange shows the change; the next change waits for it, so that the last one is shown last */
  constructor(
    storage: ExtensionApi['storage']['session'],
    onChange: (tabId: number, tab: TabRecord) => Promise<void>,
  ) {
    this.#storage = storage;
    this.#onChange = onChange;
  }

  /** Whether no worker ran before this one since the browser, or the extension, was started. */
  isFirstRun(): Promise<boolean> {
    return this.#queue.run(async () => {
      if ((await this.#storage.get(TABS_KEY))[TABS_KEY] !== undefined) return false;
      await this.#save(await this.#loaded());
      return true;
    });
  }

  get(tabId: number): Promise<TabRecord> {
    return this.#queue.run(async () => (await this.#loaded()).get(tabId) ?? EMPTY_TAB);
  }

  all(): Promise<ReadonlyMap<number, TabRecord>> {
    return this.#queue.run(async () => new Map(await this.#loaded()));
  }

  change(tabId: number, change: (tab: TabRecord) => TabRecord): Promise<void> {
    return this.#queue.run(async () => {
      const tabs = await this.#loaded();
      const before = tabs.get(tabId) ?? EMPTY_TAB;
      const after = change(before);
      if (after === before) return;
      tabs.set(tabId, after);
      await this.#save(tabs);
      await this.#onChange(tabId, after);
    });
  }

  /** The tab was closed: there is nothing to show any more. */
  forget(tabId: number): Promise<void> {
    return this.#queue.run(async () => {
      const tabs = await this.#loaded();
      if (tabs.delete(tabId)) await this.#save(tabs);
    });
  }

  async #loaded(): Promise<Map<number, TabRecord>> {
    if (this.#tabs === undefined) {
      const stored = await this.#storage.get(TABS_KEY);
      const result = run(tabRecordsDecoder, stored[TABS_KEY] ?? {});
      // Another release may have left another shape; the documents will be asked again when the popup opens.
      const records = result.ok ? Object.entries(result.value) : [];
      this.#tabs = new Map(records.map(([id, tab]) => [Number(id), tab]));
    }
    return this.#tabs;
  }

  async #save(tabs: ReadonlyMap<number, TabRecord>): Promise<void> {
    await this.#storage.set({ [TABS_KEY]: Object.fromEntries(tabs) });
  }
}
