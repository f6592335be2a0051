import type { FromContent, RecordTaken } from '../model/port/extension-message.ts';
import type { RecordEntry } from '../model/record/record-event.ts';
import { entryLine, type Hash, headerLine, type RecordHeader } from '../model/record/record-line.ts';
import {
  MAX_LINES_PER_ANSWER,
  MAX_RECORDED_SESSIONS,
  MAX_SESSION_ENTRIES,
  NO_TOTALS,
  type RecordedSession,
  type RecordLines,
  type RecordList,
  withEvent,
} from '../model/record/recorded-session.ts';
import type { LineRow, RecordDatabase, SessionRow } from './record-database.ts';
import { TaskQueue } from './task-queue.ts';

/** A record is deleted this long after its last entry. */
export const MAX_AGE_MS = 30 * 86_400_000;
/** Text of all records together; some 100 MB, which browsers grant without a question. */
export const MAX_TOTAL_CHARS = 100_000_000;

/** What a record is made with. */
export interface RecordParts {
  readonly database: RecordDatabase;
  readonly hash: Hash;
  readonly wallMs: () => number;
  readonly extension: string;
  readonly browser: string;
}

export interface RecordKeeperOptions extends RecordParts {
  /** Recording began to fail, fails otherwise than before, or works again. */
  readonly onFault: () => void;
}

/** Who sends, as the browser says. */
export interface RecordSource {
  readonly origin: string | null;
  readonly isPrivate: boolean;
}

/**
 * Writes the records, each a chain of hashes, and answers what is in them. One thing is done at a time, and
 * nothing is remembered between two of them: the browser may end this worker after any.
 */
export class RecordKeeper {
  readonly #options: RecordKeeperOptions;
  readonly #queue = new TaskQueue();
  #fault: string | null = null;

  constructor(options: RecordKeeperOptions) {
    this.#options = options;
  }

  /** Why nothing can be recorded, in the browser's words; null: as far as is known, it can. */
  get fault(): string | null {
    return this.#fault;
  }

  /**
   * Rejects when nothing was stored: the link then keeps its facts and comes again.
   * A private window leaves nothing behind, so its facts are taken and forgotten.
   */
  add(
    { session, first, entries }: Extract<FromContent, { type: 'record' }>,
    { origin, isPrivate }: RecordSource,
  ): Promise<RecordTaken> {
    const next = first + entries.length;
    if (isPrivate) return Promise.resolve({ next });
    return this.#queue.run(async () => {
      const known = await this.#guarded(() => this.#options.database.session(session));
      const mayWrite = known === undefined || known.origin === (origin ?? '');
      if (!mayWrite) throw new Error('a session of another site');
      if (known === undefined) await this.#guarded(() => this.#prune());
      await this.#guarded(() => this.#append(known, session, origin ?? '', first, entries));
      return { next };
    });
  }

  list(): Promise<RecordList> {
    return this.#queue.run(async () => {
      const rows = await this.#guarded(() => this.#options.database.sessions()).catch(() => []);
      const sessions = rows.map(listed).sort((a, b) => b.wallMs - a.wallMs);
      return { sessions: sessions.slice(0, MAX_RECORDED_SESSIONS), fault: this.#fault };
    });
  }

  lines(session: string, from: number): Promise<RecordLines> {
    return this.#queue.run(async () => ({
      lines: await this.#options.database.lines(session, from, MAX_LINES_PER_ANSWER),
    }));
  }

  async remove(sessions: readonly string[]): Promise<RecordList> {
    await this.#queue.run(() => this.#guarded(() => this.#options.database.remove(sessions)));
    return this.list();
  }

  /** Deletes what is too old; where nothing is recorded any more, nobody else would. */
  tidy(): Promise<void> {
    return this.#queue.run(() => this.#prune());
  }

  async #append(
    known: SessionRow | undefined,
    session: string,
    origin: string,
    first: number,
    entries: readonly RecordEntry[],
  ): Promise<void> {
    const writer = new ChainWriter(
      known ?? (await this.#begun(session, origin, entries)),
      known === undefined,
      this.#options.hash,
    );
    await writer.begin();
    await writer.take(first, entries);
    if (!writer.hasChanged) return;
    await this.#options.database.append(writer.row, writer.lines).catch(async (error: unknown) => {
      // Room is made once; who asks for more than an old record's room is told that there is none.
      if (!isFull(error) || !(await this.#removeOldest(session))) throw error;
      await this.#options.database.append(writer.row, writer.lines);
    });
  }

  async #begun(session: string, origin: string, entries: readonly RecordEntry[]): Promise<SessionRow> {
    const { extension, browser, wallMs } = this.#options;
    const connected = entries.find(({ event }) => event.type === 'connected')?.event;
    const instrument = connected?.type === 'connected' ? connected.instrument : null;
    const startWallMs = entries[0]?.wallMs ?? wallMs();
    return {
      session,
      origin,
      instrument,
      extension,
      browser,
      wallMs: startWallMs,
      ...NO_TOTALS,
      lastWallMs: startWallMs,
      lastAtMs: entries[0]?.atMs ?? 0,
      count: 0,
      head: '',
      omitted: 0,
      next: 0,
      lengthChars: 0,
    };
  }

  async #prune(): Promise<void> {
    const { database, wallMs } = this.#options;
    const rows = await database.sessions();
    const expired = rows.filter(({ lastWallMs }) => lastWallMs < wallMs() - MAX_AGE_MS);
    if (expired.length > 0) await database.remove(expired.map(({ session }) => session));
    let left = rows.filter((row) => !expired.includes(row));
    const isOver = () =>
      left.length >= MAX_RECORDED_SESSIONS ||
      left.reduce((sum, row) => sum + row.lengthChars, 0) > MAX_TOTAL_CHARS;
    while (left.length > 0 && isOver()) {
      const oldest = expendable(left);
      if (oldest === undefined) return;
      await database.remove([oldest.session]);
      left = left.filter((row) => row !== oldest);
    }
  }

  async #removeOldest(except: string): Promise<boolean> {
    const { database } = this.#options;
    const oldest = expendable((await database.sessions()).filter(({ session }) => session !== except));
    if (oldest === undefined) return false;
    await database.remove([oldest.session]);
    return true;
  }

  /** Notices whether the storage works; the error goes on to who asked. */
  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      this.#setFault(null);
      return result;
    } catch (error) {
      this.#setFault(String(error).slice(0, 500) || 'unknown');
      throw error;
    }
  }

  #setFault(fault: string | null): void {
    if (fault === this.#fault) return;
    this.#fault = fault;
    this.#options.onFault();
  }
}

