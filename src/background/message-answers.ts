import type { QualityChoice } from '../model/codec/quality-policy.ts';
import { siteMode, sitePolicy } from '../model/policy/settings.ts';
import type {
  FromContent,
  FromPages,
  SaveOutcome,
  SiteSettings,
  StoredSettings,
  TabStatus,
  ToLink,
} from '../model/port/extension-message.ts';
import type { PolicyStatus, ProfileLibrary, ProfileOutcome } from '../model/port/profile-message.ts';
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
import { putInto } from './script-injection.ts';
import type { SettingsStore } from './settings-store.ts';
import type { Access } from './site-access.ts';
import { withDocument, withProblems, withReports } from './tab-record.ts';
import type { TabRecords } from './tab-records.ts';
import type { TabWatch } from './tab-watch.ts';
import type { TraceKeeper } from './trace-keeper.ts';

/** What the extension's own pages are told. */
type Answer =
  | KeptSession
  | ModelTaken
  | PolicyStatus
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
  readonly settings: SettingsStore;
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
    switch (message.type) {
      case 'site-settings':
        await this.#parts.records.change(tabId, (tab) => withDocument(tab, document));
        return this.#siteSettings(from);
      case 'report':
        return this.#parts.records.change(tabId, (tab) => withReports(tab, document, message.reports));
      case 'page-fault':
        return this.#parts.records.change(tabId, (tab) => withProblems(tab, document, message.problems));
      case 'record':
        return this.#parts.recorder.add(message, { origin, isPrivate });
      case 'trace':
        return this.#parts.traces.add(message, { origin, isPrivate });
      case 'journal':
        return this.#parts.journals.tell(message, from);
      case 'left-journal':
        return this.#parts.journals.left(message, from);
      case 'session-model':
        return this.#parts.reports.add(message, { origin, isPrivate });
      case 'rate-session':
        return this.#parts.reports.rate(message.session, message.rating, { origin, isPrivate });
      case 'session-facts':
        return this.#parts.reports.facts(message.session, { origin, isPrivate });
      case 'portal-profiles':
        return this.#parts.profiles.list(origin);
      case 'save-profile':
        return this.#changed(this.#parts.profiles.save(message.id, message.profile, origin));
      case 'set-quality':
        return this.#setQuality(message.choice, from);
      case 'show-overlay':
        return putInto(this.#parts.api.scripting, from, 'overlay.js');
      case 'ready-relays':
        return this.#parts.rooms.ready();
      case 'start-room-here':
        return this.#parts.rooms.startHere(from, message.connection, message.relayHost);
      case 'open-room-page':
        return this.#parts.rooms.openPage(from);
      case 'show-part':
        return putInto(this.#parts.api.scripting, from, `${message.part}.js`);
      default:
        return message satisfies never;
    }
  }

  async page(message: FromPages): Promise<Answer> {
    switch (message.type) {
      case 'tab-status':
        return this.#tabStatus(message.tabId, message.host);
      case 'set-site-mode':
        return this.#changed(this.#parts.settings.setSiteMode(message.host, message.mode));
      case 'set-site-quality':
        return this.#changed(this.#parts.settings.setQuality(message.host, message.choice));
      case 'set-site-trace':
        return this.#changed(this.#parts.settings.setSiteTrace(message.host, message.traced));
      case 'forget-quality':
        return this.#changed(this.#parts.settings.setQuality(message.host, null));
      case 'forget-site':
        return this.#changed(this.#parts.settings.forgetSite(message.host));
      case 'stored-settings':
        return { raw: await this.#parts.settings.raw() };
      case 'reset-settings':
        return this.#changed(this.#parts.settings.reset());
      case 'policy-status':
        return this.#policyStatus();
      case 'save-limits':
        return this.#changed(this.#parts.settings.setLimits(message.limits));
      case 'profiles':
        return this.#parts.profiles.list();
      case 'save-profile':
        return this.#changed(this.#parts.profiles.save(message.id, message.profile));
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
    const { settings, problems } = await this.#parts.settings.read();
    return {
      reports: frames.flatMap((frame) => frame.reports),
      hooked: frames.length > 0,
      unseenHosts: [...new Set(unseen.map(({ host }) => host))],
      pageProblems: frames.flatMap((frame) => frame.problems),
      mode: host === null ? settings.policy.mode : siteMode(settings, host),
      traced: host !== null && settings.traced.includes(host),
      withdrawnHosts: access.withdrawnHosts,
      problems,
      registrationFault: access.registrationFault,
      recordFault: this.#parts.recorder.fault,
      relayHost: await this.#parts.rooms.relayHostOfTab(tabId),
    };
  }

  /** What was saved takes effect: in the registered scripts, and in the documents that run now. */
  async #changed<Outcome>(changing: Promise<Outcome>): Promise<Outcome> {
    const outcome = await changing;
    await this.#parts.reconcile();
    for (const [tabId, { frames }] of await this.#parts.records.all()) {
      for (const { frameId } of frames) {
        const message: ToLink = { type: 'settings-changed' };
        // The document may be gone by now.
        await this.#parts.api.tabs.sendMessage(tabId, message, { frameId }).catch(() => undefined);
      }
    }
    return outcome;
  }

  /** For the document's own site, which the browser names: a page must not be able to choose for another one. */
  async #setQuality(choice: QualityChoice, { host }: SendingDocument): Promise<SaveOutcome> {
    if (host !== null) return this.#changed(this.#parts.settings.setQuality(host, choice));
    return { type: 'unreadable', problems: [{ path: '', code: 'missing', expected: 'a site' }] };
  }

  async #siteSettings(from: SendingDocument): Promise<SiteSettings> {
    const { host, origin } = from;
    const { settings, problems } = await this.#parts.settings.read();
    return {
      policy: host === null ? settings.policy : sitePolicy(settings, host),
      profiles: await this.#parts.profiles.forOrigin(origin),
      problems,
      relayHost: await this.#parts.rooms.relayHostOf(from),
    };
  }

  async #policyStatus(): Promise<PolicyStatus> {
    const { settings, problems } = await this.#parts.settings.read();
    const { maxInputAgeMs, override } = settings.policy;
    return { limits: { maxInputAgeMs, override }, problems };
  }
}

async function done(work: Promise<void>): Promise<null> {
  await work;
  return null;
}
