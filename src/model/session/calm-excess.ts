import {
  OK_EXCESS_MARGIN_MS,
  OK_EXCESS_MAX_MS,
  OK_EXCESS_MIN_MS,
  OK_EXCESS_QUANTILE,
  OK_EXCESS_REFRESH_SAMPLES,
  OK_EXCESS_SAMPLES,
} from './thresholds.ts';

/**
 * Learns which excess delay is usual while a session is Stable, to say below which one the net is OK again.
 * A fixed limit would keep a session on a jittery but healthy link in Recovery for ever (docs/model.md, "From level to state").
 */
export class CalmExcess {
  readonly #samples = new Float64Array(OK_EXCESS_SAMPLES);
  #count = 0;
  #okExcessMs = OK_EXCESS_MIN_MS;

  /** e_ok in milliseconds. */
  get okExcessMs(): number {
    return this.#okExcessMs;
  }

  /** The excess of one answer that came while the session was Stable. */
  note(excessMs: number): void {
    this.#samples[this.#count % OK_EXCESS_SAMPLES] = excessMs;
    this.#count += 1;
    if (this.#count % OK_EXCESS_REFRESH_SAMPLES === 0) this.#refresh();
  }

  #refresh(): void {
    const sorted = this.#samples.slice(0, Math.min(this.#count, OK_EXCESS_SAMPLES)).sort();
    const quantile = sorted[Math.floor((sorted.length - 1) * OK_EXCESS_QUANTILE)] ?? 0;
    this.#okExcessMs = Math.min(OK_EXCESS_MAX_MS, Math.max(OK_EXCESS_MIN_MS, quantile + OK_EXCESS_MARGIN_MS));
  }
}
