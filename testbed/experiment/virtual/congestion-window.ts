/** RFC 9438: C = 0.4 segments/s^3, a window falls to 0.7 of itself at a loss. RFC 6928: 10 segments to begin with. */
const CUBIC_C = 0.4;
const CUBIC_BETA = 0.7;
/** Segments per round trip that make a flow with this factor as fast as Reno. */
const RENO_GAIN = (3 * (1 - CUBIC_BETA)) / (1 + CUBIC_BETA);
const FIRST_SEGMENTS = 10;
const LEAST_SEGMENTS = 2;

/** How many segments may be under way: slow start, then the cubic of RFC 9438 section 4.2. */
export class CongestionWindow {
  #segments = FIRST_SEGMENTS;
  #threshold = Number.POSITIVE_INFINITY;
  #most = 0;
  #lossAtMs = 0;
  /** What Reno would have reached since the last loss: CUBIC is never slower (RFC 9438 section 4.3). */
  #renoSegments = 0;

  get segments(): number {
    return Math.max(1, Math.floor(this.#segments));
  }

  /** So many were acknowledged. A window that was not used up does not grow. */
  grow(count: number, isLimited: boolean, roundTripMs: number, nowMs: number): void {
    if (!isLimited) return;
    if (this.#segments < this.#threshold) {
      this.#segments = Math.min(this.#threshold, this.#segments + count);
      return;
    }
    const sinceS = (nowMs - this.#lossAtMs + roundTripMs) / 1000;
    const plateauS = Math.cbrt((this.#most * (1 - CUBIC_BETA)) / CUBIC_C);
    const target = CUBIC_C * (sinceS - plateauS) ** 3 + this.#most;
    this.#renoSegments += (RENO_GAIN * count) / this.#segments;
    // At most half as much again per round trip.
    const wanted = Math.min(1.5 * this.#segments, Math.max(this.#segments, target));
    this.#segments += ((wanted - this.#segments) * count) / this.#segments;
    this.#segments = Math.max(this.#segments, this.#renoSegments);
  }

  lost(nowMs: number): void {
    this.#shrink(nowMs);
    this.#segments = this.#threshold;
  }

  timedOut(isFirst: boolean, nowMs: number): void {
    if (isFirst) this.#shrink(nowMs);
    this.#segments = 1;
  }

  /** Nothing was sent for long: what was known of the path is stale. */
  restart(): void {
    this.#segments = Math.min(this.#segments, FIRST_SEGMENTS);
  }

  #shrink(nowMs: number): void {
    this.#most = this.#segments;
    this.#lossAtMs = nowMs;
    this.#threshold = Math.max(LEAST_SEGMENTS, this.#segments * CUBIC_BETA);
    this.#renoSegments = this.#threshold;
  }
}
