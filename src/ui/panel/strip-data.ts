import { type ConnectionHistory, type Episode, WINDOW_MS } from '../history.ts';

/** One column per series, uPlot's form; seconds before now come first. */
export type Columns = readonly [readonly number[], ...(readonly (number | null)[])[]];

export interface StripData {
  readonly demand: Columns;
  readonly supply: Columns;
  readonly trip: Columns;
}

/** The chart's columns: x in seconds, 0 is the newest snapshot, the past is negative. */
export function stripData(history: ConnectionHistory): StripData {
  const samples = history.samples.filter((each) => history.latest.nowMs - each.nowMs <= WINDOW_MS);
  const seconds = samples.map((each) => (each.nowMs - history.latest.nowMs) / 1000);
  return {
    demand: [
      seconds,
      samples.map((each) => each.demand.attemptedPerSecond),
      samples.map((each) => each.demand.deliveredPerSecond),
    ],
    supply: [seconds, samples.map((each) => each.supply.rateBitsPerSecond)],
    trip: [
      seconds,
      samples.map((each) => finite(each.path.effectiveMs)),
      samples.map((each) => finite(each.path.baseMs)),
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
    if (episode.endMs < startMs) continue;
    found.push({
      episode,
      startRatio: Math.max(0, (episode.startMs - startMs) / WINDOW_MS),
      endRatio: Math.min(1, (episode.endMs - startMs) / WINDOW_MS),
    });
  }
  return found;
}

/** A gap in the line where nothing was measured. */
function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
