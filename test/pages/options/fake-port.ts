import { ProfileStore } from '../../../src/background/profile-store.ts';
import { SettingsStore } from '../../../src/background/settings-store.ts';
import { type ManagedPolicy, NO_MANAGED_POLICY } from '../../../src/model/policy/managed-policy.ts';
import { managedSettings } from '../../../src/model/policy/managed-settings.ts';
import type { Settings } from '../../../src/model/policy/settings.ts';
import type { OptionsStatus } from '../../../src/model/port/options-message.ts';
import type { RecordedSession } from '../../../src/model/record/recorded-session.ts';
import type {
  OptionsPort,
  ProfilePort,
  RecordPort,
  Shortcut,
  SitePort,
} from '../../../src/pages/options/options-port.ts';

/** A background with the real stores of settings and profiles, and a browser that says yes. */
export class FakePort implements OptionsPort {
  readonly local: Record<string, unknown> = {};
  readonly files: { readonly name: string; readonly content: string | Blob }[] = [];
  readonly #area = {
    get: async (key: unknown) =>
      typeof key === 'string' && key in this.local ? { [key]: structuredClone(this.local[key]) } : {},
    set: async (items: object) => {
      Object.assign(this.local, structuredClone(items));
      this.changed();
    },
  };
  readonly settings = new SettingsStore(this.#area);
  readonly #profiles = new ProfileStore(this.#area);
  readonly browser = 'chrome';
  answers = true;
  granted: string[] = [];
  /** Origins that this build cannot be without. */
  required: readonly string[] = [];
  saysYes = true;
  managed: ManagedPolicy = NO_MANAGED_POLICY;
  rooms: OptionsStatus['rooms'] = { name: '', relays: [] };
  bound: readonly Shortcut[] = [{ name: 'open-panel', description: 'Open the panel', keys: 'Alt+Shift+R' }];
  opensShortcuts = true;
  sessions: readonly RecordedSession[] = [];
  changed: () => void = () => {};

  readonly profiles: ProfilePort = {
    library: async () => (this.answers ? this.#profiles.list() : undefined),
    save: (id, profile) => this.#profiles.save(id, profile),
    remove: (id) => this.#profiles.remove(id),
    restore: (id) => this.#profiles.restore(id),
    reset: () => this.#profiles.reset(),
  };
  readonly sites: SitePort = {
    setMode: async (host, mode) => (this.answers ? this.settings.setSiteMode(host, mode) : undefined),
    setTrace: (host, traced) => this.settings.setSiteTrace(host, traced),
    setQuality: (host, choice) => this.settings.setQuality(host, choice),
    forgetQuality: async (host) => (this.answers ? this.settings.setQuality(host, null) : undefined),
    forget: (host) => this.settings.forgetSite(host),
    origins: async () => this.granted,
    request: async (origins) => {
      if (this.saysYes) this.granted = [...this.granted, ...origins];
      return this.saysYes;
    },
    withdraw: async (origins) => {
      if (origins.some((each) => this.required.includes(each))) return false;
      this.granted = this.granted.filter((each) => !origins.includes(each));
      return true;
    },
  };
  readonly records: RecordPort = {
    list: async () => (this.answers ? { sessions: this.sessions, fault: null } : undefined),
    files: async (sessions) =>
      new Map(sessions.map(({ session }) => [`${session}.jsonl`, `{"${session}":1}\n`])),
    remove: async (sessions) => {
      this.sessions = this.sessions.filter(({ session }) => !sessions.includes(session));
      return { sessions: this.sessions, fault: null };
    },
    storedBytes: async () => 3_400_000,
  };

  status = async (): Promise<OptionsStatus | undefined> => {
    if (!this.answers) return undefined;
    const { settings: own, problems } = await this.settings.read();
    return {
      own,
      ...managedSettings(own, this.managed),
      givenProfiles: this.managed.profiles,
      managedProblems: [],
      problems,
      canUndo: await this.settings.canUndo(),
      rooms: this.rooms,
    };
  };
  changePolicy = (change: Parameters<OptionsPort['changePolicy']>[0]) => this.settings.changePolicy(change);
  replace = (settings: Settings) => this.settings.replace(settings);
  undo = () => this.settings.undo();
  resetUnreadable = () => this.settings.reset();
  storedSettings = () => this.settings.raw();
  setRoomName = async (name: string) => {
    this.rooms = { ...this.rooms, name };
  };
  forgetRelay = async (origin: string) => {
    this.rooms = { ...this.rooms, relays: this.rooms.relays.filter((each) => each.origin !== origin) };
  };
  shortcuts = async () => this.bound;
  openShortcuts = async () => this.opensShortcuts;
  saveFile = (name: string, content: string | Blob) => void this.files.push({ name, content });
  wallMs = () => Date.UTC(2026, 6, 13);
  onChange = (listener: () => void) => {
    this.changed = listener;
    return () => {};
  };
}
