import type { SessionReport } from '../../model/port/extension-message.ts';
import type { Snapshot } from '../../model/snapshot.ts';

/** Reports to the background are at least this far apart; the last of a burst is always sent. */
export const REPORT_PERIOD_MS = 200;

export interface ReporterOptions {
  readonly send: (reports: readonly SessionReport[]) => void;
  /** Calls back once after `delayMs`. */
  readonly later: (delayMs: number, callback: () => void) => void;
  readonly nowMs: () => number;
}

/**
 * Tells the background about edges only: a connection that is new, or whose state, permit or guarding changed.
 * The pictures in between stay in the page.
 */
export class Reporter {
  readonly #options: ReporterOptions;
  #told = '';
  #lastMs = Number.NEGATIVE_INFINITY;
  #waiting: readonly Snapshot[] | null = null;

  constructor(options: ReporterOptions) {
    this.#options = options;
  }

  update(snapshots: readonly Snapshot[]): void {
    if (this.#waiting !== null) {
      this.#waiting = snapshots;
      return;
    }
    if (edges(snapshots) === this.#told) return;
    const waitMs = this.#lastMs + REPORT_PERIOD_MS - this.#options.nowMs();
    if (waitMs <= 0) {
      this.#send(snapshots);
      return;
    }
    this.#waiting = snapshots;
    this.#options.later(waitMs, () => {
      const newest = this.#waiting;
      this.#waiting = null;
      if (newest !== null && edges(newest) !== this.#told) this.#send(newest);
    });
  }

  /** The background did not hear the last report: the next picture is reported again. */
  failed(): void {
    this.#told = '';
  }

  #send(snapshots: readonly Snapshot[]): void {
    this.#told = edges(snapshots);
    this.#lastMs = this.#options.nowMs();
    this.#options.send(snapshots.map(reportOf));
  }
}

/** What must be the same for two sets of pictures to need no report between them. */
function edges(snapshots: readonly Snapshot[]): string {
  return snapshots
    .map(({ connection, guarding, guardingReason, state, blocked, instrument }) =>
      [connection, guarding, guardingReason, state, blocked, instrument.match].join(' '),
    )
    .join('\n');
}

function reportOf(snapshot: Snapshot): SessionReport {
  const { connection, guarding, guardingReason, state, blocked } = snapshot;
  const { path, instrument } = snapshot;
  const roundTripMs = path.roundTripMs;
  return { connection, guarding, guardingReason, state, blocked, roundTripMs, instrument: instrument.match };
}
