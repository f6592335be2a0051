import type { Settings } from '../model/policy/settings.ts';
import { siteMode } from '../model/policy/settings.ts';
import { type Probed, probeDocuments } from './document-probe.ts';
import type { ExtensionApi } from './extension-api.ts';
import { EMPTY_TAB, stillThere, type TabRecord, withoutUnseen } from './tab-record.ts';
import type { TabRecords } from './tab-records.ts';

/** Tabs marked for a reload at once; a grant for all sites could otherwise wake hundreds. */
const MAX_MARKED_TABS = 100;

/** Keeps the records of tabs true while pages come and go. */
export class TabWatch {
  readonly #api: Pick<ExtensionApi, 'scripting' | 'tabs'>;
  readonly #records: TabRecords;

  constructor(api: Pick<ExtensionApi, 'scripting' | 'tabs'>, records: TabRecords) {
    this.#api = api;
    this.#records = records;
  }

  /**
   * The tab began loading. What was known is dropped at once, since the next page may not be ours and would then
   * say nothing; a document that is still there, as after a jump within the page, says so when asked.
   */
  async onLoading(tabId: number): Promise<void> {
    const before = (await this.#records.all()).get(tabId);
    if (before === undefined) return;
    await this.#records.change(tabId, () => EMPTY_TAB);
    await this.ask(tabId, { unseen: before.unseen });
  }

  /**
   * The tab has loaded. A page of a watched site must have our scripts by now; one that Chromium restored at its
   * start may be older than their registration.
   * @param url known only for sites that may be read
   */
  async onLoaded(tabId: number, url: string | undefined, settings: Settings): Promise<void> {
    if (isWatched(url, settings)) {
      await this.ask(tabId, { mustHaveScripts: true });
      return;
    }
    await this.#records.change(tabId, withoutUnseen);
    if ((await this.#records.all()).has(tabId)) await this.ask(tabId);
  }

  /**
   * Asks the documents of a tab; what they say is newer than what was heard, unless something came meanwhile.
   * @param options.unseen connections known before, which are so for documents that are still there
   */
  async ask(
    tabId: number,
    {
      mustHaveScripts = false,
      unseen = [],
    }: { mustHaveScripts?: boolean; unseen?: TabRecord['unseen'] } = {},
  ): Promise<void> {
    const before = await this.#records.get(tabId);
    const probed = await probeDocuments(this.#api.scripting, tabId);
    if (probed === undefined) return;
    await this.#records.change(tabId, (tab) => {
      const left = stillThere([...unseen, ...tab.unseen], probed);
      if (tab !== before) return left.length === tab.unseen.length ? tab : { ...tab, unseen: left };
      if (probed.length > 0) {
        return { frames: probed.map((frame) => merged(frame, tab)), mustReload: false, unseen: left };
      }
      const mustReload = mustHaveScripts || tab.mustReload;
      return tab.frames.length === 0 && tab.mustReload === mustReload
        ? tab
        : { frames: [], mustReload, unseen: [] };
    });
  }

  /** Pages that were loaded before their site was allowed, or before an update, must say that they need a reload. */
  async markUnhooked(origins: readonly string[], settings: Settings): Promise<void> {
    if (origins.length === 0) return;
    const tabs = await this.#api.tabs.query({ url: [...origins], discarded: false, status: 'complete' });
    const watched = tabs.filter(({ url }) => isWatched(url, settings));
    for (const { id } of watched.slice(0, MAX_MARKED_TABS)) {
      if (id !== undefined) await this.ask(id, { mustHaveScripts: true });
    }
  }
}

function isWatched(url: string | undefined, settings: Settings): boolean {
  if (url === undefined || !URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return /^https?:$/.test(protocol) && siteMode(settings, hostname) !== 'off';
}

function merged(probed: Probed, tab: TabRecord): TabRecord['frames'][number] {
  const before = tab.frames.find((frame) => frame.frameId === probed.frameId);
  return before === undefined
    ? { ...probed, problems: [], builtIn: false }
    : { ...probed, host: before.host ?? probed.host, problems: before.problems, builtIn: before.builtIn };
}
