/** Bytes that may be on their way before the path has been measured, and never fewer than the least. */
const WINDOW_FIRST_BYTES = 64 * 1024;
const WINDOW_LEAST_BYTES = 12 * 1024;
/** More would fill a bloated buffer for seconds when a good path turns bad. */
const WINDOW_MOST_BYTES = 192 * 1024;
/** Excess over the base round trip that is put down to our own queue: shrink above, grow below. */
const EXCESS_HIGH_MS = 80;
const EXCESS_LOW_MS = 30;
const SHRINK = 0.7;
/** The base round trip is the least of the last one to two periods: a path that became longer is learned. */
const BASE_PERIOD_MS = 5000;

interface Sent {
  readonly number: number;
  readonly bytes: number;
  readonly atMs: number;
  /** Whether the window was at least half full: only then does a good round trip say it may grow. */
  readonly limited: boolean;
}

/**
 * How much a server may have on its way to one client, judged by the fences sent behind each update: after
 * TCP Vegas and TigerVNC's Congestion, so that a slow path carries fewer pictures and not older ones.
 */
export class Congestion {
  #window = WINDOW_FIRST_BYTES;
  #flight: Sent[] = [];
  #flightBytes = 0;
  #number = 0;
  #bases: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  #periodEndMs = Number.NEGATIVE_INFINITY;
  #roundTripMs: number | null = null;
  #shrunkAtMs = Number.NEGATIVE_INFINITY;

  get windowBytes(): number {
    return this.#window;
  }

  /** Round trip of the last answered fence, null before the first. */
  get roundTripMs(): number | null {
    return this.#roundTripMs;
  }

  /** Bytes that may be sent now. */
  get roomBytes(): number {
    return Math.max(0, this.#window - this.#flightBytes);
  }

  /** Counts an update as sent; the number goes into its fence. */
  sent(bytes: number, nowMs: number): number {
    this.#number = (this.#number + 1) >>> 0;
    this.#flightBytes += bytes;
    this.#flight.push({
      number: this.#number,
      bytes,
      atMs: nowMs,
      limited: this.#flightBytes * 2 >= this.#window,
    });
    return this.#number;
  }

  /** A fence came back: all up to it has been received. Returns false for a number that is not out. */
  acknowledged(number: number, nowMs: number): boolean {
    const index = this.#flight.findIndex((sent) => sent.number === number);
    const sent = this.#flight[index];
    if (sent === undefined) return false;
    for (const done of this.#flight.splice(0, index + 1)) this.#flightBytes -= done.bytes;
    const roundTripMs = nowMs - sent.atMs;
    this.#roundTripMs = roundTripMs;
    this.#adapt(sent, roundTripMs - this.#base(roundTripMs, nowMs), nowMs);
    return true;
  }

  #adapt(sent: Sent, excessMs: number, nowMs: number): void {
    if (excessMs > EXCESS_HIGH_MS) {
      // Once per round trip: what was sent before the last change says nothing about it.
      if (sent.atMs < this.#shrunkAtMs) return;
      this.#window = Math.max(WINDOW_LEAST_BYTES, this.#window * SHRINK);
      this.#shrunkAtMs = nowMs;
    } else if (excessMs < EXCESS_LOW_MS && sent.limited) {
      this.#window = Math.min(WINDOW_MOST_BYTES, this.#window + sent.bytes / 2);
    }
  }

  #base(roundTripMs: number, nowMs: number): number {
    if (nowMs >= this.#periodEndMs) {
      this.#bases = [this.#bases[1], roundTripMs];
      this.#periodEndMs = nowMs + BASE_PERIOD_MS;
    }
    this.#bases[1] = Math.min(this.#bases[1], roundTripMs);
    return Math.min(...this.#bases);
  }
}
