import Dexie, { type Table } from 'dexie';
import type { SeriesRow } from '../model/measure/quantities/model-reading.ts';
import type { RecordedSession } from '../model/record/recorded-session.ts';
import type { ModelRow, ReportDatabase } from './report-database.ts';

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
  /** Sessions as a whole, with what the model said of them: a line never goes alone. */
  remove(sessions: readonly string[]): Promise<void>;
}

/** Records in IndexedDB: storage.local would have to be read and written whole. */
export class IndexedRecords implements RecordDatabase, ReportDatabase {
  readonly #dexie = new Dexie('rice-records');
  readonly #sessions: Table<SessionRow, string>;
  readonly #lines: Table<LineRow, [string, number]>;
  readonly #models: Table<ModelRow, string>;
  readonly #seconds: Table<SeriesRow & { readonly session: string }, [string, number]>;

  constructor() {
    this.#dexie.version(1).stores({ sessions: 'session', lines: '[session+seq]' });
    this.#dexie.version(2).stores({ models: 'session', seconds: '[session+atMs]' });
    this.#sessions = this.#dexie.table('sessions');
    this.#lines = this.#dexie.table('lines');
    this.#models = this.#dexie.table('models');
    this.#seconds = this.#dexie.table('seconds');
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
    const tables = [this.#sessions, this.#lines, this.#models, this.#seconds];
    await this.#dexie.transaction('rw', tables, async () => {
      await this.#sessions.bulkDelete([...sessions]);
      await this.#models.bulkDelete([...sessions]);
      for (const session of sessions) {
        await this.#lines
          .where('[session+seq]')
          .between([session, Dexie.minKey], [session, Dexie.maxKey])
          .delete();
        await this.#secondsOf(session).delete();
      }
    });
  }

  async model(session: string): Promise<ModelRow | undefined> {
    return this.#models.get(session);
  }

  async models(): Promise<readonly ModelRow[]> {
    return this.#models.toArray();
  }

  async putModel(row: ModelRow, rows: readonly SeriesRow[], maxRows: number): Promise<boolean> {
    const { session } = row;
    return this.#dexie.transaction('rw', this.#sessions, this.#models, this.#seconds, async () => {
      // Asked again inside: the record may have been deleted a moment ago, and this would be left behind for ever.
      if ((await this.#sessions.get(session)) === undefined) return false;
      await this.#seconds.bulkPut(rows.map((each) => ({ ...each, session })));
      let rowCount = rows.length === 0 ? row.rowCount : await this.#secondsOf(session).count();
      if (rowCount > maxRows) {
        const keys = await this.#secondsOf(session).primaryKeys();
        const odd = keys.filter((_key, index) => index % 2 === 1);
        await this.#seconds.bulkDelete(odd);
        rowCount -= odd.length;
      }
      await this.#models.put({ ...row, rowCount });
      return true;
    });
  }

  async seconds(session: string, afterAtMs: number, limit: number): Promise<readonly SeriesRow[]> {
    const found = await this.#seconds
      .where('[session+atMs]')
      .between([session, afterAtMs], [session, Dexie.maxKey], false)
      .limit(limit)
      .toArray();
    return found.map(({ session: _session, ...row }) => row);
  }

  async removeSeconds(session: string): Promise<void> {
    await this.#dexie.transaction('rw', this.#models, this.#seconds, async () => {
      await this.#secondsOf(session).delete();
      await this.#models.update(session, { rowCount: 0 });
    });
  }

  #secondsOf(session: string) {
    return this.#seconds.where('[session+atMs]').between([session, Dexie.minKey], [session, Dexie.maxKey]);
  }
}
