import { type ReadonlySignal, signal } from '@preact/signals';
import type { QualityChoice } from '../../model/codec/quality-policy.ts';
import { exactHost } from '../../model/policy/origin-pattern.ts';
import type { PolicyChange } from '../../model/policy/policy-change.ts';
import type { SiteMode } from '../../model/policy/settings.ts';
import type { SaveOutcome } from '../../model/port/extension-message.ts';
import type { OptionsStatus } from '../../model/port/options-message.ts';
import { relayPattern } from '../../model/room/relay-permission.ts';
import type { Notice } from '../notice-text.ts';
import { notice, savedNotice } from './notice.ts';
import type { BrowserKind, OptionsPort, Shortcut } from './options-port.ts';
import { ProfileListStore } from './profile-list-store.ts';
import { RecordSpaceStore } from './record-space-store.ts';
import { TransferStore } from './transfer-store.ts';

/** The parts of the page, in its order; their ids and what stands in the address. */
export const SECTIONS = [
  'sites',
  'behaviour',
  'thresholds',
  'quality',
  'rooms',
  'profiles',
  'records',
  'keyboard',
  'transfer',
] as const;
export type Section = (typeof SECTIONS)[number];

export interface OptionsFacts {
  readonly status: OptionsStatus;
  /** Match patterns of all that the browser allows. */
  readonly origins: readonly string[];
  readonly shortcuts: readonly Shortcut[];
}

/** A site that was forgotten a moment ago, with all that would bring it back. */
interface ForgottenSite {
  readonly host: string;
  readonly mode: SiteMode | null;
  readonly traced: boolean;
  readonly quality: QualityChoice | null;
  readonly origins: readonly string[];
}

/** What the options page knows, and what its buttons do. Each section says by itself what its last click came to. */
export class OptionsStore {
  readonly profiles: ProfileListStore;
  readonly transfer: TransferStore;
  readonly records: RecordSpaceStore;
  readonly #port: OptionsPort;
  readonly #facts = signal<OptionsFacts | null | undefined>(undefined);
  readonly #said = signal<{ readonly section: Section; readonly notice: Notice } | undefined>(undefined);
  readonly #forgotten = signal<ForgottenSite | undefined>(undefined);

  constructor(port: OptionsPort) {
    this.#port = port;
    this.profiles = new ProfileListStore(port.profiles, (name, content) => port.saveFile(name, content));
    this.records = new RecordSpaceStore(
      port.records,
      (name, content) => port.saveFile(name, content),
      () => port.wallMs(),
    );
    this.transfer = new TransferStore(port, () => this.refresh());
  }

  /** undefined: not known yet; null: the background does not answer. */
  get facts(): ReadonlySignal<OptionsFacts | null | undefined> {
    return this.#facts;
  }

  get browser(): BrowserKind {
    return this.#port.browser;
  }

  /** A site that one click brings back. */
  get forgotten(): ReadonlySignal<ForgottenSite | undefined> {
    return this.#forgotten;
  }

  /** What the last click in this section came to. */
  said(section: Section): Notice | undefined {
    const said = this.#said.value;
    return said?.section === section ? said.notice : undefined;
  }

  /** Looks now, and whenever something is stored or allowed. Returns the way to stop. */
  start(): () => void {
    const look = () => void Promise.all([this.refresh(), this.profiles.refresh(), this.records.refresh()]);
    look();
    return this.#port.onChange(look);
  }

  async refresh(): Promise<void> {
    const [status, origins, shortcuts] = await Promise.all([
      this.#port.status(),
      this.#port.sites.origins().catch(() => []),
      this.#port.shortcuts().catch(() => []),
    ]);
    this.#facts.value = status === undefined ? null : { status, origins, shortcuts };
  }

  setMode(host: string, mode: SiteMode): Promise<void> {
    return this.#saved('sites', this.#port.sites.setMode(host, mode), notice('uiOptionsSiteSaved', host));
  }

  setTrace(host: string, traced: boolean): Promise<void> {
    const saved = notice(traced ? 'uiOptionsTraceOn' : 'uiOptionsTraceOff', host);
    return this.#saved('sites', this.#port.sites.setTrace(host, traced), saved);
  }

