import type { QualityChoice } from '../model/codec/quality-policy.ts';
import { MAX_PROFILES } from '../model/policy/instrument-profile.ts';
import { type Feature, isDisabled } from '../model/policy/managed-policy.ts';
import { lockOn } from '../model/policy/managed-settings.ts';
import { covers, wildness } from '../model/policy/profile-binding.ts';
import { siteMode, sitePolicy } from '../model/policy/settings.ts';
import type {
  FromContent,
  FromPages,
  OverlayPart,
  SaveOutcome,
  SiteSettings,
  StoredSettings,
  TabStatus,
  ToLink,
} from '../model/port/extension-message.ts';
import type { OptionsStatus } from '../model/port/options-message.ts';
import type { ProfileLibrary, ProfileOutcome, SaveProfile } from '../model/port/profile-message.ts';
import type { ModelTaken } from '../model/port/report-message.ts';
import type { RoomEntry, RoomOutcome } from '../model/port/room-port.ts';
import type { RecordLines, RecordList } from '../model/record/recorded-session.ts';
import type { KeptSession, RatedSession } from '../model/report/kept-session.ts';
import type { TraceList, TracePieces } from '../model/trace/stored-trace.ts';
import type { ExtensionApi } from './extension-api.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import type { SendingDocument } from './message-sender.ts';
import type { ProfileStore } from './profile-store.ts';
import type { RecordKeeper } from './record-keeper.ts';
import type { ReportKeeper } from './report-keeper.ts';
import type { RoomKeeper } from './room-keeper.ts';
import { putInto, putSwitchedOff } from './script-injection.ts';
import type { SettingsInForce } from './settings-in-force.ts';
import type { SettingsStore } from './settings-store.ts';
import type { Access } from './site-access.ts';
import { withBuiltIn, withDocument, withProblems, withReports } from './tab-record.ts';
import type { TabRecords } from './tab-records.ts';
import type { TabWatch } from './tab-watch.ts';
import type { TraceKeeper } from './trace-keeper.ts';

/** What the extension's own pages are told. */
type Answer =
  | KeptSession
  | ModelTaken
  | OptionsStatus
  | ProfileLibrary
  | ProfileOutcome
  | RecordLines
  | RecordList
  | RoomEntry
  | RoomOutcome
  | SaveOutcome
  | StoredSettings
  | TabStatus
  | TraceList
  | TracePieces
  | readonly RatedSession[]
  | null;

/** Who knows the answers. */
export interface AnsweringParts {
  readonly api: Pick<ExtensionApi, 'scripting' | 'tabs'>;
  /** The user's alone: what is saved goes there. */
  readonly own: SettingsStore;
  readonly settings: SettingsInForce;
  readonly profiles: ProfileStore;
  readonly records: TabRecords;
  readonly watch: TabWatch;
  readonly recorder: RecordKeeper;
  readonly reports: ReportKeeper;
  readonly traces: TraceKeeper;
  readonly journals: JournalKeeper;
  readonly rooms: RoomKeeper;
  /** Makes the registered scripts follow what was granted and set. */
  readonly reconcile: () => Promise<Access>;
}

/** What content scripts and pages of the extension ask the background, and what they are told. */
export class MessageAnswers {
  readonly #parts: AnsweringParts;

  constructor(parts: AnsweringParts) {
    this.#parts = parts;
  }

