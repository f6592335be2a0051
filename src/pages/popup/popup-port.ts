import type { SiteMode } from '../../model/policy/settings.ts';
import type { SaveOutcome, TabStatus } from '../../model/port/extension-message.ts';
import type { Site } from './site.ts';

export interface PopupTab {
  readonly id: number;
  /** undefined: no web page, or none the browser lets us see. */
  readonly site: Site | undefined;
  readonly windowId: number | undefined;
  /** The page is that of an invite to a room, which its address holds. */
  readonly hasInvite: boolean;
}

/** All that the popup knows about the world outside. Answers are undefined when the background does not answer. */
export interface PopupPort {
  tab(): Promise<PopupTab | undefined>;
  isGranted(site: Site): Promise<boolean>;
  /** Asks the user. Browsers allow it only in the first turn of a click. */
  request(patterns: readonly string[]): Promise<boolean>;
  status(tabId: number, host: string | null): Promise<TabStatus | undefined>;
  setSiteMode(host: string, mode: SiteMode): Promise<SaveOutcome | undefined>;
  setSiteTrace(host: string, traced: boolean): Promise<SaveOutcome | undefined>;
  forgetSite(host: string): Promise<SaveOutcome | undefined>;
  resetSettings(): Promise<SaveOutcome | undefined>;
  /** What is stored, readable or not. */
  storedSettings(): Promise<unknown>;
  isWatchingUnseen(site: Site): Promise<boolean>;
  /** Asks the user for the permissions to watch for connections that cannot be guarded. First thing in a click. */
  watchUnseen(site: Site): Promise<boolean>;
  unwatchUnseen(site: Site): Promise<void>;
  reload(tabId: number): Promise<void>;
  /** Opens the side panel. Browsers allow it only in the first turn of a click. */
  openRoom(tab: PopupTab): Promise<void>;
  /** Gives the user a file. */
  save(name: string, content: string): void;
  /** Calls back when permissions change, from whichever side. Returns the way to stop. */
  onPermissionChange(listener: () => void): () => void;
}
