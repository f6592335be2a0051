import { boolean, choice, type Decoder, list, nullable, number, object, string } from '../decode/decode.ts';
import type { SessionState } from '../session/session-state.ts';
import type { RecordEvent } from './record-event.ts';
import type { RecordHeader } from './record-line.ts';

/** One stored record as a list shows it. */
export interface RecordedSession extends RecordHeader {
  /** Of the newest entry; of the header while there is none. */
  readonly lastWallMs: number;
  /** Entries after the header. */
  readonly count: number;
  /** SHA-256 of the last line. */
  readonly head: string;
  readonly closed: boolean;
  readonly worst: SessionState;
  /** Presses that were not sent, retries among them. */
  readonly heldBack: number;
  readonly overrides: number;
  /** Entries beyond the limit that were only counted. */
  readonly omitted: number;
}

/** Sessions kept; then the oldest of the portal with the most is deleted as a whole. */
export const MAX_RECORDED_SESSIONS = 500;
/** Entries of one session; those beyond are counted. */
export const MAX_SESSION_ENTRIES = 20_000;
/** Lines in one answer to a page of ours. */
export const MAX_LINES_PER_ANSWER = 1000;
/** Longest line: all texts in an entry are bounded by its decoder. */
const MAX_LINE = 4000;

const BADNESS: readonly SessionState[] = ['idle', 'stable', 'recovery', 'unstable', 'breakdown'];

/** The part of the list that grows with each entry. */
export type RecordTotals = Pick<RecordedSession, 'closed' | 'worst' | 'heldBack' | 'overrides'>;

export const NO_TOTALS: RecordTotals = { closed: false, worst: 'idle', heldBack: 0, overrides: 0 };

/** @returns the totals with one more event */
export function withEvent(totals: RecordTotals, event: RecordEvent): RecordTotals {
  switch (event.type) {
    case 'state': {
      const isWorse = BADNESS.indexOf(event.to) > BADNESS.indexOf(totals.worst);
      return isWorse ? { ...totals, worst: event.to } : totals;
    }
    case 'block':
      return { ...totals, heldBack: totals.heldBack + event.count };
    case 'retry':
      return { ...totals, heldBack: totals.heldBack + 1 };
    case 'override':
      return event.phase === 'begin' ? { ...totals, overrides: totals.overrides + 1 } : totals;
    case 'closed':
      return { ...totals, closed: true };
    default:
      return totals;
  }
}

/** What is stored, and whether more can be. */
export interface RecordList {
  readonly sessions: readonly RecordedSession[];
  /** Why nothing is recorded at present, in the browser's words; null: it is. */
  readonly fault: string | null;
}

export interface RecordLines {
  /** Exact texts, in order. */
  readonly lines: readonly string[];
}

const wallMs = number(0, 8.64e15);
const count = number(0, Number.MAX_SAFE_INTEGER);
const name = string(200);

export const recordListDecoder: Decoder<RecordList> = object<RecordList>({
  sessions: list(
    object<RecordedSession>({
      session: name,
      origin: string(300),
      instrument: nullable(name),
      extension: name,
      browser: name,
      wallMs,
      lastWallMs: wallMs,
      count,
      head: string(64),
      closed: boolean,
      worst: choice('idle', 'stable', 'recovery', 'unstable', 'breakdown'),
      heldBack: count,
      overrides: count,
      omitted: count,
    }),
    MAX_RECORDED_SESSIONS,
  ),
  fault: nullable(string(2000)),
});

export const recordLinesDecoder: Decoder<RecordLines> = object<RecordLines>({
  lines: list(string(MAX_LINE), MAX_LINES_PER_ANSWER),
});
