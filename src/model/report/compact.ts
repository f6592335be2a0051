import type { SeriesRow } from '../measure/quantities/model-reading.ts';
import type { SessionState } from '../session/session-state.ts';

/** From good to bad: where several seconds become one, the worst is what must not be lost. */
const BADNESS: readonly SessionState[] = ['idle', 'stable', 'recovery', 'unstable', 'breakdown'];

/**
 * At most `most` rows for a plot: rates are averaged, round trips and states are the worst, scores the lowest of the
 * seconds that a row stands for.
 */
export function compact(rows: readonly SeriesRow[], most: number): readonly SeriesRow[] {
  const each = Math.ceil(rows.length / most);
  if (each <= 1) return rows;
  const shorter: SeriesRow[] = [];
  for (let from = 0; from < rows.length; from += each) {
    const last = rows[Math.min(rows.length, from + each) - 1];
    if (last !== undefined) shorter.push(merged(rows.slice(from, from + each), last));
  }
  return shorter;
}

function merged(rows: readonly SeriesRow[], last: SeriesRow): SeriesRow {
  const mean = (of: (row: SeriesRow) => number): number =>
    rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  const extreme = (of: (row: SeriesRow) => number | null, pick: (...values: number[]) => number) => {
    const known = rows.map(of).filter((value) => value !== null);
    return known.length === 0 ? null : pick(...known);
  };
  return {
    atMs: last.atMs,
    state: rows.reduce<SessionState>(
      (worst, { state }) => (BADNESS.indexOf(state) > BADNESS.indexOf(worst) ? state : worst),
      'idle',
    ),
    demandPerSecond: mean((row) => row.demandPerSecond),
    deliveredPerSecond: mean((row) => row.deliveredPerSecond),
    supplyBitsPerSecond: mean((row) => row.supplyBitsPerSecond),
    effectiveMs: extreme((row) => row.effectiveMs, Math.max),
    baseMs: last.baseMs,
    pathQuality: Math.min(...rows.map((row) => row.pathQuality)),
    tight: extreme((row) => row.tight, Math.min),
    loose: extreme((row) => row.loose, Math.min),
  };
}
