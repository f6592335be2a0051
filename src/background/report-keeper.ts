import { run } from '../model/decode/decode.ts';
import { MAX_ROWS, type SeriesRow } from '../model/measure/quantities/model-reading.ts';
import type { FromContentAboutReports, ModelTaken } from '../model/port/report-message.ts';
import { entryLineDecoder } from '../model/record/record-line.ts';
import { MAX_LINES_PER_ANSWER } from '../model/record/recorded-session.ts';
import { type EventTally, NO_EVENTS, tallied } from '../model/report/event-tally.ts';
import {
  type KeptSession,
  MAX_RATED_SESSIONS,
  MAX_ROWS_PER_MESSAGE,
  type RatedSession,
} from '../model/report/kept-session.ts';
import type { Rating } from '../model/report/rating.ts';
import type { RecordDatabase, SessionRow } from './record-database.ts';
import type { RecordSource } from './record-keeper.ts';
import type { ModelRow, ReportDatabase } from './report-database.ts';
import { TaskQueue } from './task-queue.ts';

/** Rows of all sessions together, some 60 MB; then the rows of the session that is longest ago are deleted. */
export const MAX_TOTAL_ROWS = 300_000;

type SessionModelMessage = Extract<FromContentAboutReports, { type: 'session-model' }>;

/** Keeps what the model says about a session beside its record, and gives it back for reports. */
export class ReportKeeper {
  readonly #database: RecordDatabase & ReportDatabase;
  readonly #queue = new TaskQueue();

  constructor(database: RecordDatabase & ReportDatabase) {
    this.#database = database;
  }

  /**
   * Only beside a record of the same site, which it is deleted with. Nothing is kept of a private window; it is
   * taken, so that nobody asks again.
   */
  add(message: SessionModelMessage, { origin, isPrivate }: RecordSource): Promise<ModelTaken> {
    if (isPrivate) return Promise.resolve({ taken: true });
    return this.#queue.run(async () => {
      const { session, reading, terms, wallOffsetMs, rows } = message;
      if (!(await this.#isOf(session, origin))) return { taken: false };
      const known = await this.#database.model(session);
      if (known === undefined) await this.#makeRoom();
      const row: ModelRow = {
        session,
        reading,
        terms,
        wallOffsetMs,
        rating: known?.rating ?? null,
        rowCount: known?.rowCount ?? 0,
      };
      return { taken: await this.#database.putModel(row, rows, MAX_ROWS) };
    });
  }

  /** @param source null: a page of the extension itself */
  rate(session: string, rating: Rating, source: RecordSource | null): Promise<ModelTaken> {
    if (source?.isPrivate === true) return Promise.resolve({ taken: true });
    return this.#queue.run(async () => {
      if (source !== null && !(await this.#isOf(session, source.origin))) return { taken: false };
      const known = await this.#database.model(session);
      if (known === undefined) return { taken: false };
      return { taken: await this.#database.putModel({ ...known, rating }, [], MAX_ROWS) };
    });
  }

  /** For a page of the extension: everything, in pieces. */
  async session(session: string, afterAtMs: number): Promise<KeptSession | null> {
    const row = await this.#database.session(session);
    if (row === undefined) return null;
    const rows = await this.#database.seconds(session, afterAtMs, MAX_ROWS_PER_MESSAGE);
    // To count a long record takes longer than to read the rows.
    return afterAtMs < 0 ? this.#keptSession(row, rows) : { facts: null, model: null, rows };
  }

  /** For the site that the session is of, which has the rows itself. */
  async facts(session: string, { origin, isPrivate }: RecordSource): Promise<KeptSession | null> {
    const row = isPrivate ? undefined : await this.#database.session(session);
    return row === undefined || row.origin !== (origin ?? '') ? null : this.#keptSession(row, []);
  }

  async rated(): Promise<readonly RatedSession[]> {
    const rated = (await this.#database.models()).flatMap(({ rating, terms }) =>
      rating === null || terms === null ? [] : [{ rating, terms }],
    );
    return rated.sort((a, b) => b.rating.wallMs - a.rating.wallMs).slice(0, MAX_RATED_SESSIONS);
  }

  async #isOf(session: string, origin: string | null): Promise<boolean> {
    return (await this.#database.session(session))?.origin === (origin ?? '');
  }

  async #keptSession(row: SessionRow, rows: readonly SeriesRow[]): Promise<KeptSession> {
    const { session, origin, instrument, extension, browser, wallMs, lastWallMs, closed } = row;
    const model = await this.#database.model(session);
    return {
      facts: {
        session,
        origin,
        instrument,
        extension,
        browser,
        startWallMs: wallMs,
        lastWallMs,
        closed,
        events: await this.#tally(session),
      },
      model:
        model === undefined
          ? null
          : {
              reading: model.reading,
              terms: model.terms,
              wallOffsetMs: model.wallOffsetMs,
              rating: model.rating,
            },
      rows,
    };
  }

  async #tally(session: string): Promise<EventTally> {
    let tally = NO_EVENTS;
    for (let from = 0; ; from += MAX_LINES_PER_ANSWER) {
      const lines = await this.#database.lines(session, from, MAX_LINES_PER_ANSWER);
      for (const line of lines) {
        const entry = readEntry(line);
        if (entry !== undefined) tally = tallied(tally, entry);
      }
      if (lines.length < MAX_LINES_PER_ANSWER) return tally;
    }
  }

  async #makeRoom(): Promise<void> {
    const models = [...(await this.#database.models())].sort((a, b) => lastWallMs(a) - lastWallMs(b));
    let total = models.reduce((sum, { rowCount }) => sum + rowCount, 0);
    for (const { session, rowCount } of models) {
      // Room for one whole session more.
      if (total <= MAX_TOTAL_ROWS - MAX_ROWS) return;
      await this.#database.removeSeconds(session);
      total -= rowCount;
    }
  }
}

function lastWallMs({ reading, wallOffsetMs }: ModelRow): number {
  return reading.atMs + wallOffsetMs;
}

/** The header, and a line that cannot be read, count as nothing. */
function readEntry(line: string) {
  try {
    const entry = run(entryLineDecoder, JSON.parse(line));
    return entry.ok ? entry.value.event : undefined;
  } catch {
    return undefined;
  }
}
