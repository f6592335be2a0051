/** Neighbouring classes differ by this factor: a quantile is exact to 2.5 %. */
const RATIO = 1.05;
const LOG_RATIO = Math.log(RATIO);
/** Smaller values count as nothing; larger ones as the largest. */
const LEAST = 0.01;
const CLASSES = 700;

/**
 * Counts of positive values in classes of equal ratio, for quantiles over sessions of any length: whole numbers, so
 * nothing drifts, and a fixed amount of memory. Reaches from 0.01 to 10^12.
 */
export class LogHistogram {
  readonly #counts = new Float64Array(CLASSES);
  #count = 0;

  add(value: number): void {
    const place = value < LEAST ? 0 : 1 + Math.floor(Math.log(value / LEAST) / LOG_RATIO);
    const index = Math.min(CLASSES - 1, place);
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#count += 1;
  }

  get count(): number {
    return this.#count;
  }

  /** Value below which `part` of all lies, in the geometric middle of its class; null: none was added. */
  quantile(part: number): number | null {
    if (this.#count === 0) return null;
    const wanted = part * this.#count;
    let below = 0;
    for (let index = 0; index < CLASSES; index++) {
      below += this.#counts[index] ?? 0;
      if (below >= wanted && below > 0) return index === 0 ? 0 : LEAST * RATIO ** (index - 0.5);
    }
    return LEAST * RATIO ** (CLASSES - 0.5);
  }
}
