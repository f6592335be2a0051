import type { Permissions, Runtime, Scripting, Storage, Tabs, WebRequest } from 'webextension-polyfill';
import type { ExtensionApi } from '../../src/background/extension-api.ts';
import type { SessionReport } from '../../src/model/port/extension-message.ts';

export const OWN_ID = 'rice@test';
export const OWN_ORIGIN = 'extension://rice/';

/** A document of a tab, as far as the background can see it. */
export interface FakeDocument {
  readonly frameId: number;
  readonly documentId: string;
  /** null: our link is not in it. */
  link: {
    detached: boolean;
    reports: readonly SessionReport[];
    host: string;
    opened?: readonly number[];
  } | null;
}

export interface FakeTab {
  readonly id: number;
  url: string;
  documents: FakeDocument[];
}

/** What the toolbar shows; of a tab what was set for it, else what was set for all. */
export interface FakeFace {
  text?: string;
  title?: string;
  color?: string;
  icon?: string;
}

/** A browser with the parts the background uses. Calls are carried out like in both real ones, order included. */
export class FakeBrowser {
  readonly local: Record<string, unknown> = {};
  readonly session: Record<string, unknown> = {};
  /** What a facility has set; undefined: nothing, which Firefox refuses to tell. */
  managed: Record<string, unknown> | undefined;
  readonly tabs = new Map<number, FakeTab>();
  /** How often a popup was asked for, and whether one may be opened. */
  popupsOpened = 0;
  opensPopups = true;
  readonly sentToTabs: {
    readonly tabId: number;
    readonly frameId: number;
    readonly message: unknown;
  }[] = [];
  readonly injected: { readonly target: Scripting.InjectionTarget; readonly files: readonly string[] }[] = [];
  /** What was registered, in the order of the list. */
  scripts: Scripting.RegisteredContentScript[] = [];
  origins: string[] = [];
  /** The next registration fails with these words. */
  registrationFault: string | undefined;
  injectionFault: string | undefined;
  /** What the link of any tab that is there answers the background. */
  answerOfTab: (message: unknown) => unknown = () => undefined;
  #requests = 0;
  readonly #faces = new Map<number | undefined, FakeFace>();
  readonly #onMessage = new FakeEvent<Runtime.OnMessageListener>();
  readonly #onInstalled = new FakeEvent<(details: Runtime.OnInstalledDetailsType) => void>();
  readonly #onStartup = new FakeEvent<() => void>();
  readonly #onAdded = new FakeEvent<(permissions: Permissions.Permissions) => void>();
  readonly #onRemoved = new FakeEvent<(permissions: Permissions.Permissions) => void>();
  readonly #onUpdated = new FakeEvent<
    (tabId: number, change: Tabs.OnUpdatedChangeInfoType, tab: Tabs.Tab) => void
  >();
  readonly #onCommand = new FakeEvent<(command: string, tab?: Tabs.Tab) => void>();
  readonly #onTabRemoved = new FakeEvent<(tabId: number, info: Tabs.OnRemovedRemoveInfoType) => void>();

  readonly #onTabReplaced = new FakeEvent<(addedTabId: number, removedTabId: number) => void>();

  readonly #onStorageChanged = new FakeEvent<
    (changes: Record<string, Storage.StorageChange>, area: string) => void
  >();

  /** The user allowed to watch for connections that cannot be guarded. */
  watchesRequests = false;
  readonly #onBeforeRequest = new FakeEvent<(details: WebRequest.OnBeforeRequestDetailsType) => void>();
  readonly #onErrorOccurred = new FakeEvent<(details: WebRequest.OnErrorOccurredDetailsType) => void>();

  readonly api = this.#makeApi();

  /** All listeners there are: none must be left when the background stops. */
  get listeners(): number {
    return [
      this.#onMessage,
      this.#onInstalled,
      this.#onStartup,
      this.#onAdded,
      this.#onRemoved,
      this.#onUpdated,
      this.#onTabRemoved,
      this.#onTabReplaced,
      this.#onCommand,
      this.#onStorageChanged,
    ].reduce((sum, event) => sum + event.size, 0);
  }

