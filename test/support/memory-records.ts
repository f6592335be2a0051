import type { LineRow, RecordDatabase, SessionRow } from '../../src/background/record-database.ts';

/** Records in memory, with a storage that can be full or broken. */
export class MemoryRecords implements RecordDatabase {
  readonly rows = new Map<string, SessionRow>();
  readonly #lines = new Map<string, LineRow[]>();
  /** What every call rejects with. */
  fault: Error | undefined;
  /** Appends that are refused for want of room. */
  fullFor = 0;

  async session(id: string): Promise<SessionRow | undefined> {
    this.#check();
    return this.rows.get(id);
  }

  async sessions(): Promise<readonly SessionRow[]> {
    this.#check();
    return [...this.rows.values()];
  }

  async append(row: SessionRow, lines: readonly LineRow[]): Promise<void> {
    this.#check();
    if (this.fullFor > 0) {
      this.fullFor -= 1;
      throw Object.assign(new Error('no room'), { name: 'QuotaExceededError' });
    }
    const kept = this.#lines.get(row.session) ?? [];
    for (const line of lines) {
      if (line.seq < kept.length) throw new Error('a line is written over');
      kept.push(line);
    }
    this.#lines.set(row.session, kept);
    this.rows.set(row.session, structuredClone(row));
  }

  async lines(session: string, from: number, limit: number): Promise<readonly string[]> {
    this.#check();
    const kept = this.#lines.get(session) ?? [];
    return kept.slice(from, from + limit).map(({ text }) => text);
  }

  async remove(sessions: readonly string[]): Promise<void> {
    this.#check();
    for (const session of sessions) {
      this.rows.delete(session);
      this.#lines.delete(session);
    }
  }

  #check(): void {
    if (this.fault !== undefined) throw this.fault;
  }
}
