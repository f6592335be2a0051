import type { Permissions, Runtime } from 'webextension-polyfill';
import { run } from '../model/decode/decode.ts';
import { siteMode, sitePolicy } from '../model/policy/settings.ts';
import type {
  FromContent,
  FromPages,
  SaveOutcome,
  SiteSettings,
  StoredSettings,
  TabStatus,
  ToLink,
  ToOverlay,
} from '../model/port/extension-message.ts';
import { fromContentDecoder, fromPagesDecoder } from '../model/port/extension-message-decoder.ts';
import type { PolicyStatus, ProfileLibrary, ProfileOutcome } from '../model/port/profile-message.ts';
import type { ModelTaken } from '../model/port/report-message.ts';
import type { RecordLines, RecordList } from '../model/record/recorded-session.ts';
import type { KeptSession, RatedSession } from '../model/report/kept-session.ts';
import type { TraceList, TracePieces } from '../model/trace/stored-trace.ts';
import type { Text } from '../ui/message-key.ts';
import type { ExtensionApi } from './extension-api.ts';
import { JournalKeeper } from './journal-keeper.ts';
import { type SendingDocument, sendingDocument } from './message-sender.ts';
import { ProfileStore } from './profile-store.ts';
import { RecordKeeper, type RecordParts } from './record-keeper.ts';
import type { ReportDatabase } from './report-database.ts';
import { ReportKeeper } from './report-keeper.ts';
import { putInto } from './script-injection.ts';
import { SettingsStore } from './settings-store.ts';
import { type Access, SiteAccess } from './site-access.ts';
import { withDocument, withProblems, withReports } from './tab-record.ts';
import { TabRecords } from './tab-records.ts';
import { TabWatch } from './tab-watch.ts';
import { Toolbar } from './toolbar.ts';
import { ToolbarKeeper } from './toolbar-keeper.ts';
import type { TraceDatabase } from './trace-database.ts';
import { TraceKeeper } from './trace-keeper.ts';
import { UnseenWatch } from './unseen-watch.ts';

/** What the extension's own pages are told. */
type Answer =
  | KeptSession
  | ModelTaken
  | PolicyStatus
  | ProfileLibrary
  | ProfileOutcome
  | RecordLines
  | RecordList
  | SaveOutcome
  | StoredSettings
  | TabStatus
  | TraceList
  | TracePieces
  | readonly RatedSession[]
  | null;

/** What is kept of sessions, and where. */
type Keeping = RecordParts & { readonly database: ReportDatabase; readonly traces: TraceDatabase };

/**
 * Everything the extension does outside of pages. Nothing here is needed for a session to stay guarded: the hook
 * has its policy, so a worker that the browser ended costs a look at the toolbar and no safety.
 */
export class Background {
  readonly #api: ExtensionApi;
  readonly #settings: SettingsStore;
  readonly #profiles: ProfileStore;
  readonly #access: SiteAccess;
  readonly #records: TabRecords;
  readonly #watch: TabWatch;
  readonly #keeper: ToolbarKeeper;
  readonly #unseen: UnseenWatch;
  readonly #recorder: RecordKeeper;
  readonly #reports: ReportKeeper;
  readonly #traces: TraceKeeper;
  readonly #journals: JournalKeeper;

