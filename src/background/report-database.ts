import type { SeriesRow } from '../model/measure/quantities/model-reading.ts';
import type { KeptModel } from '../model/report/kept-session.ts';

/** What the model said last about one recorded session. */
export interface ModelRow extends KeptModel {
  readonly session: string;
  readonly rowCount: number;
}

/** Where the model's words are kept, beside the records. Every call may reject, and then has changed nothing. */
export interface ReportDatabase {
  model(session: string): Promise<ModelRow | undefined>;
  models(): Promise<readonly ModelRow[]>;
  /**
   * Puts the row and its new seconds in place together, and counts them; beyond `maxRows` every other is left out.
   * false, and nothing is changed, when the session has no record (any more).
   */
  putModel(row: ModelRow, rows: readonly SeriesRow[], maxRows: number): Promise<boolean>;
  /** In order of time, those after `afterAtMs`. */
  seconds(session: string, afterAtMs: number, limit: number): Promise<readonly SeriesRow[]>;
  /** The seconds go, the reading and the rating stay. */
  removeSeconds(session: string): Promise<void>;
}