  /** Whether a page that loads wakes the worker. */
  get hearsLoads(): boolean {
    return this.#onUpdated.size > 0;
  }

  get requestListeners(): number {
    return this.#onBeforeRequest.size + this.#onErrorOccurred.size;
  }

  /** A WebSocket of a tab begins, as the network sees it. */
  socketRequest(details: {
    readonly tabId: number;
    readonly frameId: number;
    readonly documentId: string;
    readonly url: string;
    readonly timeStamp: number;
  }): void {
    const full = {
      requestId: String(this.#requests++),
      method: 'GET',
      type: 'websocket' as const,
      parentFrameId: -1,
      thirdParty: false,
      ...details,
    };
    this.#onBeforeRequest.fire((listener) => listener(full));
  }

  /** The facility sets something else while the browser runs. */
  async manage(policy: Record<string, unknown>): Promise<void> {
    this.managed = policy;
    this.#onStorageChanged.fire((listener) => listener({}, 'managed'));
    await settled();
  }

  grant(...origins: string[]): void {
    this.origins.push(...origins);
    this.#onAdded.fire((listener) => listener({ origins }));
  }

  withdraw(...origins: string[]): void {
    this.origins = this.origins.filter((origin) => !origins.includes(origin));
    this.#onRemoved.fire((listener) => listener({ origins }));
  }

  install(): void {
    this.#onInstalled.fire((listener) => listener({ reason: 'install', temporary: false }));
  }

  /** A tab loads a page. `link`: our scripts run in it and ask for their settings. */
  async load(id: number, url: string, documentId: string, options: { link: boolean }): Promise<unknown> {
    const { hostname } = new URL(url);
    const link = options.link ? { detached: false, reports: [], host: hostname } : null;
    this.tabs.set(id, { id, url, documents: [{ frameId: 0, documentId, link }] });
    this.#faces.delete(id);
    this.#status(id, 'loading');
    const answer = options.link ? await this.sendFrom(id, { type: 'site-settings' }) : undefined;
    this.#status(id, 'complete');
    await settled();
    return answer;
  }

  /** The page jumps within itself: the browser tells of loading, and the documents stay. */
  async jump(id: number): Promise<void> {
    this.#status(id, 'loading');
    this.#status(id, 'complete');
    await settled();
  }

  /** A document's sessions change, and its link says so. */
  async report(id: number, reports: readonly SessionReport[], frameId = 0): Promise<void> {
    const document = this.tabs.get(id)?.documents.find((each) => each.frameId === frameId);
    if (document?.link) document.link.reports = reports;
    await this.sendFrom(id, { type: 'report', reports }, frameId);
    await settled();
  }

  /** The user presses a shortcut of the extension. */
  async command(name: string): Promise<void> {
    this.#onCommand.fire((listener) => listener(name));
    await settled();
  }

  closeTab(id: number): void {
    this.tabs.delete(id);
    this.#faces.delete(id);
    this.#onTabRemoved.fire((listener) => listener(id, { windowId: 1, isWindowClosing: false }));
  }

  /** The browser discards a tab and puts another in its place, as Chromium does. */
  discardTab(id: number, byId: number): void {
    const tab = this.tabs.get(id);
    if (tab === undefined) throw new Error(`no tab ${id}`);
    this.tabs.delete(id);
    this.#faces.delete(id);
    this.tabs.set(byId, { ...tab, id: byId, documents: [] });
    this.#onTabReplaced.fire((listener) => listener(byId, id));
  }

  /** A content script of a tab sends a message. */
  async sendFrom(tabId: number, message: unknown, frameId = 0): Promise<unknown> {
    const tab = this.tabs.get(tabId);
    const document = tab?.documents.find((each) => each.frameId === frameId);
    if (tab === undefined || document === undefined) throw new Error(`no frame ${frameId} in tab ${tabId}`);
    return this.send(message, {
      id: OWN_ID,
      url: tab.url,
      tab: this.#tab(tabId),
      frameId,
      documentId: document.documentId,
    });
  }

  /** The popup sends a message. */
  async sendFromPage(message: unknown): Promise<unknown> {
    return this.send(message, { id: OWN_ID, url: `${OWN_ORIGIN}popup.html` });
  }

  /** Undefined when nobody answers. */
  async send(message: unknown, sender: Runtime.MessageSender): Promise<unknown> {
    // Messages cross as JSON in Chromium.
    const received: unknown = message === undefined ? undefined : JSON.parse(JSON.stringify(message));
    const answers: unknown[] = this.#onMessage.fire((listener) => listener(received, sender, () => {}));
    const answer: unknown = await answers.find((each) => each !== undefined);
    await settled();
    return answer === undefined ? undefined : JSON.parse(JSON.stringify(answer));
  }

  face(tabId?: number): FakeFace {
    return { ...this.#faces.get(undefined), ...this.#faces.get(tabId) };
  }

  #status(id: number, status: 'complete' | 'loading'): void {
    this.#onUpdated.fire((listener) => listener(id, { status }, this.#tab(id)));
  }

  #tab(id: number): Tabs.Tab {
    const base = { index: 0, highlighted: false, active: true, pinned: false, incognito: false };
    return { ...base, id, url: this.tabs.get(id)?.url ?? '' };
  }

