import type { LineRow, RecordDatabase, SessionRow } from '../../src/background/record-database.ts';
import type { ModelRow, ReportDatabase } from '../../src/background/report-database.ts';
import type { SeriesRow } from '../../src/model/measure/quantities/model-reading.ts';

/** Records in memory, with a storage that can be full or broken. */
export class MemoryRecords implements RecordDatabase, ReportDatabase {
  readonly rows = new Map<string, SessionRow>();
  readonly #lines = new Map<string, LineRow[]>();
  readonly #models = new Map<string, ModelRow>();
  readonly #seconds = new Map<string, Map<number, SeriesRow>>();
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
      this.#models.delete(session);
      this.#seconds.delete(session);
    }
  }

  async model(session: string): Promise<ModelRow | undefined> {
    this.#check();
    return this.#models.get(session);
  }

  async models(): Promise<readonly ModelRow[]> {
    this.#check();
    return [...this.#models.values()];
  }

  async putModel(row: ModelRow, rows: readonly SeriesRow[], maxRows: number): Promise<boolean> {
    this.#check();
    if (!this.rows.has(row.session)) return false;
    const kept = this.#seconds.get(row.session) ?? new Map<number, SeriesRow>();
    for (const each of rows) kept.set(each.atMs, structuredClone(each));
    if (kept.size > maxRows) {
      for (const [index, key] of [...kept.keys()].sort((a, b) => a - b).entries()) {
        if (index % 2 === 1) kept.delete(key);
      }
    }
    this.#seconds.set(row.session, kept);
    this.#models.set(row.session, structuredClone({ ...row, rowCount: kept.size }));
    return true;
  }

  async seconds(session: string, afterAtMs: number, limit: number): Promise<readonly SeriesRow[]> {
    this.#check();
    const kept = [...(this.#seconds.get(session)?.values() ?? [])];
    return kept
      .filter(({ atMs }) => atMs > afterAtMs)
      .sort((a, b) => a.atMs - b.atMs)
      .slice(0, limit);
  }

  async removeSeconds(session: string): Promise<void> {
    this.#check();
    this.#seconds.delete(session);
    const row = this.#models.get(session);
    if (row !== undefined) this.#models.set(session, { ...row, rowCount: 0 });
  }

  #check(): void {
    if (this.fault !== undefined) throw this.fault;
  }
}
