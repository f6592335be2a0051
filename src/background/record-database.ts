import Dexie, { type Table } from 'dexie';
import type { RecordedSession } from '../model/record/recorded-session.ts';

/** One record's row: what the list shows, and where its chain goes on. */
export interface SessionRow extends RecordedSession {
  /** Number of the next fact from the link; a higher one means that facts were lost. */
  readonly next: number;
  /** Both clocks of the newest entry. */
  readonly lastAtMs: number;
  readonly lengthChars: number;
}

export interface LineRow {
  readonly session: string;
  readonly seq: number;
  /** The exact line of the record: its bytes are the truth, and what the next line's `prev` is the hash of. */
  readonly text: string;
}

/** Where records are kept. Every call may reject, and then has changed nothing. */
export interface RecordDatabase {
  session(id: string): Promise<SessionRow | undefined>;
  sessions(): Promise<readonly SessionRow[]>;
  /** Puts the row and its new lines in place together, or neither. */
  append(row: SessionRow, lines: readonly LineRow[]): Promise<void>;
  lines(session: string, from: number, limit: number): Promise<readonly string[]>;
  /** Sessions as a whole: a line never goes alone. */
  remove(sessions: readonly string[]): Promise<void>;
}

/** Records in IndexedDB: storage.local would have to be read and written whole. */
export class IndexedRecords implements RecordDatabase {
  readonly #dexie = new Dexie('rice-records');
  readonly #sessions: Table<SessionRow, string>;
  readonly #lines: Table<LineRow, [string, number]>;

  constructor() {
    this.#dexie.version(1).stores({ sessions: 'session', lines: '[session+seq]' });
    this.#sessions = this.#dexie.table('sessions');
    this.#lines = this.#dexie.table('lines');
  }

  async session(id: string): Promise<SessionRow | undefined> {
    return this.#sessions.get(id);
  }

  async sessions(): Promise<readonly SessionRow[]> {
    return this.#sessions.toArray();
  }

  async append(row: SessionRow, lines: readonly LineRow[]): Promise<void> {
    await this.#dexie.transaction('rw', this.#sessions, this.#lines, async () => {
      // add, not put: a line that is there is never written over.
      await this.#lines.bulkAdd([...lines]);
      await this.#sessions.put(row);
    });
  }

  async lines(session: string, from: number, limit: number): Promise<readonly string[]> {
    const rows = await this.#lines
      .where('[session+seq]')
      .between([session, from], [session, Dexie.maxKey])
      .limit(limit)
      .toArray();
    return rows.map(({ text }) => text);
  }

  async remove(sessions: readonly string[]): Promise<void> {
    await this.#dexie.transaction('rw', this.#sessions, this.#lines, async () => {
      await this.#sessions.bulkDelete([...sessions]);
      for (const session of sessions) {
        await this.#lines
          .where('[session+seq]')
          .between([session, Dexie.minKey], [session, Dexie.maxKey])
          .delete();
      }
    });
  }
}
