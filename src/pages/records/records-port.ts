import type { RecordList } from '../../model/record/recorded-session.ts';

/** All that the page knows about the world outside. Answers are undefined when the background does not answer. */
export interface RecordsPort {
  list(): Promise<RecordList | undefined>;
  /** Lines from a number on; none: there are no more. */
  lines(session: string, from: number): Promise<readonly string[] | undefined>;
  /** Names of the sessions that have a trace. */
  traces(): Promise<readonly string[] | undefined>;
  /** Pieces of a trace's file from a number on; none: there are no more. */
  tracePieces(session: string, from: number): Promise<readonly string[] | undefined>;
  /** Deletes records as a whole; what is left. */
  remove(sessions: readonly string[]): Promise<RecordList | undefined>;
  hash(text: string): Promise<string>;
  wallMs(): number;
  /** Gives the user a file. */
  save(name: string, content: string): void;
}
