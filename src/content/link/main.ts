// The link: runs in the extension's own world of the document, beside the hook, before the page's first script.
import { extensionApi } from './extension-api.ts';
import { findLink, offerLink } from './handoff.ts';
import { windowWorld } from './link-port.ts';
import { PageLink } from './page-link.ts';

// Registered twice, or injected again: the first one holds the port.
if (findLink() === undefined) {
  const link = new PageLink({
    api: extensionApi(),
    world: windowWorld(window),
    nowMs: () => performance.now(),
    newName: sessionName,
    later: (delayMs, callback) => void setTimeout(callback, delayMs),
    stored,
  });
  offerLink(link);
  for (const type of ['beforeunload', 'pagehide']) window.addEventListener(type, () => link.leaving(), true);
}

/** Blocked storage throws, and so does what is no JSON. */
function stored(key: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

/** Not crypto.randomUUID: a portal without TLS is no secure context, and there it does not exist. */
function sessionName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
