import { type ReadonlySignal, signal } from '@preact/signals';
import type { SiteMode } from '../../model/policy/settings.ts';
import type { SaveOutcome } from '../../model/port/extension-message.ts';
import type { Notice } from '../notice-text.ts';
import type { PopupPort, PopupTab } from './popup-port.ts';
import type { PopupFacts } from './popup-view.ts';
import { patternsOf, type Site } from './site.ts';

/** The popup is open for seconds; a picture this old is new enough. */
const REFRESH_MS = 1000;

/** What the popup knows, and what its buttons do. */
export class PopupStore {
  readonly #port: PopupPort;
  readonly #facts = signal<PopupFacts | undefined>(undefined);
  /** What the last click came to, when it did not simply work. */
  readonly #notice = signal<Notice | undefined>(undefined);

  constructor(port: PopupPort) {
    this.#port = port;
  }

  get facts(): ReadonlySignal<PopupFacts | undefined> {
    return this.#facts;
  }

  get notice(): ReadonlySignal<Notice | undefined> {
    return this.#notice;
  }

  /** Looks now, each second, and whenever a permission changes. Returns the way to stop. */
  start(): () => void {
    const look = () => void this.refresh();
    look();
    const timer = setInterval(look, REFRESH_MS);
    const unlisten = this.#port.onPermissionChange(look);
    return () => {
      clearInterval(timer);
      unlisten();
    };
  }

  async refresh(): Promise<void> {
    const tab = await this.#port.tab();
    const site = tab?.site;
    const granted = site !== undefined && (await this.#port.isGranted(site));
    const status = tab === undefined ? undefined : await this.#port.status(tab.id, site?.host ?? null);
    const watchesUnseen = granted && (await this.#port.isWatchingUnseen(site));
    this.#facts.value = { tab, granted, watchesUnseen, status };
  }

  /** Called first thing in a click; the background registers the scripts when the browser says it was granted. */
  enable(site: Site): Promise<void> {
    return this.#requested(this.#port.request([site.pattern]));
  }

  allowAgain(host: string): Promise<void> {
    const here = this.#facts.value?.tab?.site;
    return this.#requested(this.#port.request(here?.host === host ? [here.pattern] : patternsOf(host)));
  }

  watchUnseen(site: Site): Promise<void> {
    return this.#requested(this.#port.watchUnseen(site));
  }

  async unwatchUnseen(site: Site): Promise<void> {
    await this.#port.unwatchUnseen(site);
    await this.refresh();
  }

  setMode(host: string, mode: SiteMode): Promise<void> {
    return this.#saved(this.#port.setSiteMode(host, mode));
  }

  setTrace(host: string, traced: boolean): Promise<void> {
    return this.#saved(this.#port.setSiteTrace(host, traced));
  }

  forget(host: string): Promise<void> {
    return this.#saved(this.#port.forgetSite(host));
  }

  reset(): Promise<void> {
    return this.#saved(this.#port.resetSettings());
  }

  async exportStored(): Promise<void> {
    const raw = await this.#port.storedSettings();
    this.#port.save('rice-novnc-settings.json', `${JSON.stringify(raw, null, 2)}\n`);
  }

  async reload(tabId: number): Promise<void> {
    await this.#port.reload(tabId);
    await this.refresh();
  }

  /** Called first thing in a click. */
  async openRoom(tab: PopupTab): Promise<void> {
    await this.#port.openRoom(tab);
  }

  async #requested(asked: Promise<boolean>): Promise<void> {
    const granted = await asked.catch(() => false);
    this.#notice.value = granted ? undefined : { key: 'popupRefused', substitutions: [] };
    await this.refresh();
  }

  async #saved(saving: Promise<SaveOutcome | undefined>): Promise<void> {
    const outcome = await saving.catch(() => undefined);
    this.#notice.value = noticeOf(outcome);
    await this.refresh();
  }
}

function noticeOf(outcome: SaveOutcome | undefined): Notice | undefined {
  switch (outcome?.type) {
    case 'saved':
      return undefined;
    case 'unreadable':
      return { key: 'popupSettingsLocked', substitutions: [] };
    case 'full':
      return { key: 'popupTooMany', substitutions: [outcome.maxSites] };
    case undefined:
      return { key: 'popupSaveFailed', substitutions: [] };
    default:
      return outcome satisfies never;
  }
}
