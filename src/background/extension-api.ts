import type { Browser } from 'webextension-polyfill';
import type { ToLink, ToOverlay } from '../model/port/extension-message.ts';
import type { Offscreen } from './room-door.ts';

/** What the background uses of the browser, so that tests can stand in for it. */
export interface ExtensionApi {
  readonly runtime: Pick<Browser['runtime'], 'getURL' | 'id' | 'onInstalled' | 'onMessage' | 'onStartup'>;
  readonly commands: Pick<Browser['commands'], 'onCommand'>;
  readonly permissions: Pick<Browser['permissions'], 'contains' | 'getAll' | 'onAdded' | 'onRemoved'>;
  readonly scripting: Pick<
    Browser['scripting'],
    | 'executeScript'
    | 'getRegisteredContentScripts'
    | 'registerContentScripts'
    | 'unregisterContentScripts'
    | 'updateContentScripts'
  >;
  readonly storage: {
    readonly local: Area;
    readonly session: Area;
    /** What a facility has set. */
    readonly managed: Pick<Browser['storage']['managed'], 'get'>;
    readonly onChanged: Browser['storage']['onChanged'];
  };
  readonly tabs: Pick<Browser['tabs'], 'get' | 'onRemoved' | 'onReplaced' | 'onUpdated' | 'query'> & {
    sendMessage(
      tabId: number,
      message: ToLink | ToOverlay,
      options: { readonly frameId: number },
    ): Promise<unknown>;
  };
  /** undefined until the user allows to watch for connections that cannot be guarded. */
  readonly webRequest?: Pick<Browser['webRequest'], 'onBeforeRequest' | 'onErrorOccurred'> | undefined;
  readonly action: Pick<
    Browser['action'],
    'setBadgeBackgroundColor' | 'setBadgeText' | 'setBadgeTextColor' | 'setIcon' | 'setTitle'
  > &
    // Chrome has it from 127 on.
    Partial<Pick<Browser['action'], 'openPopup'>>;
  /** Chrome's; the polyfill's types know neither. */
  readonly offscreen?: Offscreen | undefined;
  readonly sidePanel?:
    | { open(place: { readonly tabId: number } | { readonly windowId: number }): Promise<void> }
    | undefined;
  /** Firefox's. */
  readonly sidebarAction?: Pick<Browser['sidebarAction'], 'toggle'> | undefined;
}

type Area = Pick<Browser['storage']['local'], 'get' | 'set'>;