  /** Called first thing in a click: the browser asks the user. */
  async allow(origins: readonly string[]): Promise<void> {
    const granted = await this.#port.sites.request(origins).catch(() => false);
    this.#say('sites', notice(granted ? 'uiOptionsAllowed' : 'popupRefused'));
    await this.refresh();
  }

  /** Takes the permission back and drops what was set. Of a permission that stays nothing is dropped. */
  async forgetSite(host: string): Promise<void> {
    const facts = this.#facts.value;
    if (facts == null) return;
    const { own } = facts.status;
    const origins = facts.origins.filter((each) => exactHost(each) === host);
    const forgotten = {
      host,
      mode: Object.hasOwn(own.sites, host) ? (own.sites[host] ?? null) : null,
      traced: own.traced.includes(host),
      quality: Object.hasOwn(own.quality, host) ? (own.quality[host] ?? null) : null,
      origins,
    };
    if (origins.length > 0 && !(await this.#port.sites.withdraw(origins))) {
      this.#say('sites', notice('uiOptionsSiteRequired', host));
      return;
    }
    await this.#saved('sites', this.#port.sites.forget(host), notice('uiOptionsSiteForgotten', host));
    this.#forgotten.value = forgotten;
  }

  /** Called first thing in a click: a permission that was taken back is asked for again. */
  async undoForget(): Promise<void> {
    const site = this.#forgotten.value;
    if (site === undefined) return;
    const asked = site.origins.length === 0 || this.#port.sites.request(site.origins).catch(() => false);
    if (!(await asked)) {
      this.#say('sites', notice('popupRefused'));
      return;
    }
    const { host, mode, quality, traced } = site;
    let outcome: SaveOutcome | undefined = { type: 'saved' };
    if (mode !== null) outcome = await this.#port.sites.setMode(host, mode);
    if (quality !== null && outcome?.type === 'saved') {
      outcome = await this.#port.sites.setQuality(host, quality);
    }
    if (traced && outcome?.type === 'saved') outcome = await this.#port.sites.setTrace(host, true);
    await this.#saved('sites', Promise.resolve(outcome), notice('uiOptionsSiteBack', host));
  }

  changePolicy(section: Section, change: PolicyChange): Promise<void> {
    return this.#saved(section, this.#port.changePolicy(change), notice('uiOptionsLimitsSaved'));
  }

  setQuality(host: string, choice: QualityChoice): Promise<void> {
    return this.#saved(
      'quality',
      this.#port.sites.setQuality(host, choice),
      notice('uiOptionsSiteSaved', host),
    );
  }

  /** The host has no choice of its own any more. */
  forgetQuality(host: string): Promise<void> {
    return this.#saved(
      'quality',
      this.#port.sites.forgetQuality(host),
      notice('uiOptionsQualityRemoved', host),
    );
  }

  async setRoomName(name: string): Promise<void> {
    await this.#port.setRoomName(name);
    this.#say('rooms', notice('uiOptionsRoomsNameSaved'));
    await this.refresh();
  }

  async forgetRelay(origin: string): Promise<void> {
    await this.#port.forgetRelay(origin);
    this.#say('rooms', notice('uiOptionsRelayForgotten', origin));
    await this.refresh();
  }

  /** Called first thing in a click. */
  async allowRelay(origin: string): Promise<void> {
    const pattern = relayPattern(origin);
    if (pattern === null) return;
    const granted = await this.#port.sites.request([pattern]).catch(() => false);
    this.#say('rooms', notice(granted ? 'uiOptionsAllowed' : 'popupRefused'));
    await this.refresh();
  }

  async openShortcuts(): Promise<void> {
    if (!(await this.#port.openShortcuts())) this.#say('keyboard', notice('uiOptionsKeysByHand'));
  }

  /** Shortcuts are changed in a page of the browser's, which tells nobody. */
  lookAgain(): void {
    void this.refresh();
  }

  async #saved(section: Section, saving: Promise<SaveOutcome | undefined>, saved: Notice): Promise<void> {
    const outcome = await saving.catch(() => undefined);
    this.#say(section, savedNotice(outcome, saved));
    await this.refresh();
  }

  #say(section: Section, said: Notice): void {
    this.#forgotten.value = undefined;
    this.#said.value = { section, notice: said };
  }
}
