import type { SeriesRow } from '../../model/measure/quantities/model-reading.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { type ConnectionHistory, type Episode, WINDOW_MS } from '../history.ts';

/** One column per series, uPlot's form; seconds before now come first. */
export type Columns = readonly [readonly number[], ...(readonly (number | null)[])[]];

/** What the round trip's logarithmic axis can show; what lies outside is drawn at its end. */
export const TRIP_RANGE_MS = [3, 20_000] as const;

export interface StripData {
  /** What the columns were made of, one per row. */
  readonly samples: readonly Snapshot[];
  readonly demand: Columns;
  readonly supply: Columns;
  readonly trip: Columns;
  /** Its rows are `trail`, not `samples`: there is one a second. */
  readonly score: Columns;
  readonly trail: readonly SeriesRow[];
}

/**
 * The chart's columns: x in seconds, 0 is the newest snapshot, the past is negative.
 * @param rows of the session model; it has the clock of the snapshots
 */
export function stripData(history: ConnectionHistory, rows: readonly SeriesRow[]): StripData {
  const samples = history.samples.filter((each) => history.latest.nowMs - each.nowMs <= WINDOW_MS);
  const trail = rows.filter((each) => history.latest.nowMs - each.atMs <= WINDOW_MS);
  const seconds = samples.map((each) => (each.nowMs - history.latest.nowMs) / 1000);
  return {
    samples,
    demand: [
      seconds,
      samples.map((each) => each.demand.attemptedPerSecond),
      samples.map((each) => each.demand.deliveredPerSecond),
    ],
    supply: [seconds, samples.map((each) => each.supply.rateBitsPerSecond)],
    trip: [
      seconds,
      samples.map((each) => drawable(each.path.effectiveMs)),
      samples.map((each) => drawable(each.path.baseMs)),
      samples.map((each) => drawable(each.path.unansweredMs)),
    ],
    trail,
    score: [
      trail.map((each) => Math.min(0, (each.atMs - history.latest.nowMs) / 1000)),
      trail.map((each) => each.tight),
      trail.map((each) => each.loose),
    ],
  };
}

/** A stretch of the chart's width, as shares of it. */
export interface Band {
  readonly episode: Episode;
  readonly startRatio: number;
  readonly endRatio: number;
}

/** The episodes that lie within the window, clipped to it. */
export function bands(history: ConnectionHistory): readonly Band[] {
  const endMs = history.latest.nowMs;
  const startMs = endMs - WINDOW_MS;
  const found: Band[] = [];
  for (const episode of history.episodes) {
    if (episode.endMs <= startMs) continue;
    found.push({
      episode,
      startRatio: Math.max(0, (episode.startMs - startMs) / WINDOW_MS),
      endRatio: Math.min(1, (episode.endMs - startMs) / WINDOW_MS),
    });
  }
  return found;
}

/** A gap in the line where nothing was measured. */
function drawable(ms: number | null): number | null {
  const [least, most] = TRIP_RANGE_MS;
  return ms === null || !Number.isFinite(ms) ? null : Math.min(most, Math.max(least, ms));
}
