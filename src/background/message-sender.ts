import type { Runtime } from 'webextension-polyfill';
import type { DocumentOf } from './tab-record.ts';

/** A document that runs our scripts, named by the browser and not by itself. */
export interface SendingDocument extends DocumentOf {
  readonly tabId: number;
  /** Scheme, host and port whose setting counts. */
  readonly origin: string | null;
  /** In a private window, which must leave nothing behind. */
  readonly isPrivate: boolean;
}

/** The document a content script spoke from; undefined when it was none. */
export function sendingDocument(sender: Runtime.MessageSender): SendingDocument | undefined {
  const tabId = sender.tab?.id;
  if (tabId === undefined || sender.frameId === undefined) return undefined;
  const site = siteOf(sender);
  return {
    tabId,
    frameId: sender.frameId,
    documentId: sender.documentId ?? null,
    host: site?.hostname ?? null,
    origin: site?.origin ?? null,
    isPrivate: sender.tab?.incognito === true,
  };
}

/**
 * The site whose setting counts. A frame that noVNC made itself (about:blank, blob:, srcdoc) has the origin of the
 * page that made it; a sandboxed one has none and takes its tab's.
 */
function siteOf(sender: Runtime.MessageSender): URL | null {
  // Chromium 80 and Firefox 126 tell the origin; the polyfill's types do not know it yet.
  const origin: unknown = Reflect.get(sender, 'origin');
  for (const candidate of [origin, sender.url, sender.tab?.url]) {
    if (typeof candidate !== 'string' || !/^https?:/.test(candidate)) continue;
    return URL.canParse(candidate) ? new URL(candidate) : null;
  }
  return null;
}
