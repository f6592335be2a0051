import type { QualityChoice } from '../model/codec/quality-policy.ts';
import {
  DEFAULT_SETTINGS,
  MAX_SITES,
  type ReadSettings,
  type Settings,
  type SiteMode,
} from '../model/policy/settings.ts';
import { readSettings } from '../model/policy/settings-decoder.ts';
import type { SaveOutcome } from '../model/port/extension-message.ts';
import type { PolicyLimits } from '../model/port/profile-message.ts';
import type { ExtensionApi } from './extension-api.ts';
import { TaskQueue } from './task-queue.ts';

const SETTINGS_KEY = 'settings';
const ASIDE_KEY = 'settings-put-aside';
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

  /** Gives hosts that have no setting of their own the mode that is in force by default. */
  addSites(hosts: readonly string[]): Promise<SaveOutcome> {
    return this.#change((settings) => {
      const added = hosts.filter((host) => !Object.hasOwn(settings.sites, host));
      if (added.length === 0) return settings;
      const modes = Object.fromEntries(added.map((host) => [host, settings.policy.mode]));
      return { ...settings, sites: { ...settings.sites, ...modes } };
    });
  }

  setLimits({ maxInputAgeMs, override }: PolicyLimits): Promise<SaveOutcome> {
    return this.#change((settings) => ({
      ...settings,
      policy: { ...settings.policy, maxInputAgeMs, override },
    }));
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
      const sites = Math.max(Object.keys(changed.sites).length, Object.keys(changed.quality).length);
      if (sites > MAX_SITES) return { type: 'full', maxSites: MAX_SITES };
      await this.#storage.set({ [SETTINGS_KEY]: changed });
      return { type: 'saved' };
    });
  }

  async #load(): Promise<unknown> {
    return (await this.#storage.get(SETTINGS_KEY))[SETTINGS_KEY];
  }
}
