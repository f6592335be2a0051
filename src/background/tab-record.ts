import {
  boolean,
  type Decoder,
  list,
  nullable,
  number,
  object,
  type Problem,
  record,
  string,
} from '../model/decode/decode.ts';
import type { SessionReport } from '../model/port/extension-message.ts';
import { sessionReportsDecoder } from '../model/port/extension-message-decoder.ts';
import { problemsDecoder } from '../model/port/problems-decoder.ts';

/** What is known about one document that runs our scripts. */
export interface FrameRecord {
  readonly frameId: number;
  /** null where the browser does not name documents. */
  readonly documentId: string | null;
  readonly host: string | null;
  readonly reports: readonly SessionReport[];
  /** What was wrong with this document's messages; the newest batch is enough to act on. */
  readonly problems: readonly Problem[];
  /** The portal has RICE built in: its connections are left to it. */
  readonly builtIn: boolean;
}

/** A connection that no hook saw, of a document that is still there. */
export interface UnseenSocket {
  readonly frameId: number;
  readonly documentId: string | null;
  readonly host: string;
}

/** What is known about one tab. */
export interface TabRecord {
  readonly frames: readonly FrameRecord[];
  /** The site was allowed after this page had loaded: it must be reloaded to be guarded. */
  readonly mustReload: boolean;
  readonly unseen: readonly UnseenSocket[];
}

export const EMPTY_TAB: TabRecord = { frames: [], mustReload: false, unseen: [] };

/** Whether anything is known of the tab that its next page makes untrue. */
export function isKnown({ frames, mustReload, unseen }: TabRecord): boolean {
  return frames.length > 0 || mustReload || unseen.length > 0;
}

/** Frames kept per tab; a portal has a handful. The oldest frame without a session goes first. */
export const MAX_FRAMES = 50;

/** Hosts named per tab; one is enough to act on. */
const MAX_UNSEEN = 20;

/** The document behind a message, as the browser tells it. */
export type DocumentOf = Omit<FrameRecord, 'builtIn' | 'problems' | 'reports'>;

/**
 * A document reported. A new top document ends all others of its tab.
 * @returns the tab with that frame's reports replaced
 */
export function withReports(tab: TabRecord, from: DocumentOf, reports: readonly SessionReport[]): TabRecord {
  const before = tab.frames.find((frame) => frame.frameId === from.frameId);
  const isNewPage = from.frameId === 0 && before !== undefined && before.documentId !== from.documentId;
  const others = isNewPage ? [] : tab.frames.filter((frame) => frame.frameId !== from.frameId);
  const same = isNewPage || before === undefined || !isSameDocument(before, from) ? null : before;
  const { problems = [], builtIn = false } = same ?? {};
  const unseen = isNewPage
    ? []
    : tab.unseen.filter((each) => each.frameId !== from.frameId || each.documentId === from.documentId);
  return { frames: bounded([...others, { ...from, reports, problems, builtIn }]), mustReload: false, unseen };
}

/** A connection was found that no hook saw. */
export function withUnseen(tab: TabRecord, found: UnseenSocket): TabRecord {
  const isKnown = tab.unseen.some((each) => isSameDocument(each, found) && each.host === found.host);
  return isKnown || tab.unseen.length >= MAX_UNSEEN ? tab : { ...tab, unseen: [...tab.unseen, found] };
}

export function withoutUnseen(tab: TabRecord): TabRecord {
  return tab.unseen.length === 0 ? tab : { ...tab, unseen: [] };
}

/** Those of documents that are still there. */
export function stillThere(
  unseen: readonly UnseenSocket[],
  documents: readonly Pick<FrameRecord, 'documentId' | 'frameId'>[],
): readonly UnseenSocket[] {
  return unseen.filter((each) =>
    documents.some((document) => document.frameId === each.frameId && isSameDocument(document, each)),
  );
}

/** A document's messages could not be read. */
export function withProblems(tab: TabRecord, from: DocumentOf, problems: readonly Problem[]): TabRecord {
  const known = withDocument(tab, from);
  return {
    ...known,
    frames: known.frames.map((frame) => (frame.frameId === from.frameId ? { ...frame, problems } : frame)),
  };
}

/** A document's portal guards a connection itself. */
export function withBuiltIn(tab: TabRecord, from: DocumentOf): TabRecord {
  const known = withDocument(tab, from);
  return {
    ...known,
    frames: known.frames.map((frame) =>
      frame.frameId === from.frameId ? { ...frame, builtIn: true } : frame,
    ),
  };
}

/** A document's scripts started: it has no session yet, unless it reported before this was handled. */
export function withDocument(tab: TabRecord, from: DocumentOf): TabRecord {
  const before = tab.frames.find((frame) => frame.frameId === from.frameId);
  return before !== undefined && isSameDocument(before, from) ? tab : withReports(tab, from, []);
}

/** Where documents have no names, the frame is all there is to go by. */
function isSameDocument(
  before: Pick<DocumentOf, 'documentId'>,
  from: Pick<DocumentOf, 'documentId'>,
): boolean {
  return before.documentId === from.documentId;
}

function bounded(frames: readonly FrameRecord[]): readonly FrameRecord[] {
  if (frames.length <= MAX_FRAMES) return frames;
  const expendable = frames.findIndex((frame) => frame.reports.length === 0);
  return frames.filter((_, index) => index !== Math.max(0, expendable));
}

const frameDecoder = object<FrameRecord>({
  frameId: number(0, Number.MAX_SAFE_INTEGER),
  documentId: nullable(string(200)),
  host: nullable(string(300)),
  reports: sessionReportsDecoder,
  problems: problemsDecoder,
  builtIn: boolean,
});

const unseenDecoder = object<UnseenSocket>({
  frameId: number(0, Number.MAX_SAFE_INTEGER),
  documentId: nullable(string(200)),
  host: string(300),
});

/** What a former run of this worker left in storage.session. */
export const tabRecordsDecoder: Decoder<Readonly<Record<string, TabRecord>>> = record(
  (name) => /^\d+$/.test(name),
  'a whole number',
  object<TabRecord>({
    frames: list(frameDecoder, MAX_FRAMES),
    mustReload: boolean,
    unseen: list(unseenDecoder, MAX_UNSEEN),
  }),
  10_000,
);
