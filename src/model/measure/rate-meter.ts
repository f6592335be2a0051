/**
 * Rate of something per second, as an exponentially weighted average with time constant `tauMs`. Starts unbiased:
 * what one second of data says is not diluted by the time before it.
 *
 * @example
 * const updates = new RateMeter(1000, 0);
 * updates.add(1, 100);
 * updates.perSecond(200);
 */
export class RateMeter {
  readonly #tauMs: number;
  readonly #startMs: number;
  #sum = 0;
  #atMs: number;

  constructor(tauMs: number, nowMs: number) {
    this.#tauMs = tauMs;
    this.#startMs = nowMs;
    this.#atMs = nowMs;
  }

  add(amount: number, nowMs: number): void {
    this.#decay(nowMs);
    // What is taken back (a stripped reply) was added moments ago; rounding must not leave a rate below nothing.
    this.#sum = Math.max(0, this.#sum + amount);
  }

  perSecond(nowMs: number): number {
    this.#decay(nowMs);
    const seen = 1 - Math.exp(-Math.max(nowMs - this.#startMs, this.#tauMs / 4) / this.#tauMs);
    return (this.#sum * 1000) / (this.#tauMs * seen);
  }

  #decay(nowMs: number): void {
    const elapsedMs = nowMs - this.#atMs;
    if (elapsedMs <= 0) return;
    this.#sum *= Math.exp(-elapsedMs / this.#tauMs);
    this.#atMs = nowMs;
  }
}
