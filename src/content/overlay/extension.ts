import type { Browser } from 'webextension-polyfill';

/**
 * What the overlay uses of the browser's extension API. Without the polyfill, which would be a fifth of the badge's
 * budget: from Chrome 119 and Firefox 140 on these functions return promises by themselves.
 */
interface ExtensionApi {
  readonly i18n: Pick<Browser['i18n'], 'getMessage'>;
  readonly runtime: Pick<Browser['runtime'], 'sendMessage' | 'onMessage' | 'getManifest'>;
  readonly storage: { readonly local: Pick<Browser['storage']['local'], 'get' | 'set'> };
}

declare const browser: ExtensionApi | undefined;
declare const chrome: ExtensionApi;

/** Firefox and new Chrome call it browser, every Chrome calls it chrome. */
export const extension: ExtensionApi = typeof browser === 'undefined' ? chrome : browser;
