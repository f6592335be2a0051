/** One sample: at least so long, so many bytes, and no pause in it that is longer than this. */
const SAMPLE_MS = 250;
const SAMPLE_BYTES = 10_000;
const MAX_PAUSE_MS = 1500;
/** The newest so many, of the last so long, and no fewer than two. */
const SAMPLES = 6;
const FRESH_MS = 10_000;

/**
 * C, bit/s, from what arrives while the path is full: then no time passes in which the link carries nothing, and what
 * came between two arrivals took all of it. A path that is not full says nothing here, unlike the panel's capacity,
 * which takes the insides of large updates as a lower bound (measure/quantities/capacity.ts): relays join pieces, and
 * the small pictures of a low quality come in one.
 */
export class LinkCapacity {
  #samples: readonly { readonly atMs: number; readonly bitsPerSecond: number }[] = [];
  #isFull = false;
  #sinceMs: number | null = null;
  #lastMs = 0;
  #bytes = 0;

  /** Whether the path queues, as the newest probes see it. */
  tick(isFull: boolean): void {
    this.#isFull = isFull;
    if (!isFull) this.#sinceMs = null;
  }

  /** A chunk arrived; negative: that much of it was a reply to us. */
  chunk(bytes: number, nowMs: number): void {
    if (!this.#isFull) return;
    const sinceMs = this.#sinceMs;
    const isBroken = sinceMs === null || nowMs - this.#lastMs > MAX_PAUSE_MS;
    this.#bytes = isBroken ? 0 : this.#bytes + bytes;
    if (isBroken) this.#sinceMs = nowMs;
    this.#lastMs = nowMs;
    if (isBroken || nowMs - sinceMs < SAMPLE_MS || this.#bytes < SAMPLE_BYTES) return;
    const sample = { atMs: nowMs, bitsPerSecond: (8000 * this.#bytes) / (nowMs - sinceMs) };
    this.#samples = [...this.#samples, sample].slice(-SAMPLES);
    this.#sinceMs = nowMs;
    this.#bytes = 0;
  }

  /** The median; null: the path was not full lately. */
  bitsPerSecond(nowMs: number): number | null {
    const rates = this.#samples
      .filter(({ atMs }) => nowMs - atMs <= FRESH_MS)
      .map((each) => each.bitsPerSecond)
      .sort((a, b) => a - b);
    return rates.length < 2 ? null : (rates[rates.length >> 1] ?? null);
  }
}