  /** @param from the document that asks, as the browser names it */
  async content(message: FromContent, from: SendingDocument): Promise<unknown> {
    const { tabId, origin, isPrivate, ...document } = from;
    const source = async (...features: readonly Feature[]) => ({
      origin,
      // What a facility has switched off leaves as little behind as a private window.
      isPrivate: isPrivate || (await this.#isOff(...features)),
    });
    switch (message.type) {
      case 'site-settings':
        await this.#parts.records.change(tabId, (tab) => withDocument(tab, document));
        return this.#siteSettings(from);
      case 'report':
        return this.#parts.records.change(tabId, (tab) => withReports(tab, document, message.reports));
      case 'built-in':
        return this.#parts.records.change(tabId, (tab) => withBuiltIn(tab, document));
      case 'page-fault':
        return this.#parts.records.change(tabId, (tab) => withProblems(tab, document, message.problems));
      case 'record':
        return this.#parts.recorder.add(message, await source('records'));
      case 'trace':
        return this.#parts.traces.add(message, await source('records', 'traces'));
      case 'journal':
        return this.#parts.journals.tell(message, from);
      case 'left-journal':
        return this.#parts.journals.left(message, from);
      case 'session-model':
        return this.#parts.reports.add(message, await source('records'));
      case 'rate-session':
        return this.#parts.reports.rate(message.session, message.rating, await source('records'));
      case 'session-facts':
        return this.#parts.reports.facts(message.session, await source('records'));
      case 'portal-profiles':
        return this.#parts.profiles.list(origin);
      case 'save-profile':
        return this.#saveProfile(message, origin);
      case 'set-quality':
        return this.#setQuality(message.choice, from);
      case 'show-overlay':
        return this.#showOverlay(from);
      case 'ready-relays':
        return this.#parts.rooms.ready();
      case 'start-room-here':
        return this.#parts.rooms.startHere(from, message.connection, message.relayHost);
      case 'open-room-page':
        return this.#parts.rooms.openPage(from);
      case 'show-part':
        return this.#showPart(message.part, from);
      default:
        return message satisfies never;
    }
  }

  async page(message: FromPages): Promise<Answer> {
    switch (message.type) {
      case 'tab-status':
        return this.#tabStatus(message.tabId, message.host);
      case 'set-site-mode':
        return this.#changed(this.#parts.own.setSiteMode(message.host, message.mode));
      case 'set-site-quality':
        return this.#changed(this.#parts.own.setQuality(message.host, message.choice));
      case 'set-site-trace':
        return this.#changed(this.#parts.own.setSiteTrace(message.host, message.traced));
      case 'forget-quality':
        return this.#changed(this.#parts.own.setQuality(message.host, null));
      case 'forget-site':
        return this.#changed(this.#parts.own.forgetSite(message.host));
      case 'stored-settings':
        return { raw: await this.#parts.own.raw() };
      case 'reset-settings':
        return this.#changed(this.#parts.own.reset());
      case 'options':
        return this.#options();
      case 'change-policy':
        return this.#changed(this.#parts.own.changePolicy(message.change));
      case 'replace-settings':
        return this.#changed(this.#parts.own.replace(message.settings));
      case 'undo-settings':
        return this.#changed(this.#parts.own.undo());
      case 'profiles':
        return this.#parts.profiles.list();
      case 'save-profile':
        return this.#saveProfile(message);
      case 'remove-profile':
        return this.#changed(this.#parts.profiles.remove(message.id));
      case 'restore-profile':
        return this.#changed(this.#parts.profiles.restore(message.id));
      case 'reset-profiles':
        return this.#changed(this.#parts.profiles.reset());
      case 'records':
        return this.#parts.recorder.list();
      case 'record-lines':
        return this.#parts.recorder.lines(message.session, message.from);
      case 'traces':
        return this.#parts.traces.list();
      case 'trace-pieces':
        return this.#parts.traces.pieces(message.session, message.from);
      case 'delete-records':
        await this.#parts.traces.remove(message.sessions);
        return this.#parts.recorder.remove(message.sessions);
      case 'kept-session':
        return this.#parts.reports.session(message.session, message.afterAtMs);
      case 'rate-session':
        return this.#parts.reports.rate(message.session, message.rating, null);
      case 'rated-sessions':
        return this.#parts.reports.rated();
      case 'room-entry':
        return this.#parts.rooms.entry(message.tabId);
      case 'join-room':
        return this.#parts.rooms.join(message);
      case 'start-room':
        return this.#parts.rooms.start(message.seat, message.relay, message.name);
      case 'leave-room':
        return done(this.#parts.rooms.leave(message.tabId));
      case 'forget-relay':
        return done(this.#parts.rooms.forgetRelay(message.relay));
      case 'set-room-name':
        return done(this.#parts.rooms.setName(message.name));
      default:
        return message satisfies never;
    }
  }

  async #tabStatus(tabId: number, host: string | null): Promise<TabStatus> {
    const access = await this.#parts.reconcile();
    await this.#parts.watch.ask(tabId);
    const { frames, unseen } = await this.#parts.records.get(tabId);
    const { settings, problems, locked, managed, managedProblems } = await this.#parts.settings.read();
    return {
      reports: frames.flatMap((frame) => frame.reports),
      hooked: frames.length > 0,
      builtIn: frames.some((frame) => frame.builtIn),
      unseenHosts: [...new Set(unseen.map(({ host }) => host))],
      pageProblems: frames.flatMap((frame) => frame.problems),
      mode: host === null ? settings.policy.mode : siteMode(settings, host),
      traced: host !== null && settings.traced.includes(host),
      withdrawnHosts: access.withdrawnHosts,
      problems,
      registrationFault: access.registrationFault,
      recordFault: this.#parts.recorder.fault,
      relayHost: await this.#parts.rooms.relayHostOfTab(tabId),
      managed: {
        mode: host !== null && lockOn(locked, `sites.${host}`) !== null,
        disabled: managed.disabled,
        problems: managedProblems,
      },
    };
  }

  async #changed<Outcome>(changing: Promise<Outcome>): Promise<Outcome> {
    const outcome = await changing;
    await this.settingsChanged();
    return outcome;
  }

  /** What was set takes effect: in the registered scripts, and in the documents that run now. */
  async settingsChanged(): Promise<void> {
    await this.#parts.reconcile();
    for (const [tabId, { frames }] of await this.#parts.records.all()) {
      for (const { frameId } of frames) {
        const message: ToLink = { type: 'settings-changed' };
        // The document may be gone by now.
        await this.#parts.api.tabs.sendMessage(tabId, message, { frameId }).catch(() => undefined);
      }
    }
  }

  async #isOff(...features: readonly Feature[]): Promise<boolean> {
    const { managed } = await this.#parts.settings.read();
    return features.some((feature) => isDisabled(managed, feature));
  }

  /** @param origin of the page that asks; undefined: one of the extension's own */
  async #saveProfile({ id, profile }: SaveProfile, origin?: string | null): Promise<ProfileOutcome> {
    if (await this.#isOff('profiles')) return { type: 'managed' };
    return this.#changed(this.#parts.profiles.save(id, profile, origin));
  }

  async #showOverlay(from: SendingDocument): Promise<boolean> {
    const { managed } = await this.#parts.settings.read();
    const off = partsOff(managed.disabled);
    const isThere = await putInto(this.#parts.api.scripting, from, 'overlay.js');
    if (off.length > 0) await putSwitchedOff(this.#parts.api.scripting, from, off);
    return isThere;
  }

  /** In the place of a part that the facility has switched off comes one that says so. */
  async #showPart(part: OverlayPart, from: SendingDocument): Promise<boolean> {
    const { managed } = await this.#parts.settings.read();
    const off = partsOff(managed.disabled);
    return off.includes(part)
      ? putSwitchedOff(this.#parts.api.scripting, from, off)
      : putInto(this.#parts.api.scripting, from, `${part}.js`);
  }

  /** For the document's own site, which the browser names: a page must not be able to choose for another one. */
  async #setQuality(choice: QualityChoice, { host }: SendingDocument): Promise<SaveOutcome> {
    if (host !== null) return this.#changed(this.#parts.own.setQuality(host, choice));
    return { type: 'unreadable', problems: [{ path: '', code: 'missing', expected: 'a value' }] };
  }

  async #siteSettings(from: SendingDocument): Promise<SiteSettings> {
    const { host, origin } = from;
    const { settings, problems, managed } = await this.#parts.settings.read();
    const own = isDisabled(managed, 'profiles') ? [] : await this.#parts.profiles.forOrigin(origin);
    const given = managed.profiles
      .filter(({ binding }) => origin !== null && covers(binding.portal, origin))
      .sort((one, other) => wildness(one.binding.portal) - wildness(other.binding.portal));
    return {
      policy: host === null ? settings.policy : sitePolicy(settings, host),
      // Of several that fit the first is in force: the facility's.
      profiles: [...given, ...own].slice(0, MAX_PROFILES),
      problemCount: problems.length,
      relayHost: await this.#parts.rooms.relayHostOf(from),
    };
  }

  async #options(): Promise<OptionsStatus> {
    const { own, settings, locked, managed, problems, managedProblems } = await this.#parts.settings.read();
    return {
      own,
      settings,
      locked,
      givenProfiles: managed.profiles,
      managedProblems,
      problems,
      canUndo: await this.#parts.own.canUndo(),
      rooms: await this.#parts.rooms.remembered(),
    };
  }
}

/** What of the overlay belongs to features. */
function partsOff(disabled: readonly Feature[]): readonly OverlayPart[] {
  const parts = { rooms: 'room', drawing: 'draw', quality: 'quality', profiles: 'editor' } as const;
  return disabled.flatMap((feature) => (feature === 'traces' || feature === 'records' ? [] : parts[feature]));
}

async function done(work: Promise<void>): Promise<null> {
  await work;
  return null;
}
