import {
  MAX_DEVIATION_MS,
  MAX_SMOOTHED_SAMPLE_MS,
  RTTVAR_GAIN,
  SRTT_GAIN,
  STALL_MARGIN_MS,
  STALL_MAX_MS,
  STALL_MIN_MS,
} from './thresholds.ts';

/** Round trips the deviation is computed over: about 30 s; older ones fall out. */
const MAX_QUIET_SAMPLES = 150;
/** The deviation is computed anew after so many round trips, from the first ones on. */
const DEVIATION_EVERY = 8;

/** SRTT and RTTVAR (RFC 6298) for the stall limit, and the noise of a quiet path for the level thresholds. */
export class RoundTripStatistics {
  #srtt: number | null = null;
  #rttvar = 0;
  #quiet: number[] = [];
  #count = 0;
  #deviation = 0;

  /** @param quiet whether the path was not bad when this was measured: only then it tells about noise. */
  add(roundTripMs: number, quiet: boolean): void {
    const sample = Math.min(roundTripMs, MAX_SMOOTHED_SAMPLE_MS);
    if (this.#srtt === null) {
      this.#srtt = sample;
      this.#rttvar = sample / 2;
    } else {
      this.#rttvar += RTTVAR_GAIN * (Math.abs(this.#srtt - sample) - this.#rttvar);
      this.#srtt += SRTT_GAIN * (sample - this.#srtt);
    }
    if (!quiet) return;
    this.#quiet.push(roundTripMs);
    if (this.#quiet.length > MAX_QUIET_SAMPLES) this.#quiet.shift();
    this.#count++;
    if (this.#count % DEVIATION_EVERY !== 0 && this.#count > DEVIATION_EVERY) return;
    const median = medianOf(this.#quiet);
    this.#deviation = medianOf(this.#quiet.map((each) => Math.abs(each - median)));
  }

  /** A_stall = clamp(SRTT + 4 RTTVAR + 150, 250, 1500). */
  get stallAfterMs(): number {
    const expected = (this.#srtt ?? STALL_MAX_MS) + 4 * this.#rttvar + STALL_MARGIN_MS;
    return Math.min(Math.max(expected, STALL_MIN_MS), STALL_MAX_MS);
  }

  /** Median absolute deviation of the quiet path, at most {@link MAX_DEVIATION_MS}. */
  get deviationMs(): number {
    return Math.min(this.#deviation, MAX_DEVIATION_MS);
  }
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
