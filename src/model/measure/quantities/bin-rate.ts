/**
 * Rate per second of something that is counted in bins, as an exponentially weighted average with time constant
 * `tauMs`. What a bin holds is taken as spread evenly over it, so a long bin is no spike, and a bin cut in two gives
 * the same rate. Unbiased from the start, as RateMeter.
 *
 * @example
 * const bits = new BinRate(1000);
 * bits.add(8 * bin.supplyBytes, bin.lengthMs);
 * bits.perSecond;
 */
export class BinRate {
  readonly #tauMs: number;
  #sum = 0;
  #seenMs = 0;

  constructor(tauMs: number) {
    this.#tauMs = tauMs;
  }

  add(amount: number, lengthMs: number): void {
    const parts = Math.max(0, lengthMs) / this.#tauMs;
    // (1 - e^-x) / x: what of an even stream over the bin is left at its end.
    const left = parts < 1e-6 ? 1 : -Math.expm1(-parts) / parts;
    this.#sum = this.#sum * Math.exp(-parts) + amount * left;
    // Far below what any rate can mean, and denormal numbers are slow.
    if (this.#sum < 1e-9) this.#sum = 0;
    this.#seenMs = Math.min(this.#seenMs + Math.max(0, lengthMs), 50 * this.#tauMs);
  }

  get perSecond(): number {
    const seen = -Math.expm1(-Math.max(this.#seenMs, this.#tauMs / 4) / this.#tauMs);
    return (this.#sum * 1000) / (this.#tauMs * seen);
  }
}
