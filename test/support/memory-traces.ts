import type { PieceRow, TraceDatabase, TraceRow } from '../../src/background/trace-database.ts';

/** Traces in memory. */
export class MemoryTraces implements TraceDatabase {
  readonly rows = new Map<string, TraceRow>();
  readonly #pieces = new Map<string, PieceRow[]>();
  /** What every call rejects with. */
  fault: Error | undefined;

  async trace(session: string): Promise<TraceRow | undefined> {
    this.#check();
    return this.rows.get(session);
  }

  async traces(): Promise<readonly TraceRow[]> {
    this.#check();
    return [...this.rows.values()];
  }

  async append(row: TraceRow, piece: PieceRow): Promise<void> {
    this.#check();
    const kept = this.#pieces.get(row.session) ?? [];
    if (piece.seq !== kept.length) throw new Error('a piece is out of order');
    this.#pieces.set(row.session, [...kept, piece]);
    this.rows.set(row.session, row);
  }

  async pieces(session: string, from: number, limit: number): Promise<readonly string[]> {
    this.#check();
    const kept = this.#pieces.get(session) ?? [];
    return kept.slice(from, from + limit).map(({ text }) => text);
  }

  async remove(sessions: readonly string[]): Promise<void> {
    this.#check();
    for (const session of sessions) {
      this.rows.delete(session);
      this.#pieces.delete(session);
    }
  }

  #check(): void {
    if (this.fault !== undefined) throw this.fault;
  }
}
