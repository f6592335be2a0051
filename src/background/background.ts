import type { Permissions, Runtime, Tabs } from 'webextension-polyfill';
import { run } from '../model/decode/decode.ts';
import type { ToOverlay } from '../model/port/extension-message.ts';
import { fromContentDecoder, fromPagesDecoder } from '../model/port/extension-message-decoder.ts';
import type { Text } from '../ui/message-key.ts';
import type { AnsweringParts } from './answering-parts.ts';
import { ContentAnswers } from './content-answers.ts';
import type { ExtensionApi } from './extension-api.ts';
import { JournalKeeper } from './journal-keeper.ts';
import { ManagedPolicyStore } from './managed-policy-store.ts';
import { sendingDocument } from './message-sender.ts';
import { PageAnswers } from './page-answers.ts';
import { ProfileStore } from './profile-store.ts';
import { RecordKeeper, type RecordParts } from './record-keeper.ts';
import type { ReportDatabase } from './report-database.ts';
import { ReportKeeper } from './report-keeper.ts';
import type { RoomDoor } from './room-door.ts';
import { RoomKeeper } from './room-keeper.ts';
import { SettingsInForce } from './settings-in-force.ts';
import { SettingsStore } from './settings-store.ts';
import { type Access, SiteAccess } from './site-access.ts';
import { isKnown, withProblems } from './tab-record.ts';
import { TabRecords } from './tab-records.ts';
import { TabWatch } from './tab-watch.ts';
import { Toolbar } from './toolbar.ts';
import { ToolbarKeeper } from './toolbar-keeper.ts';
import type { TraceDatabase } from './trace-database.ts';
import { TraceKeeper } from './trace-keeper.ts';
import { UnseenWatch } from './unseen-watch.ts';
import { UserChanges } from './user-changes.ts';

/** What is kept of sessions, and where. */
type Keeping = RecordParts & { readonly database: ReportDatabase; readonly traces: TraceDatabase };

/**
 * Everything the extension does outside of pages. Nothing here is needed for a session to stay guarded: the hook
 * has its policy, so a worker that the browser ended costs a look at the toolbar and no safety.
 */
export class Background {
  readonly #api: ExtensionApi;
  /** Something became known of a tab while this worker lived. */
  #hasKnown = false;
  readonly #facility: ManagedPolicyStore;
  readonly #settings: SettingsInForce;
  readonly #access: SiteAccess;
  readonly #records: TabRecords;
  readonly #watch: TabWatch;
  readonly #keeper: ToolbarKeeper;
  readonly #unseen: UnseenWatch;
  readonly #recorder: RecordKeeper;
  readonly #traces: TraceKeeper;
  readonly #rooms: RoomKeeper;
  readonly #changes: UserChanges;
  readonly #contentAnswers: ContentAnswers;
  readonly #pageAnswers: PageAnswers;

