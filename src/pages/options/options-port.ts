import type { QualityChoice } from '../../model/codec/quality-policy.ts';
import type { PolicyChange } from '../../model/policy/policy-change.ts';
import type { Settings, SiteMode } from '../../model/policy/settings.ts';
import type { SaveOutcome } from '../../model/port/extension-message.ts';
import type { OptionsStatus } from '../../model/port/options-message.ts';
import type { ProfileLibrary, ProfileOutcome } from '../../model/port/profile-message.ts';
import type { RecordList } from '../../model/record/recorded-session.ts';

/** A key of the extension's own, as the browser has it. */
export interface Shortcut {
  /** As manifest.json calls it. */
  readonly name: string;
  /** In the user's language. */
  readonly description: string;
  /** Such as `Alt+Shift+R`; '' when nothing is bound. */
  readonly keys: string;
}

/** Whose page of shortcuts there is to open. */
export type BrowserKind = 'chrome' | 'edge' | 'firefox';

/** Answers are undefined when the background does not answer. */
type Saved = Promise<SaveOutcome | undefined>;

/** What the page asks about instrument profiles. */
export interface ProfilePort {
  library(): Promise<ProfileLibrary | undefined>;
  save(id: string | null, profile: unknown): Promise<ProfileOutcome | undefined>;
  remove(id: string): Promise<ProfileOutcome | undefined>;
  restore(id: string): Promise<ProfileOutcome | undefined>;
  reset(): Promise<ProfileOutcome | undefined>;
}

/** What the page asks about sites. */
export interface SitePort {
  setMode(host: string, mode: SiteMode): Saved;
  setTrace(host: string, traced: boolean): Saved;
  setQuality(host: string, choice: QualityChoice): Saved;
  forgetQuality(host: string): Saved;
  forget(host: string): Saved;
  /** Match patterns of all that the browser allows. */
  origins(): Promise<readonly string[]>;
  /** Asks the user. Browsers allow it only in the first turn of a click. */
  request(origins: readonly string[]): Promise<boolean>;
  /** false: the browser keeps them, because this build cannot be without. */
  withdraw(origins: readonly string[]): Promise<boolean>;
}

/** What the page asks about records. */
export interface RecordPort {
  list(): Promise<RecordList | undefined>;
  /** Every session as files of its record and its trace; undefined when the storage did not answer. */
  files(
    sessions: RecordList['sessions'],
    onProgress: (ratio: number) => void,
  ): Promise<RecordFiles | undefined>;
  remove(sessions: readonly string[]): Promise<RecordList | undefined>;
  /** Of everything that the extension keeps; null: the browser does not say. */
  storedBytes(): Promise<number | null>;
}

/** Contents by name. */
export type RecordFiles = ReadonlyMap<string, string>;

/** All that the options page knows about the world outside. */
export interface OptionsPort {
  readonly profiles: ProfilePort;
  readonly sites: SitePort;
  readonly records: RecordPort;
  readonly browser: BrowserKind;
  status(): Promise<OptionsStatus | undefined>;
  changePolicy(change: PolicyChange): Saved;
  /** All settings at once; those before are kept for one undo. */
  replace(settings: Settings): Saved;
  undo(): Saved;
  /** Puts unreadable settings aside. */
  resetUnreadable(): Saved;
  /** What is stored, readable or not. */
  storedSettings(): Promise<unknown>;
  setRoomName(name: string): Promise<void>;
  forgetRelay(origin: string): Promise<void>;
  shortcuts(): Promise<readonly Shortcut[]>;
  /** Opens the browser's own page of shortcuts. false: it cannot be opened from here. */
  openShortcuts(): Promise<boolean>;
  /** Gives the user a file. */
  saveFile(name: string, content: string | Blob): void;
  wallMs(): number;
  /** Calls back when what is stored or allowed changes, as by the popup. Returns the way to stop. */
  onChange(listener: () => void): () => void;
}
