import type { FromContent, RecordTaken } from '../model/port/extension-message.ts';
import {
  MAX_PIECES_PER_ANSWER,
  MAX_TRACES,
  type TraceList,
  type TracePieces,
} from '../model/trace/stored-trace.ts';
import { encodeCall, encodeHeader } from '../model/trace/trace-encoder.ts';
import { MAX_TRACE_CHARS, TRACE_FORMAT } from '../model/trace/trace-line.ts';
import type { RecordSource } from './record-keeper.ts';
import { TaskQueue } from './task-queue.ts';
import type { TraceDatabase, TraceRow } from './trace-database.ts';

/** Text of all traces together; the oldest one goes as a whole when it is not enough. */
export const MAX_TOTAL_TRACE_CHARS = 50_000_000;
/** A trace is deleted this long after its last line, as its record is. */
const MAX_AGE_MS = 30 * 86_400_000;
/** A trace whose record is gone goes too, but its record may begin a moment after it. */
const ALONE_AFTER_MS = 3_600_000;

export interface TraceKeeperOptions {
  readonly database: TraceDatabase;
  readonly wallMs: () => number;
  readonly extension: string;
  readonly browser: string;
}

/** Keeps the traces of sessions, piece by piece as they come, each beside the record of the same name. */
export class TraceKeeper {
  readonly #options: TraceKeeperOptions;
  readonly #queue = new TaskQueue();

  constructor(options: TraceKeeperOptions) {
    this.#options = options;
  }

  /**
   * Rejects when nothing was stored: the link then comes again.
   * A private window leaves nothing behind, so its lines are taken and forgotten.
   */
  add(
    piece: Extract<FromContent, { type: 'trace' }>,
    { origin, isPrivate }: RecordSource,
  ): Promise<RecordTaken> {
    const next = piece.first + piece.text.split('\n').length - 1;
    if (isPrivate) return Promise.resolve({ next });
    return this.#queue.run(async () => {
      const { database, wallMs } = this.#options;
      const row: TraceRow = (await database.trace(piece.session)) ?? {
        session: piece.session,
        origin: origin ?? '',
        lastWallMs: wallMs(),
        next: 0,
        pieces: 0,
        lengthChars: 0,
      };
      if (row.origin !== (origin ?? '')) throw new Error('a session of another site');
      // It came before, and its answer was lost; or the page writes on beyond the limit that the hook keeps.
      if (piece.first < row.next || row.lengthChars > MAX_TRACE_CHARS) return { next };
      const lost = piece.first - row.next;
      const before = row.pieces === 0 ? `${this.#header()}\n` : '';
      const text = `${before}${lost > 0 ? `${encodeCall({ type: 'gap', lost })}\n` : ''}${piece.text}`;
      await this.#makeRoom(row.session, text.length);
      const changed = {
        ...row,
        lastWallMs: wallMs(),
        next,
        pieces: row.pieces + 1,
        lengthChars: row.lengthChars + text.length,
      };
      await database.append(changed, { session: row.session, seq: row.pieces, text });
      return { next };
    });
  }

  list(): Promise<TraceList> {
    return this.#queue.run(async () => {
      const rows = await this.#options.database.traces();
      const traces = rows.map(({ session, lengthChars }) => ({ session, lengthChars }));
      return { traces: traces.slice(0, MAX_TRACES) };
    });
  }

  pieces(session: string, from: number): Promise<TracePieces> {
    return this.#queue.run(async () => ({
      pieces: await this.#options.database.pieces(session, from, MAX_PIECES_PER_ANSWER),
    }));
  }

  remove(sessions: readonly string[]): Promise<void> {
    return this.#queue.run(() => this.#options.database.remove(sessions));
  }

  /** Deletes what is too old, and what has no record any more. */
  tidy(recorded: readonly string[]): Promise<void> {
    return this.#queue.run(async () => {
      const { database, wallMs } = this.#options;
      const gone = (await database.traces()).filter(({ session, lastWallMs }) => {
        const ageMs = wallMs() - lastWallMs;
        return ageMs > MAX_AGE_MS || (ageMs > ALONE_AFTER_MS && !recorded.includes(session));
      });
      if (gone.length > 0) await database.remove(gone.map(({ session }) => session));
    });
  }

  #header(): string {
    const { extension, browser, wallMs } = this.#options;
    return encodeHeader({ format: TRACE_FORMAT, version: 1, extension, browser, wallMs: wallMs() });
  }

  async #makeRoom(session: string, chars: number): Promise<void> {
    const { database } = this.#options;
    const rows = [...(await database.traces())].sort((a, b) => a.lastWallMs - b.lastWallMs);
    let total = rows.reduce((sum, row) => sum + row.lengthChars, chars);
    let count = rows.length;
    for (const row of rows) {
      if (total <= MAX_TOTAL_TRACE_CHARS && count <= MAX_TRACES) return;
      if (row.session === session) continue;
      await database.remove([row.session]);
      total -= row.lengthChars;
      count -= 1;
    }
  }
}
