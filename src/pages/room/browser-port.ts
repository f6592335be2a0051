import type { Browser, Permissions } from 'webextension-polyfill';
import { type Decoder, run } from '../../model/decode/decode.ts';
import type { FromPages } from '../../model/port/extension-message.ts';
import { PANEL_PORT } from '../../model/port/room-port.ts';
import { roomEntryDecoder, roomOutcomeDecoder, toPanelDecoder } from '../../model/port/room-port-decoder.ts';
import { readInviteLink } from '../../model/room/invite-link-text.ts';
import { relayPattern } from '../../model/room/relay-permission.ts';
import { saveFile } from '../save-file.ts';
import { askedTabId } from '../tab-address.ts';
import type { FrontTab, HostLine, RoomPagePort } from './room-page-port.ts';

/** What the page uses of the browser. */
export interface RoomPageBrowser {
  readonly permissions: Pick<Browser['permissions'], 'request'>;
  readonly runtime: Pick<Browser['runtime'], 'connect' | 'getURL' | 'sendMessage'>;
  readonly storage: { readonly session: Pick<Browser['storage']['session'], 'onChanged'> };
  readonly tabs: Pick<Browser['tabs'], 'get' | 'onActivated' | 'query' | 'update'>;
}

/**
 * What Firefox asks for beside the host: what is said in the chat, a name, and where the pointer is, go to the people
 * in the room by way of the relay. Sealed or not, they leave the computer.
 */
const FIREFOX_DATA = ['personalCommunications', 'personallyIdentifyingInfo', 'websiteActivity'] as const;

/** The page's port on a real browser. */
export function browserPort(browser: RoomPageBrowser): RoomPagePort {
  const { permissions, runtime, storage, tabs } = browser;
  const tell = (message: FromPages): Promise<unknown> => runtime.sendMessage(message).catch(() => undefined);
  const ask = async <T>(message: FromPages, decoder: Decoder<T>): Promise<T | undefined> => {
    const answer = run(decoder, await tell(message));
    return answer.ok ? answer.value : undefined;
  };
  return {
    frontTab: async () => {
      const asked = askedTabId();
      const [tab] =
        asked === undefined
          ? await tabs.query({ active: true, currentWindow: true })
          : [await tabs.get(asked)];
      return tab?.id === undefined ? undefined : frontTab(tab.id, tab.url);
    },
    onChange: (listener) => {
      const onActivated = (): void => listener();
      const onStored = (): void => listener();
      tabs.onActivated.addListener(onActivated);
      storage.session.onChanged.addListener(onStored);
      return () => {
        tabs.onActivated.removeListener(onActivated);
        storage.session.onChanged.removeListener(onStored);
      };
    },
    entry: (tabId) => ask({ type: 'room-entry', tabId }, roomEntryDecoder),
    openLine: (onState, onClosed) => {
      const port = runtime.connect({ name: PANEL_PORT });
      port.onMessage.addListener((input: unknown) => {
        const message = run(toPanelDecoder, input);
        if (message.ok) onState(message.value);
        else console.warn(`[room] ${JSON.stringify(message.problems.slice(0, 3))}`);
      });
      port.onDisconnect.addListener(onClosed);
      const line: HostLine = {
        send: (message) => {
          try {
            port.postMessage(message);
          } catch {
            // Closed a moment ago: onDisconnect is on its way.
          }
        },
        close: () => port.disconnect(),
      };
      return line;
    },
    request: (relay) => {
      const pattern = relayPattern(relay);
      const origins = pattern === null ? [] : [pattern];
      const isFirefox = runtime.getURL('').startsWith('moz-');
      if (!isFirefox && pattern === null) return Promise.resolve(true);
      const wanted: Permissions.Permissions = isFirefox
        ? { origins, data_collection: [...FIREFOX_DATA] }
        : { origins };
      return permissions.request(wanted);
    },
    join: (seat, link, name, mode) => ask({ type: 'join-room', seat, link, name, mode }, roomOutcomeDecoder),
    start: (seat, relay, name) => ask({ type: 'start-room', seat, relay, name }, roomOutcomeDecoder),
    leave: async (tabId) => void (await tell({ type: 'leave-room', tabId })),
    forgetRelay: async (relay) => void (await tell({ type: 'forget-relay', relay })),
    setName: async (name) => void (await tell({ type: 'set-room-name', name })),
    show: async (tabId) => void (await tabs.update(tabId, { active: true }).catch(() => undefined)),
    nowMs: () => performance.now(),
    wallMs: () => Date.now(),
    every: (periodMs, callback) => {
      const timer = setInterval(callback, periodMs);
      return () => clearInterval(timer);
    },
    save: saveFile,
  };
}

/** The address is seen only where a click on the toolbar's button allowed it (activeTab). */
function frontTab(id: number, url: string | undefined): FrontTab {
  return { id, invite: url !== undefined && readInviteLink(url).ok ? url : null };
}