  /** @param door to the rooms, wherever this browser runs them */
  constructor(api: ExtensionApi, text: Text, record: Keeping, door: RoomDoor) {
    const later = (delayMs: number, callback: () => void): void => void setTimeout(callback, delayMs);
    this.#api = api;
    this.#recorder = new RecordKeeper({
      ...record,
      onFault: () => this.#logged('record', this.#reconcile()),
    });
    this.#traces = new TraceKeeper({ ...record, database: record.traces });
    const own = new SettingsStore(api.storage.local);
    this.#facility = new ManagedPolicyStore(api.storage);
    this.#settings = new SettingsInForce(own, this.#facility);
    this.#access = new SiteAccess(api, own, this.#settings);
    this.#keeper = new ToolbarKeeper(new Toolbar(api.action, text));
    this.#records = new TabRecords(api.storage.session, (tabId, tab) => {
      if (isKnown(tab)) {
        this.#hasKnown = true;
        this.#listenToLoads();
      }
      return this.#keeper.showTab(tabId, tab);
    });
    this.#watch = new TabWatch(api, this.#records);
    this.#unseen = new UnseenWatch({
      api,
      records: this.#records,
      later,
    });
    this.#rooms = new RoomKeeper({
      api,
      records: this.#records,
      door,
      managed: async () => (await this.#facility.read()).managed,
    });
    const parts: AnsweringParts = {
      api,
      own,
      settings: this.#settings,
      profiles: new ProfileStore(api.storage.local),
      records: this.#records,
      watch: this.#watch,
      recorder: this.#recorder,
      reports: new ReportKeeper(record.database),
      traces: this.#traces,
      journals: new JournalKeeper({ storage: api.storage.session, tabs: api.tabs, later }),
      rooms: this.#rooms,
      reconcile: () => this.#reconcile(),
    };
    this.#changes = new UserChanges(parts);
    this.#contentAnswers = new ContentAnswers(parts, this.#changes);
    this.#pageAnswers = new PageAnswers(parts, this.#changes);
  }

  /** Listens. Must be called in the first turn of the worker: an event wakes it only for listeners it finds. */
  start(): () => void {
    const { commands, permissions, runtime, tabs } = this.#api;
    const onMessage = (message: unknown, sender: Runtime.MessageSender) => this.#onMessage(message, sender);
    const onGranted = () => {
      this.#unseen.listen();
      this.#logged(
        'permissions',
        this.#onGranted().then(() => this.#askForReload()),
      );
    };
    const onWithdrawn = (removed: Permissions.Permissions) => {
      this.#logged('permissions', this.#unseen.withdrawn(removed));
      this.#logged('permissions', this.#reconcile());
    };
    const onStartup = () => this.#logged('start', this.#onGranted());
    const onWoken = () => this.#logged('start', this.#onWoken());
    const onTabRemoved = (tabId: number) => {
      this.#unseen.forget(tabId);
      this.#logged('tabs', this.#records.forget(tabId));
      this.#logged('rooms', this.#rooms.tabClosed(tabId));
    };
    const onTabReplaced = (byTabId: number, tabId: number) => {
      this.#unseen.forget(tabId);
      this.#logged('tabs', this.#records.forget(tabId));
      this.#logged('rooms', this.#rooms.tabReplaced(tabId, byTabId));
    };
    const onCommand = (command: string, tab?: Tabs.Tab) => {
      if (command === 'open-panel' || command === 'open-draw' || command === 'full-quality') {
        this.#logged('command', this.#toOverlay({ type: command }));
      }
      // At once: the browser counts the key only until something is waited for.
      if (command === 'open-room') this.#logged('command', this.#rooms.openByShortcut(tab?.windowId));
    };
    this.#unseen.listen();
    const unmanage = this.#facility.listen(() => this.#logged('managed', this.#onManaged()));
    commands.onCommand.addListener(onCommand);
    runtime.onMessage.addListener(onMessage);
    runtime.onInstalled.addListener(onStartup);
    runtime.onStartup.addListener(onStartup);
    permissions.onAdded.addListener(onGranted);
    permissions.onRemoved.addListener(onWithdrawn);
    this.#listenToLoads();
    tabs.onRemoved.addListener(onTabRemoved);
    tabs.onReplaced.addListener(onTabReplaced);
    // Neither onInstalled nor onStartup comes when the extension is merely switched on again.
    onWoken();
    return () => {
      this.#unseen.stop();
      unmanage();
      commands.onCommand.removeListener(onCommand);
      runtime.onMessage.removeListener(onMessage);
      runtime.onInstalled.removeListener(onStartup);
      runtime.onStartup.removeListener(onStartup);
      permissions.onAdded.removeListener(onGranted);
      permissions.onRemoved.removeListener(onWithdrawn);
      tabs.onUpdated.removeListener(this.#onTabUpdated);
      tabs.onRemoved.removeListener(onTabRemoved);
      tabs.onReplaced.removeListener(onTabReplaced);
    };
  }

  /** A promise answers; undefined leaves the message to nobody. */
  #onMessage(message: unknown, sender: Runtime.MessageSender): Promise<unknown> | undefined {
    if (sender.id !== this.#api.runtime.id) return undefined;
    // The popup may be opened in a tab, so not the tab but the address tells our own pages from content scripts.
    if (sender.url?.startsWith(this.#api.runtime.getURL('')) === true) {
      const asked = run(fromPagesDecoder, message);
      return asked.ok ? this.#pageAnswers.to(asked.value) : undefined;
    }
    const from = sendingDocument(sender);
    if (from === undefined) return undefined;
    const said = run(fromContentDecoder, message);
    if (said.ok) return this.#contentAnswers.to(said.value, from);
    console.warn(`[message] from tab ${from.tabId}: ${JSON.stringify(said.problems.slice(0, 3))}`);
    this.#logged(
      'message',
      this.#records.change(from.tabId, (tab) => withProblems(tab, from, said.problems)),
    );
    return undefined;
  }

  /** In the tab in front, wherever it has a session. */
  async #toOverlay(message: ToOverlay): Promise<void> {
    const [tab] = await this.#api.tabs.query({ active: true, lastFocusedWindow: true });
    if (tab?.id === undefined) return;
    const { frames } = await this.#records.get(tab.id);
    for (const { frameId, reports } of frames) {
      if (reports.length > 0) await this.#api.tabs.sendMessage(tab.id, message, { frameId });
    }
  }

  /** The facility has set something else. */
  async #onManaged(): Promise<void> {
    await this.#rooms.leaveForbidden();
    await this.#changes.takeEffect();
  }

  async #onWoken(): Promise<void> {
    this.#logged('record', this.#tidy());
    // Pages that the browser restores at its start may lack our scripts: of these the first run must hear.
    if (await this.#records.isFirstRun()) return this.#onGranted();
    await this.#ignoreLoadsOfOthers();
    await this.#reconcile();
  }

  /** Twice is as good as once: a listener is kept once. */
  #listenToLoads(): void {
    this.#api.tabs.onUpdated.addListener(this.#onTabUpdated);
  }

  /**
   * A listener wakes the worker for every page of every tab, which costs 150 ms of a processor (docs/measurements.md). Where no
   * tab has anything of ours there is nothing to hear; a guarded page wakes it by its first message.
   */
  async #ignoreLoadsOfOthers(): Promise<void> {
    const known = [...(await this.#records.all()).values()].some(isKnown);
    // What came while we read has asked for the listener itself.
    if (!known && !this.#hasKnown) this.#api.tabs.onUpdated.removeListener(this.#onTabUpdated);
  }

  readonly #onTabUpdated = (tabId: number, { status }: { status?: string }, tab: { url?: string }): void => {
    if (status === 'loading') this.#logged('tabs', this.#watch.onLoading(tabId));
    if (status === 'complete') this.#logged('tabs', this.#onLoaded(tabId, tab.url));
  };

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

  /**
   * Chromium closes the popup for its question about the permission, and a button that is not pinned shows nothing: the
   * popup is opened again over a page that must be reloaded. Where a browser does not let us, it is as it was.
   */
  async #askForReload(): Promise<void> {
    const [tab] = await this.#api.tabs.query({ active: true, lastFocusedWindow: true });
    if (tab?.id === undefined || !(await this.#records.get(tab.id)).mustReload) return;
    await this.#api.action.openPopup?.().catch(() => {});
  }

  async #reconcile(): Promise<Access> {
    const access = await this.#access.reconcile();
    const { problems, managedProblems } = await this.#settings.read();
    const troubled =
      access.withdrawnHosts.length > 0 ||
      access.registrationFault !== null ||
      problems.length > 0 ||
      managedProblems.length > 0;
    const isRecording = this.#recorder.fault === null;
    await this.#keeper.showTrouble(troubled, isRecording, await this.#records.all());
    return access;
  }

  /** The work goes on in the background; what fails is said where a developer looks. */
  #logged(area: string, work: Promise<unknown>): void {
    work.catch((error: unknown) => console.error(`[${area}] ${String(error)}`));
  }
}
