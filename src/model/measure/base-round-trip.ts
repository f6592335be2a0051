import {
  BASE_BUCKET_MS,
  BASE_LONG_BUCKETS,
  BASE_SHORT_BUCKETS,
  ROUTE_CHANGE_RATIO,
  STEADY_SHIFT_MIN_SAMPLES,
  STEADY_SHIFT_MS,
  STEADY_SPREAD_MS,
  STEADY_SPREAD_RATIO,
} from './thresholds.ts';

interface Bucket {
  readonly startMs: number;
  minMs: number;
}

interface Sample {
  readonly atMs: number;
  readonly roundTripMs: number;
}

/** Samples of the steady-shift test: 15 s at 10 per second; older ones fall out. */
const MAX_SAMPLES = 200;

/**
 * RTT_base: what the path takes when nothing queues. The long minimum, until the path itself has changed: then
 * the short one (see thresholds: route change, steady shift).
 */
export class BaseRoundTrip {
  #buckets: Bucket[] = [];
  #samples: Sample[] = [];
  #raisedSinceMs: number | null = null;

  /** null before the first round trip. */
  get ms(): number | null {
    let min = Infinity;
    for (const bucket of this.#buckets) min = Math.min(min, bucket.minMs);
    return min === Infinity ? null : min;
  }

  add(roundTripMs: number, nowMs: number): void {
    const last = this.#buckets.at(-1);
    if (last === undefined || nowMs - last.startMs >= BASE_BUCKET_MS) {
      this.#buckets.push({ startMs: nowMs, minMs: roundTripMs });
      const oldestMs = nowMs - BASE_LONG_BUCKETS * BASE_BUCKET_MS;
      this.#buckets = this.#buckets.filter((bucket) => bucket.startMs > oldestMs);
    } else {
      last.minMs = Math.min(last.minMs, roundTripMs);
    }
    this.#samples.push({ atMs: nowMs, roundTripMs });
    const sinceMs = nowMs - STEADY_SHIFT_MS;
    this.#samples = this.#samples.filter((sample) => sample.atMs >= sinceMs).slice(-MAX_SAMPLES);
    this.#acceptRouteChange(nowMs);
    this.#acceptSteadyShift(nowMs);
  }

  #acceptRouteChange(nowMs: number): void {
    const base = this.ms;
    const shortSinceMs = nowMs - BASE_SHORT_BUCKETS * BASE_BUCKET_MS;
    const recent = this.#buckets.filter((bucket) => bucket.startMs > shortSinceMs);
    const shortMin = recent.reduce((min, bucket) => Math.min(min, bucket.minMs), Infinity);
    if (base === null || shortMin <= base * ROUTE_CHANGE_RATIO) {
      this.#raisedSinceMs = null;
      return;
    }
    this.#raisedSinceMs ??= nowMs;
    if (nowMs - this.#raisedSinceMs < BASE_SHORT_BUCKETS * BASE_BUCKET_MS) return;
    this.#buckets = recent;
    this.#raisedSinceMs = null;
  }

  #acceptSteadyShift(nowMs: number): void {
    const base = this.ms;
    const first = this.#samples[0];
    if (base === null || first === undefined || this.#samples.length < STEADY_SHIFT_MIN_SAMPLES) return;
    if (nowMs - first.atMs < STEADY_SHIFT_MS * 0.9) return;
    const min = this.#samples.reduce((least, sample) => Math.min(least, sample.roundTripMs), Infinity);
    if (min <= base * ROUTE_CHANGE_RATIO || min - base <= STEADY_SPREAD_MS) return;
    const sorted = this.#samples.map((sample) => sample.roundTripMs).sort((a, b) => a - b);
    const p90 = sorted[Math.floor(sorted.length * 0.9)] ?? min;
    if (p90 - min > Math.max(STEADY_SPREAD_MS, STEADY_SPREAD_RATIO * min)) return;
    this.#buckets = [{ startMs: nowMs, minMs: min }];
    this.#raisedSinceMs = null;
  }
}
