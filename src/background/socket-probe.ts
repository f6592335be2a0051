import { boolean, list, number, object, run } from '../model/decode/decode.ts';
import type { ExtensionApi } from './extension-api.ts';
import type { DocumentSockets } from './unseen-match.ts';

/** A document whose script is busy or frozen does not answer. */
const PROBE_LIMIT_MS = 1000;
/** More than any link keeps. */
const MAX_TIMES = 256;

type Answer = Pick<DocumentSockets, 'isAbout' | 'opened' | 'sinceMs'>;

const time = number(0, Number.MAX_SAFE_INTEGER);
const answerDecoder = object<Answer>({ isAbout: boolean, sinceMs: time, opened: list(time, MAX_TIMES) });

/**
 * Asks the documents of a tab for the sockets they know of.
 * @returns those with our scripts in them; undefined when the tab may not be read, or does not answer in time
 */
export async function probeSockets(
  scripting: ExtensionApi['scripting'],
  tabId: number,
): Promise<readonly DocumentSockets[] | undefined> {
  const asked = scripting
    .executeScript({ target: { tabId, allFrames: true }, func: askSockets, injectImmediately: true })
    .catch(() => undefined);
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), PROBE_LIMIT_MS));
  const results = await Promise.race([asked, late]);
  return results?.flatMap(({ frameId, documentId, result }) => {
    const answer = run(answerDecoder, typeof result === 'string' ? JSON.parse(result) : null);
    return answer.ok ? [{ frameId, documentId: documentId ?? null, ...answer.value }] : [];
  });
}

/** Runs in the document's isolated world; it travels as text, so it may use nothing from this file. */
function askSockets(): string | null {
  const link = globalThis.riceLink;
  if (link === undefined || link.detached) return null;
  return JSON.stringify({
    isAbout: location.protocol === 'about:',
    sinceMs: performance.timeOrigin,
    opened: link.opened,
  });
}
