import { type ReadonlySignal, signal } from '@preact/signals';
import { run } from '../../model/decode/decode.ts';
import { type Chain, concluded, EMPTY_CHAIN, withLine } from '../../model/record/chain.ts';
import { type EntryLine, entryLineDecoder } from '../../model/record/record-line.ts';
import type { RecordedSession, RecordList } from '../../model/record/recorded-session.ts';
import type { Notice } from '../notice-text.ts';
import { allLines, fileName, recordFile, traceFileName, traceText } from './record-file.ts';
import type { RecordsPort } from './records-port.ts';
import { ReportStore } from './report-store.ts';

/** How often the list is asked for; a session grows while one looks. */
const REFRESH_MS = 3000;
/** Lines between two signs of life of a long check. */
const CHECK_STEP = 500;

/** A record that is looked at. */
export interface OpenRecord {
  readonly session: RecordedSession;
  readonly entries: readonly EntryLine[];
  /** null: still being checked. */
  readonly chain: Chain | null;
}

/** undefined: not known yet; null: the background does not answer. */
type Asked<T> = T | null | undefined;

/** What the page knows, and what its buttons do. */
export class RecordsStore {
  readonly reports: ReportStore;
  readonly #port: RecordsPort;
  readonly #list = signal<Asked<RecordList>>(undefined);
  readonly #open = signal<Asked<OpenRecord>>(undefined);
  readonly #opened = signal<string | undefined>(undefined);
  readonly #progress = signal<number | undefined>(undefined);
  readonly #traced = signal<readonly string[]>([]);
  readonly #notice = signal<Notice | undefined>(undefined);

  constructor(port: RecordsPort) {
    this.#port = port;
    this.reports = new ReportStore(port);
  }

  get list(): ReadonlySignal<Asked<RecordList>> {
    return this.#list;
  }

  /** The record that `show` asked for; null: there is none of that name. */
  get open(): ReadonlySignal<Asked<OpenRecord>> {
    return this.#open;
  }

  get opened(): ReadonlySignal<string | undefined> {
    return this.#opened;
  }

  /** The sessions that have a trace. */
  get traced(): ReadonlySignal<readonly string[]> {
    return this.#traced;
  }

  /** 0 to 1 while an export is made. */
  get progress(): ReadonlySignal<number | undefined> {
    return this.#progress;
  }

  get notice(): ReadonlySignal<Notice | undefined> {
    return this.#notice;
  }

  /** Looks now and every few seconds. Returns the way to stop. */
  start(): () => void {
    const look = () => void this.refresh();
    look();
    const timer = setInterval(look, REFRESH_MS);
    return () => clearInterval(timer);
  }

  async refresh(): Promise<void> {
    const list = await this.#port.list();
    this.#traced.value = (await this.#port.traces()) ?? this.#traced.value;
    // An answer that did not come takes away nothing that is known.
    if (list !== undefined || this.#list.value === undefined) this.#list.value = list ?? null;
  }

  /** Shows a record with its entries, checked; undefined: the list. */
  async show(session: string | undefined): Promise<void> {
    this.#opened.value = session;
    this.#open.value = undefined;
    this.#notice.value = undefined;
    const report = this.reports.show(session);
    if (session === undefined) return report;
    const isStill = () => this.#opened.value === session;
    await this.refresh();
    const found = this.#list.value?.sessions.find((each) => each.session === session);
    const lines = found && (await allLines(this.#port, session, () => {}));
    if (!isStill()) return;
    if (found === undefined || lines === undefined || lines.length === 0) {
      this.#open.value = null;
      return;
    }
    const entries = lines.slice(1).flatMap(readEntry);
    this.#open.value = { session: found, entries, chain: null };
    const chain = await this.#checked(found, lines, isStill);
    if (isStill()) this.#open.value = { session: found, entries, chain };
    await report;
  }

  async exportRecord(session: RecordedSession): Promise<void> {
    this.#notice.value = undefined;
    this.#progress.value = 0;
    const lines = await allLines(this.#port, session.session, (count) => {
      this.#progress.value = Math.min(1, count / (session.count + 1));
    });
    if (lines === undefined || lines.length === 0) {
      this.#notice.value = { key: 'uiRecordsFailed', substitutions: [] };
    } else {
      const file = await recordFile(this.#port, session, lines);
      const name = fileName(session);
      this.#port.save(name, `${file.lines.join('\n')}\n`);
      this.#notice.value = { key: 'uiRecordsExported', substitutions: [name] };
    }
    this.#progress.value = undefined;
  }

  async exportTrace(session: RecordedSession): Promise<void> {
    this.#notice.value = undefined;
    const trace = await traceText(this.#port, session.session);
    const name = traceFileName(session);
    if (trace !== undefined) this.#port.save(name, trace);
    this.#notice.value =
      trace === undefined
        ? { key: 'uiRecordsFailed', substitutions: [] }
        : { key: 'uiRecordsTraceSaved', substitutions: [name] };
  }

  async remove(sessions: readonly string[]): Promise<void> {
    const left = await this.#port.remove(sessions);
    if (left !== undefined) this.#list.value = left;
    this.#notice.value = {
      key: left === undefined ? 'uiRecordsFailed' : 'uiRecordsDeleted',
      substitutions: [],
    };
  }

  /** The record is checked as it would be exported. */
  async #checked(
    session: RecordedSession,
    lines: readonly string[],
    isWanted: () => boolean,
  ): Promise<Chain> {
    const file = await recordFile(this.#port, session, lines);
    let chain = EMPTY_CHAIN;
    for (const [at, line] of file.lines.entries()) {
      if (at % CHECK_STEP === 0 && !isWanted()) break;
      chain = await withLine(chain, line, this.#port.hash);
    }
    // What the list knows was noted apart from the lines; meanwhile they may have become more, never fewer.
    const noted = lines[session.count];
    const isWhole = noted !== undefined && (await this.#port.hash(noted)) === session.head;
    return concluded(chain, isWhole ? undefined : session.head);
  }
}

/** A line that cannot be read is told by the check, and cannot be shown. */
function readEntry(line: string): readonly EntryLine[] {
  try {
    const entry = run(entryLineDecoder, JSON.parse(line));
    return entry.ok ? [entry.value] : [];
  } catch {
    return [];
  }
}
