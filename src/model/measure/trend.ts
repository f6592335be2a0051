import {
  TREND_CONSECUTIVE,
  TREND_EXCESS_MS,
  TREND_MIN_SAMPLES,
  TREND_MS_PER_SECOND,
  TREND_STANDARD_ERRORS,
  TREND_WINDOW_MS,
} from './thresholds.ts';

interface Point {
  readonly atMs: number;
  readonly excessMs: number;
}

/** 2 s at 10 per second, doubled for bursts of late replies; older points fall out. */
const MAX_POINTS = 40;

/**
 * Least-squares slope of the excess delay over the last two seconds: a queue that fills shows here before it
 * shows in the level. The physical form of the trendline filter of WebRTC's congestion control.
 */
export class Trend {
  #points: Point[] = [];
  #slope = 0;
  #rising = 0;

  add(excessMs: number, sentAtMs: number): void {
    this.#points.push({ atMs: sentAtMs, excessMs });
    const sinceMs = sentAtMs - TREND_WINDOW_MS;
    this.#points = this.#points.filter((point) => point.atMs >= sinceMs).slice(-MAX_POINTS);
    const fit = fitLine(this.#points);
    this.#slope = fit?.slope ?? 0;
    const threshold = Math.max(TREND_MS_PER_SECOND, TREND_STANDARD_ERRORS * (fit?.standardError ?? 0));
    const rising = this.#slope > threshold && medianOfLastThree(this.#points) > TREND_EXCESS_MS;
    this.#rising = rising ? this.#rising + 1 : 0;
  }

  /** Slope of e in ms per second; 0 while too few round trips are known. */
  get msPerSecond(): number {
    return this.#slope;
  }

  /** Whether the slope is significant and lasts: an early warning. */
  get rising(): boolean {
    return this.#rising >= TREND_CONSECUTIVE;
  }
}

function fitLine(points: readonly Point[]): { slope: number; standardError: number } | null {
  const count = points.length;
  if (count < TREND_MIN_SAMPLES) return null;
  const meanAt = points.reduce((sum, point) => sum + point.atMs, 0) / count;
  const meanExcess = points.reduce((sum, point) => sum + point.excessMs, 0) / count;
  let spread = 0;
  let product = 0;
  for (const point of points) {
    spread += (point.atMs - meanAt) ** 2;
    product += (point.atMs - meanAt) * (point.excessMs - meanExcess);
  }
  if (spread === 0) return null;
  const slope = product / spread;
  let residual = 0;
  for (const point of points) {
    residual += (point.excessMs - meanExcess - slope * (point.atMs - meanAt)) ** 2;
  }
  const standardError = Math.sqrt(residual / (count - 2) / spread);
  return { slope: slope * 1000, standardError: standardError * 1000 };
}

function medianOfLastThree(points: readonly Point[]): number {
  const last = points.slice(-3).map((point) => point.excessMs);
  return last.sort((a, b) => a - b)[1] ?? 0;
}
