import type { SessionState } from '../../session/session-state.ts';
import { MAX_ROWS, type SeriesRow } from './model-reading.ts';

const ROW_MS = 1000;
/** From harmless to harmful: a row that stands for more than one second shows the worst of them. */
const BY_HARM: readonly SessionState[] = ['idle', 'stable', 'recovery', 'unstable', 'breakdown'];

/**
 * The session as rows, one a second. With {@link MAX_ROWS} rows every two neighbours become one, and from then on a
 * row stands for twice the time: any length of session fits, at the resolution its length allows.
 */
export class Series {
  #rows: SeriesRow[] = [];
  #rowMs = ROW_MS;
  #pending: SeriesRow | null = null;
  #pendingSeconds = 0;

  /** A second is over. */
  add(second: SeriesRow): void {
    this.#pending = this.#pending === null ? second : merged(this.#pending, second, this.#pendingSeconds);
    this.#pendingSeconds += 1;
    if (this.#pendingSeconds * ROW_MS < this.#rowMs) return;
    this.#rows.push(this.#pending);
    this.#pending = null;
    this.#pendingSeconds = 0;
    if (this.#rows.length < MAX_ROWS) return;
    this.#rows = pairs(this.#rows);
    this.#rowMs *= 2;
  }

  /** Milliseconds that a row stands for. */
  get rowMs(): number {
    return this.#rowMs;
  }

  /** Rows that end at `fromAtMs` or later, the oldest first. */
  rows(fromAtMs: number): readonly SeriesRow[] {
    return this.#rows.slice(this.#firstAt(fromAtMs));
  }

  /** Binary search: the panel asks for the last minutes of hours every second. */
  #firstAt(fromAtMs: number): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const row = this.#rows[middle];
      if (row !== undefined && row.atMs < fromAtMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function pairs(rows: readonly SeriesRow[]): SeriesRow[] {
  const merges: SeriesRow[] = [];
  for (let i = 0; i + 1 < rows.length; i += 2) {
    const [first, second] = [rows[i], rows[i + 1]];
    if (first !== undefined && second !== undefined) merges.push(merged(first, second, 1));
  }
  return merges;
}

/** One row for the time of both: rates are means, round trip and state the worst. `weight`: `earlier` counts so often. */
function merged(earlier: SeriesRow, later: SeriesRow, weight: number): SeriesRow {
  const mean = (a: number, b: number): number => a + (b - a) / (weight + 1);
  const known = (a: number | null, b: number | null): number | null =>
    a === null ? b : b === null ? a : mean(a, b);
  return {
    atMs: later.atMs,
    state: BY_HARM.indexOf(earlier.state) > BY_HARM.indexOf(later.state) ? earlier.state : later.state,
    demandPerSecond: mean(earlier.demandPerSecond, later.demandPerSecond),
    deliveredPerSecond: mean(earlier.deliveredPerSecond, later.deliveredPerSecond),
    supplyBitsPerSecond: mean(earlier.supplyBitsPerSecond, later.supplyBitsPerSecond),
    effectiveMs:
      earlier.effectiveMs === null
        ? later.effectiveMs
        : Math.max(earlier.effectiveMs, later.effectiveMs ?? earlier.effectiveMs),
    baseMs: later.baseMs ?? earlier.baseMs,
    pathQuality: Math.min(earlier.pathQuality, later.pathQuality),
    tight: known(earlier.tight, later.tight),
    loose: known(earlier.loose, later.loose),
  };
}