  #makeApi(): ExtensionApi {
    const register = (scripts: readonly Scripting.RegisteredContentScript[]) => {
      if (this.registrationFault !== undefined) throw new Error(this.registrationFault);
      for (const script of scripts) {
        if (this.scripts.some(({ id }) => id === script.id))
          throw new Error(`Duplicate script ID '${script.id}'`);
      }
      this.scripts.push(...structuredClone(scripts));
    };
    const webRequest = { onBeforeRequest: this.#onBeforeRequest, onErrorOccurred: this.#onErrorOccurred };
    const isAllowed = () => this.watchesRequests;
    return {
      get webRequest() {
        return isAllowed() ? webRequest : undefined;
      },
      runtime: {
        id: OWN_ID,
        getURL: (path) => `${OWN_ORIGIN}${path}`,
        onMessage: this.#onMessage,
        onInstalled: this.#onInstalled,
        onStartup: this.#onStartup,
      },
      commands: { onCommand: this.#onCommand },
      permissions: {
        getAll: async () => ({ origins: [...this.origins], permissions: ['storage'] }),
        contains: async ({ origins = [] }) => origins.every((origin) => this.origins.includes(origin)),
        onAdded: this.#onAdded,
        onRemoved: this.#onRemoved,
      },
      scripting: {
        getRegisteredContentScripts: async () => structuredClone(this.scripts),
        registerContentScripts: async (scripts) => register(scripts),
        updateContentScripts: async (scripts) => {
          for (const script of scripts) {
            const index = this.scripts.findIndex(({ id }) => id === script.id);
            if (index < 0) throw new Error(`Nonexistent script ID '${script.id}'`);
            this.scripts[index] = structuredClone(script);
          }
        },
        unregisterContentScripts: async (filter) => {
          this.scripts = this.scripts.filter(({ id }) => filter?.ids?.includes(id) === false);
        },
        executeScript: async (injection) => this.#execute(injection),
      },
      storage: {
        local: area(this.local),
        session: area(this.session),
        managed: {
          get: async () => {
            if (this.managed === undefined) throw new Error('Managed storage manifest not found');
            return structuredClone(this.managed);
          },
        },
        onChanged: this.#onStorageChanged,
      },
      tabs: {
        onUpdated: this.#onUpdated,
        onRemoved: this.#onTabRemoved,
        onReplaced: this.#onTabReplaced,
        get: async (id) => this.#tab(id),
        query: async ({ url, active }) => {
          // The tab that was opened last is in front.
          if (active === true) return [...this.tabs.keys()].slice(-1).map((id) => this.#tab(id));
          const patterns = typeof url === 'string' ? [url] : (url ?? []);
          const hosts = patterns.map(
            (pattern) => new URL(pattern.replace('*://', 'http://').replace('/*', '/')).hostname,
          );
          return [...this.tabs.values()]
            .filter((tab) => hosts.includes(new URL(tab.url).hostname))
            .map(({ id }) => this.#tab(id));
        },
        sendMessage: async (tabId, message, options) => {
          this.sentToTabs.push({ tabId, frameId: options.frameId, message });
          if (!this.tabs.has(tabId)) {
            throw new Error('Could not establish connection. Receiving end does not exist.');
          }
          return this.answerOfTab(message);
        },
      },
      action: {
        setBadgeText: async ({ tabId, text }) => this.#setFace(tabId, text === null ? {} : { text }),
        setBadgeBackgroundColor: async ({ tabId, color }) => this.#setFace(tabId, { color: String(color) }),
        setBadgeTextColor: async () => {},
        setTitle: async ({ tabId, title }) => this.#setFace(tabId, title === null ? {} : { title }),
        setIcon: async ({ tabId, path }) =>
          this.#setFace(tabId, { icon: typeof path === 'object' ? (path[16] ?? '') : (path ?? '') }),
        openPopup: async () => {
          this.popupsOpened += 1;
          if (!this.opensPopups) throw new Error('Could not find an active browser window.');
        },
      },
    };
  }

  #setFace(tabId: number | undefined, part: FakeFace): void {
    if (tabId !== undefined && !this.tabs.has(tabId)) throw new Error(`No tab with id: ${tabId}.`);
    this.#faces.set(tabId, { ...this.#faces.get(tabId), ...part });
  }

  async #execute({
    target,
    files,
    func,
    args,
  }: Scripting.ScriptInjection): Promise<Scripting.InjectionResult[]> {
    const tab = this.tabs.get(target.tabId);
    const host = tab && new URL(tab.url).hostname;
    if (
      tab === undefined ||
      !this.origins.some((origin) => host !== undefined && origin.includes(`//${host}/`))
    ) {
      throw new Error('Cannot access contents of the page.');
    }
    if (files !== undefined) {
      if (this.injectionFault !== undefined) throw new Error(this.injectionFault);
      this.injected.push({ target, files });
      return [];
    }
    return tab.documents.map(({ frameId, documentId, link }) => {
      globalThis.riceLink = link === null ? undefined : linkOf(link);
      Object.assign(globalThis, { location: { hostname: link?.host ?? '' } });
      try {
        return { frameId, documentId, result: args === undefined ? func?.() : undefined };
      } finally {
        globalThis.riceLink = undefined;
        Reflect.deleteProperty(globalThis, 'location');
      }
    });
  }
}

