import type { RecordList } from '../../model/record/recorded-session.ts';
import type { KeptSession, RatedSession } from '../../model/report/kept-session.ts';
import type { Rating } from '../../model/report/rating.ts';

/** All that the page knows about the world outside. Answers are undefined when the background does not answer. */
export interface RecordsPort {
  list(): Promise<RecordList | undefined>;
  /** Lines from a number on; none: there are no more. */
  lines(session: string, from: number): Promise<readonly string[] | undefined>;
  /** Names of the sessions that have a trace. */
  traces(): Promise<readonly string[] | undefined>;
  /** Pieces of a trace's file from a number on; none: there are no more. */
  tracePieces(session: string, from: number): Promise<readonly string[] | undefined>;
  /** A session for its report, with rows after this time; no rows: there are no more. */
  kept(session: string, afterAtMs: number): Promise<KeptSession | undefined>;
  /** Whether the rating was kept. */
  rate(session: string, rating: Rating): Promise<boolean | undefined>;
  rated(): Promise<readonly RatedSession[] | undefined>;
  /** Deletes records as a whole; what is left. */
  remove(sessions: readonly string[]): Promise<RecordList | undefined>;
  hash(text: string): Promise<string>;
  wallMs(): number;
  /** Gives the user a file. */
  save(name: string, content: string, mimeType?: string): void;
}
