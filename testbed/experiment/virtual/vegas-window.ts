/** After TigerVNC's congestion control (docs/model.md): bytes of pictures that may be under way. */
const FIRST_BYTES = 16_384;
const LEAST_BYTES = 4096;
const MOST_BYTES = 4_194_304;
/** Round trip beyond the base, ms: much shrinks the window, little lets it grow, less faster. */
const MUCH_MS = 50;
const LITTLE_MS = 25;
const HARDLY_MS = 5;
const STEP_BYTES = 4096;
/** So many round trips decide together. */
const SAMPLES = 3;
/** A jump is answered at once. */
const JUMP_MS = 100;

interface Sent {
  readonly toByte: number;
  readonly atMs: number;
}

/** Paces a server's pictures by the round trip of the fences behind them, as TCP Vegas does. */
export class VegasWindow {
  #bytes = FIRST_BYTES;
  #isStarting = true;
  #sentBytes = 0;
  #receivedBytes = 0;
  #flight: Sent[] = [];
  #baseMs = Number.POSITIVE_INFINITY;
  #leastMs = Number.POSITIVE_INFINITY;
  #samples = 0;

  /** Whether another picture has to wait. */
  get isFull(): boolean {
    return this.#sentBytes - this.#receivedBytes >= this.#bytes;
  }

  /** A picture was written. */
  sent(bytes: number, nowMs: number): void {
    this.#sentBytes += bytes;
    this.#flight.push({ toByte: this.#sentBytes, atMs: nowMs });
  }

  /** The answer to the fence behind the oldest unanswered picture came. */
  answered(nowMs: number): void {
    const sent = this.#flight.shift();
    if (sent === undefined) return;
    this.#receivedBytes = sent.toByte;
    const roundTripMs = nowMs - sent.atMs;
    this.#baseMs = Math.min(this.#baseMs, roundTripMs);
    this.#leastMs = Math.min(this.#leastMs, roundTripMs);
    this.#samples += 1;
    if (this.#samples < SAMPLES) return;
    this.#adapt(this.#leastMs - this.#baseMs);
    this.#samples = 0;
    this.#leastMs = Number.POSITIVE_INFINITY;
  }

  #adapt(excessMs: number): void {
    if (excessMs > JUMP_MS && excessMs > this.#baseMs / 2) {
      this.#bytes *= this.#baseMs / this.#leastMs;
      this.#isStarting = false;
    } else if (this.#isStarting) {
      if (excessMs < LITTLE_MS) this.#bytes *= 2;
      else this.#isStarting = false;
    } else if (excessMs > MUCH_MS) this.#bytes -= STEP_BYTES;
    else if (excessMs < HARDLY_MS) this.#bytes += 2 * STEP_BYTES;
    else if (excessMs < LITTLE_MS) this.#bytes += STEP_BYTES;
    this.#bytes = Math.min(MOST_BYTES, Math.max(LEAST_BYTES, this.#bytes));
  }
}
