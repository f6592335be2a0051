import Dexie, { type Table } from 'dexie';

/** One trace. */
export interface TraceRow {
  readonly session: string;
  readonly origin: string;
  readonly lastWallMs: number;
  /** Lines that came, lost ones included. */
  readonly next: number;
  readonly pieces: number;
  readonly lengthChars: number;
}

export interface PieceRow {
  readonly session: string;
  readonly seq: number;
  readonly text: string;
}

/** Where traces are kept. Every call may reject, and then has changed nothing. */
export interface TraceDatabase {
  trace(session: string): Promise<TraceRow | undefined>;
  traces(): Promise<readonly TraceRow[]>;
  /** Puts the row and its new piece in place together, or neither. */
  append(row: TraceRow, piece: PieceRow): Promise<void>;
  pieces(session: string, from: number, limit: number): Promise<readonly string[]>;
  remove(sessions: readonly string[]): Promise<void>;
}

/** Traces in IndexedDB, in a database of their own: they are large, and a record must not suffer from them. */
export class IndexedTraces implements TraceDatabase {
  readonly #dexie = new Dexie('rice-traces');
  readonly #traces: Table<TraceRow, string>;
  readonly #pieces: Table<PieceRow, [string, number]>;

  constructor() {
    this.#dexie.version(1).stores({ traces: 'session', pieces: '[session+seq]' });
    this.#traces = this.#dexie.table('traces');
    this.#pieces = this.#dexie.table('pieces');
  }

  async trace(session: string): Promise<TraceRow | undefined> {
    return this.#traces.get(session);
  }

  async traces(): Promise<readonly TraceRow[]> {
    return this.#traces.toArray();
  }

  async append(row: TraceRow, piece: PieceRow): Promise<void> {
    await this.#dexie.transaction('rw', this.#traces, this.#pieces, async () => {
      await this.#pieces.add(piece);
      await this.#traces.put(row);
    });
  }

  async pieces(session: string, from: number, limit: number): Promise<readonly string[]> {
    const rows = await this.#pieces
      .where('[session+seq]')
      .between([session, from], [session, Dexie.maxKey])
      .limit(limit)
      .toArray();
    return rows.map(({ text }) => text);
  }

  async remove(sessions: readonly string[]): Promise<void> {
    await this.#dexie.transaction('rw', this.#traces, this.#pieces, async () => {
      await this.#traces.bulkDelete([...sessions]);
      for (const session of sessions) {
        await this.#pieces
          .where('[session+seq]')
          .between([session, Dexie.minKey], [session, Dexie.maxKey])
          .delete();
      }
    });
  }
}
