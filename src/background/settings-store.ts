import type { QualityChoice } from '../model/codec/quality-policy.ts';
import { changedPolicy, type PolicyChange } from '../model/policy/policy-change.ts';
import {
  DEFAULT_SETTINGS,
  MAX_SITES,
  type ReadSettings,
  type Settings,
  type SiteMode,
} from '../model/policy/settings.ts';
import { readSettings } from '../model/policy/settings-decoder.ts';
import type { SaveOutcome } from '../model/port/extension-message.ts';
import type { ExtensionApi } from './extension-api.ts';
import { TaskQueue } from './task-queue.ts';

const SETTINGS_KEY = 'settings';
const ASIDE_KEY = 'settings-put-aside';
/** What was stored before an import or a reset; null when there is nothing to go back to. */
const BEFORE_KEY = 'settings-before';
/** Unreadable settings kept after resets; the oldest is let go when another comes, after it could be exported. */
const MAX_PUT_ASIDE = 5;

/** The user's settings in storage.local. What is stored and cannot be read is never written over. */
export class SettingsStore {
  readonly #storage: ExtensionApi['storage']['local'];
  readonly #queue = new TaskQueue();

  constructor(storage: ExtensionApi['storage']['local']) {
    this.#storage = storage;
  }

  read(): Promise<ReadSettings> {
    return this.#queue.run(async () => readSettings(await this.#load()));
  }

  /** What is stored, as it is; null when nothing is. */
  raw(): Promise<unknown> {
    return this.#queue.run(async () => (await this.#load()) ?? null);
  }

  setSiteMode(host: string, mode: SiteMode): Promise<SaveOutcome> {
    return this.#change((settings) => ({ ...settings, sites: { ...settings.sites, [host]: mode } }));
  }

  /** Whether sessions of this host are traced. */
  setSiteTrace(host: string, traced: boolean): Promise<SaveOutcome> {
    return this.#change((settings) => {
      const others = settings.traced.filter((each) => each !== host);
      return { ...settings, traced: traced ? [...others, host].slice(-MAX_SITES) : others };
    });
  }

  /** What the user chose about the picture on a host; null: nothing any more. */
  setQuality(host: string, choice: QualityChoice | null): Promise<SaveOutcome> {
    return this.#change((settings) => {
      const others = Object.entries(settings.quality).filter(([each]) => each !== host);
      const own: typeof others = choice === null ? [] : [[host, choice]];
      return { ...settings, quality: Object.fromEntries([...others, ...own]) };
    });
  }

  /**
   * Gives hosts that have no setting of their own the mode that is in force by default. Nobody has set that by hand, so
   * what was imported can still be undone.
   */
  addSites(hosts: readonly string[]): Promise<SaveOutcome> {
    return this.#queue.run(async () => {
      const { settings, problems } = readSettings(await this.#load());
      if (problems.length > 0) return { type: 'unreadable', problems };
      const added = hosts.filter((host) => !Object.hasOwn(settings.sites, host));
      if (added.length === 0) return { type: 'saved' };
      const modes = Object.fromEntries(added.map((host) => [host, settings.policy.mode]));
      return this.#save({ ...settings, sites: { ...settings.sites, ...modes } }, {});
    });
  }

  changePolicy(change: PolicyChange): Promise<SaveOutcome> {
    return this.#change((settings) => ({ ...settings, policy: changedPolicy(settings.policy, change) }));
  }

  /** Puts other settings in the place of all, and keeps those for an undo. */
  replace(settings: Settings): Promise<SaveOutcome> {
    return this.#queue.run(async () => {
      const before = readSettings(await this.#load());
      if (before.problems.length > 0) return { type: 'unreadable', problems: before.problems };
      return this.#save(settings, { [BEFORE_KEY]: before.settings });
    });
  }

  /** Back to the settings before the last replacement, if nothing was set since. */
  undo(): Promise<SaveOutcome> {
    return this.#queue.run(async () => {
      const { problems } = readSettings(await this.#load());
      if (problems.length > 0) return { type: 'unreadable', problems };
      const before = await this.#before();
      return before === null ? { type: 'saved' } : this.#save(before, { [BEFORE_KEY]: null });
    });
  }

  canUndo(): Promise<boolean> {
    return this.#queue.run(async () => (await this.#before()) !== null);
  }

  forgetSite(host: string): Promise<SaveOutcome> {
    return this.#change((settings) => ({
      ...settings,
      sites: Object.fromEntries(Object.entries(settings.sites).filter(([each]) => each !== host)),
      traced: settings.traced.filter((each) => each !== host),
      quality: Object.fromEntries(Object.entries(settings.quality).filter(([each]) => each !== host)),
    }));
  }

  /** Puts unreadable settings aside and begins with the defaults. Readable ones stay as they are. */
  reset(): Promise<SaveOutcome> {
    return this.#queue.run(async () => {
      const raw = await this.#load();
      if (readSettings(raw).problems.length === 0) return { type: 'saved' };
      const earlier: unknown = (await this.#storage.get(ASIDE_KEY))[ASIDE_KEY] ?? [];
      const kept: readonly unknown[] = Array.isArray(earlier) ? earlier : [earlier];
      await this.#storage.set({
        [ASIDE_KEY]: [...kept, raw].slice(-MAX_PUT_ASIDE),
        [SETTINGS_KEY]: DEFAULT_SETTINGS,
      });
      return { type: 'saved' };
    });
  }

  #change(change: (settings: Settings) => Settings): Promise<SaveOutcome> {
    return this.#queue.run(async () => {
      const { settings, problems } = readSettings(await this.#load());
      if (problems.length > 0) return { type: 'unreadable', problems };
      const changed = change(settings);
      if (changed === settings) return { type: 'saved' };
      return this.#save(changed, { [BEFORE_KEY]: null });
    });
  }

  async #save(settings: Settings, beside: Readonly<Record<string, unknown>>): Promise<SaveOutcome> {
    const { sites, quality, traced } = settings;
    const most = Math.max(Object.keys(sites).length, Object.keys(quality).length, traced.length);
    if (most > MAX_SITES) return { type: 'full', maxSites: MAX_SITES };
    await this.#storage.set({ ...beside, [SETTINGS_KEY]: settings });
    return { type: 'saved' };
  }

  async #before(): Promise<Settings | null> {
    const stored: unknown = (await this.#storage.get(BEFORE_KEY))[BEFORE_KEY] ?? null;
    if (stored === null) return null;
    const { settings, problems } = readSettings(stored);
    return problems.length > 0 ? null : settings;
  }

  async #load(): Promise<unknown> {
    return (await this.#storage.get(SETTINGS_KEY))[SETTINGS_KEY];
  }
}