function linkOf(link: NonNullable<FakeDocument['link']>): NonNullable<typeof globalThis.riceLink> {
  const snapshots = link.reports.map((report) => ({
    ...report,
    path: { roundTripMs: report.roundTripMs },
    instrument: { match: report.instrument },
  }));
  return {
    detached: link.detached,
    opened: link.opened ?? [],
    command: () => {},
    setInterfered: () => {},
    onBins: () => () => {},
    recordName: () => null,
    room: {
      ...{ subscribe: () => () => {}, act: () => {}, point: () => {} },
      ...{ draw: () => {}, live: () => {}, onDrawing: () => () => {} },
    },
    // Only the fields that are reported; a whole snapshot has thirty more.
    subscribe: (listener) => {
      Reflect.apply(listener, undefined, [snapshots]);
      return () => {};
    },
  };
}

function area(content: Record<string, unknown>): ExtensionApi['storage']['local'] {
  return {
    get: async (key) =>
      typeof key === 'string' && key in content ? { [key]: structuredClone(content[key]) } : {},
    set: async (items) => {
      await Promise.resolve();
      Object.assign(content, structuredClone(items));
    },
  };
}

class FakeEvent<Listener> {
  readonly #listeners = new Set<Listener>();

  get size(): number {
    return this.#listeners.size;
  }

  addListener(listener: Listener): void {
    this.#listeners.add(listener);
  }

  removeListener(listener: Listener): void {
    this.#listeners.delete(listener);
  }

  hasListener(listener: Listener): boolean {
    return this.#listeners.has(listener);
  }

  /** Calls every listener. */
  fire<Answer>(call: (listener: Listener) => Answer): Answer[] {
    return [...this.#listeners].map(call);
  }
}

/** Everything that was under way has ended: no timer of the background's is needed for any of it. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
}
