import { boolean, object, run } from '../model/decode/decode.ts';
import type { SessionReport } from '../model/port/extension-message.ts';
import { sessionReportsDecoder } from '../model/port/extension-message-decoder.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { ExtensionApi } from './extension-api.ts';
import type { FrameRecord } from './tab-record.ts';

/** A document whose script is busy or frozen does not answer; the popup must not wait for it. */
const PROBE_LIMIT_MS = 1000;

/** What a document said about itself just now. */
export type Probed = Omit<FrameRecord, 'builtIn' | 'problems'>;

interface Answer {
  readonly detached: boolean;
  readonly reports: readonly SessionReport[];
  readonly host: string | null;
}

const answerDecoder = object<Answer>({
  detached: boolean,
  reports: sessionReportsDecoder,
  host: (input) => (typeof input === 'string' && input !== '' ? input : null),
});

/**
 * Asks the documents of a tab themselves: what runs there now is the truth, whatever was heard before.
 * @returns undefined when the tab may not be read, or does not answer in time
 */
export async function probeDocuments(
  scripting: ExtensionApi['scripting'],
  tabId: number,
): Promise<readonly Probed[] | undefined> {
  const asked = scripting
    .executeScript({ target: { tabId, allFrames: true }, func: askLink, injectImmediately: true })
    .catch(() => undefined);
  const results = await Promise.race([asked, after(PROBE_LIMIT_MS)]);
  return results?.flatMap(({ frameId, documentId, result }) => {
    const answer = run(answerDecoder, parsed(result));
    if (!answer.ok || answer.value.detached) return [];
    const { host, reports } = answer.value;
    return [{ frameId, documentId: documentId ?? null, host, reports }];
  });
}

function after(delayMs: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), delayMs));
}

function parsed(result: unknown): unknown {
  // A document without our link answers null.
  return typeof result === 'string' ? JSON.parse(result) : null;
}

/**
 * Runs in the document's isolated world; it travels as text, so it may use nothing from this file. It answers in
 * JSON, because the browsers differ in what they do to null and Infinity on the way.
 */
function askLink(): string | null {
  const link = globalThis.riceLink;
  if (link === undefined) return null;
  let latest: readonly Snapshot[] = [];
  link.subscribe((snapshots) => {
    latest = snapshots;
  })();
  const reports = latest.map(
    ({ connection, guarding, guardingReason, state, blocked, path, instrument }) => ({
      connection,
      guarding,
      guardingReason,
      state,
      blocked,
      roundTripMs: path.roundTripMs,
      instrument: instrument.match,
    }),
  );
  return JSON.stringify({ detached: link.detached, reports, host: location.hostname });
}