  constructor(api: ExtensionApi, text: Text, record: Keeping) {
    this.#api = api;
    this.#recorder = new RecordKeeper({
      ...record,
      onFault: () => this.#logged('record', this.#reconcile()),
    });
    this.#reports = new ReportKeeper(record.database);
    this.#traces = new TraceKeeper({ ...record, database: record.traces });
    this.#journals = new JournalKeeper({
      storage: api.storage.session,
      tabs: api.tabs,
      later: (delayMs, callback) => void setTimeout(callback, delayMs),
    });
    this.#settings = new SettingsStore(api.storage.local);
    this.#profiles = new ProfileStore(api.storage.local);
    this.#access = new SiteAccess(api, this.#settings);
    this.#keeper = new ToolbarKeeper(new Toolbar(api.action, text));
    this.#records = new TabRecords(api.storage.session, (tabId, tab) => this.#keeper.showTab(tabId, tab));
    this.#watch = new TabWatch(api, this.#records);
    this.#unseen = new UnseenWatch({
      api,
      records: this.#records,
      later: (delayMs, callback) => void setTimeout(callback, delayMs),
    });
  }

  /** Listens. Must be called in the first turn of the worker: an event wakes it only for listeners it finds. */
  start(): () => void {
    const { commands, permissions, runtime, tabs } = this.#api;
    const onMessage = (message: unknown, sender: Runtime.MessageSender) => this.#onMessage(message, sender);
    const onGranted = () => {
      this.#unseen.listen();
      this.#logged('permissions', this.#onGranted());
    };
    const onWithdrawn = (removed: Permissions.Permissions) => {
      this.#logged('permissions', this.#unseen.withdrawn(removed));
      this.#logged('permissions', this.#reconcile());
    };
    const onStartup = () => this.#logged('start', this.#onGranted());
    const onWoken = () => this.#logged('start', this.#onWoken());
    const onTabUpdated = (tabId: number, { status }: { status?: string }, tab: { url?: string }) => {
      if (status === 'loading') this.#logged('tabs', this.#watch.onLoading(tabId));
      if (status === 'complete') this.#logged('tabs', this.#onLoaded(tabId, tab.url));
    };
    const onTabRemoved = (tabId: number) => {
      this.#unseen.forget(tabId);
      this.#logged('tabs', this.#records.forget(tabId));
    };
    const onCommand = (command: string) => {
      if (command === 'open-panel') this.#logged('command', this.#openPanel());
    };
    this.#unseen.listen();
    commands.onCommand.addListener(onCommand);
    runtime.onMessage.addListener(onMessage);
    runtime.onInstalled.addListener(onStartup);
    runtime.onStartup.addListener(onStartup);
    permissions.onAdded.addListener(onGranted);
    permissions.onRemoved.addListener(onWithdrawn);
    tabs.onUpdated.addListener(onTabUpdated);
    tabs.onRemoved.addListener(onTabRemoved);
    // Neither onInstalled nor onStartup comes when the extension is merely switched on again.
    onWoken();
    return () => {
      this.#unseen.stop();
      commands.onCommand.removeListener(onCommand);
      runtime.onMessage.removeListener(onMessage);
      runtime.onInstalled.removeListener(onStartup);
      runtime.onStartup.removeListener(onStartup);
      permissions.onAdded.removeListener(onGranted);
      permissions.onRemoved.removeListener(onWithdrawn);
      tabs.onUpdated.removeListener(onTabUpdated);
      tabs.onRemoved.removeListener(onTabRemoved);
    };
  }

  /** A promise answers; undefined leaves the message to nobody. */
  #onMessage(message: unknown, sender: Runtime.MessageSender): Promise<unknown> | undefined {
    if (sender.id !== this.#api.runtime.id) return undefined;
    // The popup may be opened in a tab, so not the tab but the address tells our own pages from content scripts.
    if (sender.url?.startsWith(this.#api.runtime.getURL('')) === true) {
      const asked = run(fromPagesDecoder, message);
      return asked.ok ? this.#answerPage(asked.value) : undefined;
    }
    const from = sendingDocument(sender);
    if (from === undefined) return undefined;
    const said = run(fromContentDecoder, message);
    if (said.ok) return this.#answerContent(said.value, from);
    console.warn(`[message] from tab ${from.tabId}: ${JSON.stringify(said.problems.slice(0, 3))}`);
    this.#logged(
      'message',
      this.#records.change(from.tabId, (tab) => withProblems(tab, from, said.problems)),
    );
    return undefined;
  }

  async #answerContent(message: FromContent, from: SendingDocument): Promise<unknown> {
    const { tabId, origin, isPrivate, ...document } = from;
    switch (message.type) {
      case 'site-settings':
        await this.#records.change(tabId, (tab) => withDocument(tab, document));
        return this.#siteSettings(from);
      case 'report':
        return this.#records.change(tabId, (tab) => withReports(tab, document, message.reports));
      case 'page-fault':
        return this.#records.change(tabId, (tab) => withProblems(tab, document, message.problems));
      case 'record':
        return this.#recorder.add(message, { origin, isPrivate });
      case 'trace':
        return this.#traces.add(message, { origin, isPrivate });
      case 'journal':
        return this.#journals.tell(message, from);
      case 'left-journal':
        return this.#journals.left(message, from);
      case 'session-model':
        return this.#reports.add(message, { origin, isPrivate });
      case 'rate-session':
        return this.#reports.rate(message.session, message.rating, { origin, isPrivate });
      case 'session-facts':
        return this.#reports.facts(message.session, { origin, isPrivate });
      case 'portal-profiles':
        return this.#profiles.list(origin);
      case 'save-profile':
        return this.#changed(this.#profiles.save(message.id, message.profile, origin));
      case 'show-overlay':
        return putInto(this.#api.scripting, from, 'overlay.js');
      case 'show-part':
        return putInto(this.#api.scripting, from, `${message.part}.js`);
      default:
        return message satisfies never;
    }
  }

  async #answerPage(message: FromPages): Promise<Answer> {
    switch (message.type) {
      case 'tab-status':
        return this.#tabStatus(message.tabId, message.host);
      case 'set-site-mode':
        return this.#changed(this.#settings.setSiteMode(message.host, message.mode));
      case 'set-site-trace':
        return this.#changed(this.#settings.setSiteTrace(message.host, message.traced));
      case 'forget-site':
        return this.#changed(this.#settings.forgetSite(message.host));
      case 'stored-settings':
        return { raw: await this.#settings.raw() };
      case 'reset-settings':
        return this.#changed(this.#settings.reset());
      case 'policy-status':
        return this.#policyStatus();
      case 'save-limits':
        return this.#changed(this.#settings.setLimits(message.limits));
      case 'profiles':
        return this.#profiles.list();
      case 'save-profile':
        return this.#changed(this.#profiles.save(message.id, message.profile));
      case 'remove-profile':
        return this.#changed(this.#profiles.remove(message.id));
      case 'restore-profile':
        return this.#changed(this.#profiles.restore(message.id));
      case 'reset-profiles':
        return this.#changed(this.#profiles.reset());
      case 'records':
        return this.#recorder.list();
      case 'record-lines':
        return this.#recorder.lines(message.session, message.from);
      case 'traces':
        return this.#traces.list();
      case 'trace-pieces':
        return this.#traces.pieces(message.session, message.from);
      case 'delete-records':
        await this.#traces.remove(message.sessions);
        return this.#recorder.remove(message.sessions);
      case 'kept-session':
        return this.#reports.session(message.session, message.afterAtMs);
      case 'rate-session':
        return this.#reports.rate(message.session, message.rating, null);
      case 'rated-sessions':
        return this.#reports.rated();
      default:
        return message satisfies never;
    }
  }

  async #tabStatus(tabId: number, host: string | null): Promise<TabStatus> {
    const access = await this.#reconcile();
    await this.#watch.ask(tabId);
    const { frames, unseen } = await this.#records.get(tabId);
    const { settings, problems } = await this.#settings.read();
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
      recordFault: this.#recorder.fault,
    };
  }

  /** What was saved takes effect: in the registered scripts, and in the documents that run now. */
  async #changed<Outcome>(changing: Promise<Outcome>): Promise<Outcome> {
    const outcome = await changing;
    await this.#reconcile();
    for (const [tabId, { frames }] of await this.#records.all()) {
      for (const { frameId } of frames) {
        const message: ToLink = { type: 'settings-changed' };
        // The document may be gone by now.
        await this.#api.tabs.sendMessage(tabId, message, { frameId }).catch(() => undefined);
      }
    }
    return outcome;
  }

  /** In the tab in front, wherever it has a session. */
  async #openPanel(): Promise<void> {
    const [tab] = await this.#api.tabs.query({ active: true, lastFocusedWindow: true });
    if (tab?.id === undefined) return;
    const { frames } = await this.#records.get(tab.id);
    const message: ToOverlay = { type: 'open-panel' };
    for (const { frameId, reports } of frames) {
      if (reports.length > 0) await this.#api.tabs.sendMessage(tab.id, message, { frameId });
    }
  }

  async #siteSettings({ host, origin }: SendingDocument): Promise<SiteSettings> {
    const { settings, problems } = await this.#settings.read();
    return {
      policy: host === null ? settings.policy : sitePolicy(settings, host),
      profiles: await this.#profiles.forOrigin(origin),
      problems,
    };
  }

  async #policyStatus(): Promise<PolicyStatus> {
    const { settings, problems } = await this.#settings.read();
    const { maxInputAgeMs, override } = settings.policy;
    return { limits: { maxInputAgeMs, override }, problems };
  }

  async #onWoken(): Promise<void> {
    this.#logged('record', this.#tidy());
    if (await this.#records.isFirstRun()) await this.#onGranted();
    else await this.#reconcile();
  }

  async #tidy(): Promise<void> {
    await this.#recorder.tidy();
    const { sessions } = await this.#recorder.list();
    await this.#traces.tidy(sessions.map(({ session }) => session));
  }

  async #onLoaded(tabId: number, url: string | undefined): Promise<void> {
    const { settings } = await this.#settings.read();
    await this.#watch.onLoaded(tabId, url, settings);
  }

  async #onGranted(): Promise<void> {
    const { origins } = await this.#reconcile();
    const { settings } = await this.#settings.read();
    await this.#watch.markUnhooked(origins, settings);
  }

  async #reconcile(): Promise<Access> {
    const access = await this.#access.reconcile();
    const { problems } = await this.#settings.read();
    const troubled =
      access.withdrawnHosts.length > 0 || access.registrationFault !== null || problems.length > 0;
    const isRecording = this.#recorder.fault === null;
    await this.#keeper.showTrouble(troubled, isRecording, await this.#records.all());
    return access;
  }

  /** The work goes on in the background; what fails is said where a developer looks. */
  #logged(area: string, work: Promise<unknown>): void {
    work.catch((error: unknown) => console.error(`[${area}] ${String(error)}`));
  }
}
