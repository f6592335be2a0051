import { type ReadonlySignal, signal } from '@preact/signals';
import type { SeriesRow } from '../../model/measure/quantities/model-reading.ts';
import { agreementOf } from '../../model/report/agreement.ts';
import type { KeptSession } from '../../model/report/kept-session.ts';
import type { RatingValue } from '../../model/report/rating.ts';
import type { Agreement, ReportInput } from '../../model/report/report-input.ts';
import { type ReportFormat, reportFile } from '../../ui/analyst/report-file.ts';
import type { Messages } from '../../ui/surroundings.ts';
import type { RecordsPort } from './records-port.ts';

/** What is known of the session that is looked at, besides its record. */
export interface OpenReport {
  readonly session: string;
  readonly kept: KeptSession;
  /** null: the background did not answer. */
  readonly agreement: Agreement | null;
}

/** The report of the session that is looked at, and its rating. */
export class ReportStore {
  readonly #port: RecordsPort;
  readonly #open = signal<OpenReport | undefined>(undefined);
  #asked: string | undefined;

  constructor(port: RecordsPort) {
    this.#port = port;
  }

  /** undefined: none is asked for, or not known yet. */
  get open(): ReadonlySignal<OpenReport | undefined> {
    return this.#open;
  }

  async show(session: string | undefined): Promise<void> {
    this.#asked = session;
    this.#open.value = undefined;
    if (session !== undefined) await this.#look(session);
  }

  /** The rating takes the place of an earlier one. */
  async rate(session: string, value: RatingValue): Promise<boolean> {
    const isTaken = await this.#port.rate(session, { value, wallMs: this.#port.wallMs() });
    if (isTaken === true) await this.#look(session);
    return isTaken === true;
  }

  /** @returns the name of the file; undefined when the background did not answer */
  async save(session: string, format: ReportFormat, messages: Messages): Promise<string | undefined> {
    const input = await this.#input(session);
    if (input === undefined) return undefined;
    const { name, text, mimeType } = reportFile(input, format, messages);
    this.#port.save(name, text, mimeType);
    return name;
  }

  async #look(session: string): Promise<void> {
    const kept = await this.#port.kept(session, -1);
    const agreement = await this.#agreement();
    if (kept !== undefined && this.#asked === session) this.#open.value = { session, kept, agreement };
  }

  async #agreement(): Promise<Agreement | null> {
    const rated = await this.#port.rated();
    return rated === undefined ? null : agreementOf(rated);
  }

  async #input(session: string): Promise<ReportInput | undefined> {
    const first = await this.#port.kept(session, -1);
    if (first?.facts == null) return undefined;
    const rows: SeriesRow[] = [...first.rows];
    for (let last = rows.at(-1); last !== undefined; ) {
      const more = await this.#port.kept(session, last.atMs);
      if (more === undefined) return undefined;
      rows.push(...more.rows);
      last = more.rows.at(-1);
    }
    const { model } = first;
    const { events, ...facts } = first.facts;
    return {
      facts,
      events,
      reading: model?.reading ?? null,
      rows,
      wallOffsetMs: model?.wallOffsetMs ?? 0,
      rating: model?.rating ?? null,
      agreement: await this.#agreement(),
      madeWallMs: this.#port.wallMs(),
    };
  }
}