/** Adds lines to one record; what is written is only in `row` and `lines` until it is stored. */
class ChainWriter {
  row: SessionRow;
  readonly lines: LineRow[] = [];
  readonly #isNew: boolean;
  readonly #hash: Hash;
  #hasChanged: boolean;

  constructor(row: SessionRow, isNew: boolean, hash: Hash) {
    this.row = row;
    this.#isNew = isNew;
    this.#hash = hash;
    this.#hasChanged = isNew;
  }

  get hasChanged(): boolean {
    return this.#hasChanged;
  }

  async begin(): Promise<void> {
    if (!this.#isNew) return;
    const { session, origin, instrument, extension, browser, wallMs } = this.row;
    const header: RecordHeader = { session, origin, instrument, extension, browser, wallMs };
    await this.#write(0, headerLine(header));
  }

  /** Those that are stored already came again because the answer was lost; those that are missing leave a gap. */
  async take(first: number, entries: readonly RecordEntry[]): Promise<void> {
    const { next, lastAtMs, lastWallMs } = this.row;
    const fresh = entries.slice(Math.max(0, next - first));
    const lost = first - next;
    if (lost > 0) {
      const { atMs, wallMs } = fresh[0] ?? { atMs: lastAtMs, wallMs: lastWallMs };
      await this.#add({ atMs, wallMs, event: { type: 'gap', lost } });
    }
    for (const entry of fresh) await this.#add(entry);
    const taken = Math.max(next, first + entries.length);
    this.#hasChanged ||= taken !== next;
    this.row = { ...this.row, next: taken };
  }

  async #add(entry: RecordEntry): Promise<void> {
    const { event, atMs, wallMs } = entry;
    this.#hasChanged = true;
    this.row = { ...this.row, ...withEvent(this.row, event) };
    const { count, omitted } = this.row;
    if (count >= MAX_SESSION_ENTRIES && event.type !== 'closed') {
      const more = event.type === 'gap' ? event.lost : 1;
      this.row = { ...this.row, lastWallMs: wallMs, omitted: omitted + more };
      return;
    }
    if (omitted > 0) {
      await this.#addLine({ atMs, wallMs, event: { type: 'gap', lost: omitted } });
      this.row = { ...this.row, omitted: 0 };
    }
    await this.#addLine(entry);
  }

  async #addLine(entry: RecordEntry): Promise<void> {
    const seq = this.row.count + 1;
    const instrument = entry.event.type === 'connected' ? entry.event.instrument : this.row.instrument;
    await this.#write(seq, entryLine(seq, this.row.head, entry));
    this.row = { ...this.row, instrument, count: seq, lastAtMs: entry.atMs, lastWallMs: entry.wallMs };
  }

  async #write(seq: number, text: string): Promise<void> {
    this.lines.push({ session: this.row.session, seq, text });
    this.row = {
      ...this.row,
      head: await this.#hash(text),
      lengthChars: this.row.lengthChars + text.length,
    };
  }
}

/** A portal that fills the storage, by ill will or by zeal, costs its own records and not another's. */
function expendable(rows: readonly SessionRow[]): SessionRow | undefined {
  const counts = new Map<string, number>();
  for (const { origin } of rows) counts.set(origin, (counts.get(origin) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return rows
    .filter(({ origin }) => counts.get(origin) === most)
    .reduce<SessionRow | undefined>(
      (oldest, row) => (oldest === undefined || row.lastWallMs < oldest.lastWallMs ? row : oldest),
      undefined,
    );
}

/** Dexie wraps the browser's error and keeps its name in `inner`. */
function isFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const inner: unknown = Reflect.get(error, 'inner');
  return [error, inner].some((each) => each instanceof Error && each.name === 'QuotaExceededError');
}

function listed(row: SessionRow): RecordedSession {
  const { next: _next, lastAtMs: _lastAtMs, lengthChars: _lengthChars, ...session } = row;
  return session;
}
