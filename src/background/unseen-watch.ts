import type { Permissions, WebRequest } from 'webextension-polyfill';
import type { ExtensionApi } from './extension-api.ts';
import { probeSockets } from './socket-probe.ts';
import { withoutUnseen, withUnseen } from './tab-record.ts';
import type { TabRecords } from './tab-records.ts';
import { MAX_DELAY_MS, type SocketRequest, unmatched } from './unseen-match.ts';

/** A connection's document has this long to tell of it. */
export const GRACE_MS = 2000;
/** A page that stands still is asked again so often; it answers at last, or it is gone. */
const MAX_TRIES = 5;
/** Requests remembered per tab: a wall of monitors that reconnects. */
const MAX_REQUESTS = 128;
const MAX_TABS = 100;

const FILTER: WebRequest.RequestFilter = { urls: ['ws://*/*', 'wss://*/*'], types: ['websocket'] };

export interface UnseenOptions {
  readonly api: ExtensionApi;
  readonly records: TabRecords;
  /** Calls back once after `delayMs`. */
  readonly later: (delayMs: number, callback: () => void) => void;
}

/**
 * Finds connections that no hook saw: those of a worker, or of a frame that was used before our scripts ran in it.
 * Needs the optional permission `webRequest`, and hosts with the schemes ws and wss; without them it is not there.
 * What the network saw is compared with what the documents say when they are asked, so a page that is gone, or has
 * none of our scripts, raises no alarm, and neither does a socket that was opened before this worker started.
 */
export class UnseenWatch {
  readonly #options: UnseenOptions;
  /** By tab; the tab heard of last is last. */
  readonly #requests = new Map<number, readonly SocketRequest[]>();
  #listensTo: NonNullable<ExtensionApi['webRequest']> | undefined;
  readonly #onRequest = (details: WebRequest.OnBeforeRequestDetailsType): void => this.#request(details);
  readonly #onError = ({ tabId, requestId }: { readonly tabId: number; readonly requestId: string }): void =>
    this.#failed(tabId, requestId);

  constructor(options: UnseenOptions) {
    this.#options = options;
  }

  /** Listens as far as it is allowed now. In the first turn of the worker, and whenever a permission changed. */
  listen(): void {
    const { webRequest } = this.#options.api;
    if (webRequest === undefined || this.#listensTo !== undefined) return;
    webRequest.onBeforeRequest.addListener(this.#onRequest, FILTER);
    webRequest.onErrorOccurred.addListener(this.#onError, FILTER);
    this.#listensTo = webRequest;
  }

  stop(): void {
    this.#requests.clear();
    try {
      this.#listensTo?.onBeforeRequest.removeListener(this.#onRequest);
      this.#listensTo?.onErrorOccurred.removeListener(this.#onError);
    } catch {
      // With the permission the browser takes the whole interface away.
    }
    this.#listensTo = undefined;
  }

  /** The user took a permission back: without it nothing is watched, and nothing is said. */
  async withdrawn({ permissions = [], origins = [] }: Permissions.Permissions): Promise<void> {
    const isOver = permissions.includes('webRequest');
    if (!isOver && !origins.some((pattern) => /^wss?:/.test(pattern))) return;
    if (isOver) this.stop();
    this.#requests.clear();
    const { records } = this.#options;
    for (const tabId of (await records.all()).keys()) await records.change(tabId, withoutUnseen);
  }

  forget(tabId: number): void {
    this.#requests.delete(tabId);
  }

  #request(details: WebRequest.OnBeforeRequestDetailsType): void {
    const { tabId, requestId, frameId, url, timeStamp } = details;
    // Shared and service workers belong to no tab.
    if (tabId < 0 || !URL.canParse(url)) return;
    // Both browsers of today name the document; the polyfill's types do not know it yet.
    const documentId: unknown = Reflect.get(details, 'documentId');
    const request: SocketRequest = {
      requestId,
      frameId,
      documentId: typeof documentId === 'string' ? documentId : null,
      host: new URL(url).host,
      atMs: timeStamp,
      failed: false,
    };
    const recent = (this.#requests.get(tabId) ?? []).filter(({ atMs }) => atMs > timeStamp - MAX_DELAY_MS);
    this.#put(tabId, [...recent, request].slice(-MAX_REQUESTS));
    this.#options.later(GRACE_MS, () => void this.#judge(tabId, request.requestId, MAX_TRIES));
  }

  #failed(tabId: number, requestId: string): void {
    const requests = this.#requests.get(tabId);
    if (requests === undefined) return;
    this.#put(
      tabId,
      requests.map((each) => (each.requestId === requestId ? { ...each, failed: true } : each)),
    );
  }

  #put(tabId: number, requests: readonly SocketRequest[]): void {
    this.#requests.delete(tabId);
    this.#requests.set(tabId, requests);
    const [oldest] = this.#requests.keys();
    if (this.#requests.size > MAX_TABS && oldest !== undefined) this.#requests.delete(oldest);
  }

  async #judge(tabId: number, requestId: string, triesLeft: number): Promise<void> {
    const { api, records, later } = this.#options;
    if (!this.#requests.has(tabId)) return;
    const documents = await probeSockets(api.scripting, tabId);
    if (documents === undefined) {
      if (triesLeft > 1) later(GRACE_MS, () => void this.#judge(tabId, requestId, triesLeft - 1));
      return;
    }
    const requests = this.#requests.get(tabId) ?? [];
    for (const document of documents) {
      const own = requests.filter(({ frameId }) => frameId === document.frameId);
      const unseen = unmatched(own, document).find((each) => each.requestId === requestId);
      if (unseen === undefined) continue;
      const { frameId, documentId } = document;
      await records.change(tabId, (tab) => withUnseen(tab, { frameId, documentId, host: unseen.host }));
    }
  }
}
