import type { Browser } from 'webextension-polyfill';
import { type Decoder, run } from '../../model/decode/decode.ts';
import type { FromPages } from '../../model/port/extension-message.ts';
import { saveOutcomeDecoder, tabStatusDecoder } from '../../model/port/extension-message-decoder.ts';
import { saveFile } from '../save-file.ts';
import type { PopupPort } from './popup-port.ts';
import { type Site, siteOf, socketPatterns } from './site.ts';

/** What the popup uses of the browser. */
export interface PopupBrowser {
  readonly permissions: Pick<
    Browser['permissions'],
    'contains' | 'getAll' | 'onAdded' | 'onRemoved' | 'remove' | 'request'
  >;
  readonly runtime: Pick<Browser['runtime'], 'sendMessage'>;
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
    return active?.id === undefined ? undefined : { id: active.id, site: siteOf(active.url) };
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

/** Opened in a tab of its own, as `popup.html?tab=7`, the popup speaks of that tab and not of itself. */
function askedTabId(): number | undefined {
  const asked = new URLSearchParams(location.search).get('tab');
  return asked === null || !/^\d+$/.test(asked) ? undefined : Number(asked);
}
