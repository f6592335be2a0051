import type { Browser } from 'webextension-polyfill';
import { type Decoder, run } from '../../model/decode/decode.ts';
import type { FromPages } from '../../model/port/extension-message.ts';
import { saveOutcomeDecoder, tabStatusDecoder } from '../../model/port/extension-message-decoder.ts';
import { readInviteLink } from '../../model/room/invite-link-text.ts';
import { saveFile } from '../save-file.ts';
import { askedTabId } from '../tab-address.ts';
import type { PopupPort } from './popup-port.ts';
import { type Site, siteOf, socketPatterns } from './site.ts';

/** What the popup uses of the browser. */
export interface PopupBrowser {
  readonly permissions: Pick<
    Browser['permissions'],
    'contains' | 'getAll' | 'onAdded' | 'onRemoved' | 'remove' | 'request'
  >;
  readonly runtime: Pick<Browser['runtime'], 'sendMessage'>;
  /** Firefox's. */
  readonly sidebarAction?: Pick<Browser['sidebarAction'], 'open'>;
  /** Chrome's; the polyfill's types do not know it. */
  readonly sidePanel?: { open(place: { readonly windowId: number }): Promise<void> };
  readonly tabs: Pick<Browser['tabs'], 'get' | 'query' | 'reload'>;
}

const unseenPermissions = (site: Site) => ({
  permissions: ['webRequest' as const],
  origins: [...socketPatterns(site)],
});

/** The popup's port on a real browser. */
export function browserPort(browser: PopupBrowser): PopupPort {
  const ask = async <T>(message: FromPages, decoder: Decoder<T>): Promise<T | undefined> => {
    const answer: unknown = await browser.runtime.sendMessage(message).catch(() => undefined);
    const result = run(decoder, answer);
    return result.ok ? result.value : undefined;
  };
  const tab = async () => {
    const asked = askedTabId();
    const [active] =
      asked === undefined
        ? await browser.tabs.query({ active: true, currentWindow: true })
        : [await browser.tabs.get(asked)];
    if (active?.id === undefined) return undefined;
    const { id, url, windowId } = active;
    return { id, site: siteOf(url), windowId, hasInvite: url !== undefined && readInviteLink(url).ok };
  };
  return {
    tab,
    isGranted: ({ pattern }) => browser.permissions.contains({ origins: [pattern] }),
    request: (patterns) => browser.permissions.request({ origins: [...patterns] }),
    status: (tabId, host) => ask({ type: 'tab-status', tabId, host }, tabStatusDecoder),
    setSiteMode: (host, mode) => ask({ type: 'set-site-mode', host, mode }, saveOutcomeDecoder),
    setSiteTrace: (host, traced) => ask({ type: 'set-site-trace', host, traced }, saveOutcomeDecoder),
    forgetSite: (host) => ask({ type: 'forget-site', host }, saveOutcomeDecoder),
    resetSettings: () => ask({ type: 'reset-settings' }, saveOutcomeDecoder),
    storedSettings: async () => {
      const answer: unknown = await browser.runtime.sendMessage({
        type: 'stored-settings',
      } satisfies FromPages);
      const raw: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'raw') : null;
      return raw;
    },
    isWatchingUnseen: (site) => browser.permissions.contains(unseenPermissions(site)),
    watchUnseen: (site) => browser.permissions.request(unseenPermissions(site)),
    unwatchUnseen: async (site) => {
      const { origins } = unseenPermissions(site);
      await browser.permissions.remove({ origins });
      const { origins: left = [] } = await browser.permissions.getAll();
      const isLast = !left.some((pattern) => /^wss?:/.test(pattern));
      if (isLast) await browser.permissions.remove({ permissions: ['webRequest'] });
    },
    openRoom: async ({ windowId }) => {
      const { sidebarAction, sidePanel } = browser;
      if (sidebarAction !== undefined) await sidebarAction.open();
      else if (windowId !== undefined) await sidePanel?.open({ windowId });
    },
    reload: (tabId) => browser.tabs.reload(tabId),
    save: saveFile,
    onPermissionChange: (listener) => {
      browser.permissions.onAdded.addListener(listener);
      browser.permissions.onRemoved.addListener(listener);
      return () => {
        browser.permissions.onAdded.removeListener(listener);
        browser.permissions.onRemoved.removeListener(listener);
      };
    },
  };
}
