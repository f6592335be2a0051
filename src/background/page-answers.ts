import { lockOn } from '../model/policy/managed-settings.ts';
import { siteMode } from '../model/policy/settings.ts';
import type { FromPages, SaveOutcome, StoredSettings, TabStatus } from '../model/port/extension-message.ts';
import type { OptionsStatus } from '../model/port/options-message.ts';
import type { ProfileLibrary, ProfileOutcome } from '../model/port/profile-message.ts';
import type { ModelTaken } from '../model/port/report-message.ts';
import type { RoomEntry, RoomOutcome } from '../model/port/room-port.ts';
import type { RecordLines, RecordList } from '../model/record/recorded-session.ts';
import type { KeptSession, RatedSession } from '../model/report/kept-session.ts';
import type { TraceList, TracePieces } from '../model/trace/stored-trace.ts';
import type { AnsweringParts } from './answering-parts.ts';
import type { UserChanges } from './user-changes.ts';

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

/** What the extension's own pages ask the background, and what they are told. */
export class PageAnswers {
  readonly #parts: AnsweringParts;
  readonly #changes: UserChanges;

  constructor(parts: AnsweringParts, changes: UserChanges) {
    this.#parts = parts;
    this.#changes = changes;
  }

  async to(message: FromPages): Promise<Answer> {
    switch (message.type) {
      case 'tab-status':
        return this.#tabStatus(message.tabId, message.host);
      case 'set-site-mode':
        return this.#changes.made(this.#parts.own.setSiteMode(message.host, message.mode));
      case 'set-site-quality':
        return this.#changes.made(this.#parts.own.setQuality(message.host, message.choice));
      case 'set-site-trace':
        return this.#changes.made(this.#parts.own.setSiteTrace(message.host, message.traced));
      case 'forget-quality':
        return this.#changes.made(this.#parts.own.setQuality(message.host, null));
      case 'forget-site':
        return this.#changes.made(this.#parts.own.forgetSite(message.host));
      case 'stored-settings':
        return { raw: await this.#parts.own.raw() };
      case 'reset-settings':
        return this.#changes.made(this.#parts.own.reset());
      case 'options':
        return this.#options();
      case 'change-policy':
        return this.#changes.made(this.#parts.own.changePolicy(message.change));
      case 'replace-settings':
        return this.#changes.made(this.#parts.own.replace(message.settings));
      case 'undo-settings':
        return this.#changes.made(this.#parts.own.undo());
      case 'profiles':
        return this.#parts.profiles.list();
      case 'save-profile':
        return this.#changes.saveProfile(message);
      case 'remove-profile':
        return this.#changes.made(this.#parts.profiles.remove(message.id));
      case 'restore-profile':
        return this.#changes.made(this.#parts.profiles.restore(message.id));
      case 'reset-profiles':
        return this.#changes.made(this.#parts.profiles.reset());
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

async function done(work: Promise<void>): Promise<null> {
  await work;
  return null;
}
