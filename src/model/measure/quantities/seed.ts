import type { Bin } from '../bin.ts';
import type { Presence } from './presence.ts';
import { type Quantity, unknown } from './quantity.ts';
import { quartilesOf } from './quartiles.ts';
import { Recent } from './recent.ts';

const WINDOW_MS = 1000;
/** A path that is not ideal for so long is congested: the server sends less, and what comes says nothing. */
const MAX_WINDOW_MS = 3000;
/** The newest five minutes of idle seconds. */
const MAX_WINDOWS = 300;
const MIN_WINDOWS = 3;
const ENOUGH_WINDOWS = 10;
/** A window's ends cut pictures: no interval is narrower. */
const RESOLUTION = 0.01;

/**
 * b_seed (eq. 2), bit/s: what arrives while the user does nothing on an ideal path, a clock, a live scan, a refresh.
 * In the paper the rate of periodic I-frames, of which VNC has none. The median over windows of 1 s, with quartiles:
 * one late picture does not move it, but what comes less often than every other second it does not see.
 *
 * A window begins and ends at a moment in which the path is ideal, and nothing between is left out: what was delayed has
 * arrived by its end. To leave those moments out would leave out bytes: a refresh that probes the path waits behind a
 * picture, so on QEMU they are the ones in which pictures come.
 */
export class Seed {
  readonly #windows = new Recent<number>(MAX_WINDOWS);
  #isOpen = false;
  #bits = 0;
  #lengthMs = 0;
  #reading: Quantity | null = null;

  add(bin: Bin, presence: Presence): void {
    if (!isQuiet(bin, presence)) {
      this.#isOpen = false;
      return;
    }
    if (this.#isOpen) {
      this.#bits += 8 * bin.supplyBytes;
      this.#lengthMs += bin.lengthMs;
      if (!presence.isIdeal) {
        if (this.#lengthMs >= MAX_WINDOW_MS) this.#isOpen = false;
        return;
      }
      if (this.#lengthMs < WINDOW_MS) return;
      this.#windows.push((this.#bits * 1000) / this.#lengthMs);
      this.#reading = null;
    }
    this.#isOpen = presence.isIdeal;
    this.#bits = 0;
    this.#lengthMs = 0;
  }

  /** bit/s; samples: windows. */
  get reading(): Quantity {
    this.#reading ??= this.#estimate();
    return this.#reading;
  }

  #estimate(): Quantity {
    const samples = this.#windows.values.length;
    const quartiles = quartilesOf(this.#windows.values);
    if (quartiles === null || samples < MIN_WINDOWS) return unknown('few-samples', samples);
    const { median } = quartiles;
    const low = Math.min(quartiles.low, (1 - RESOLUTION) * median);
    const high = Math.max(quartiles.high, (1 + RESOLUTION) * median);
    return samples < ENOUGH_WINDOWS
      ? { value: median, low, high, confidence: 'low', reason: 'few-samples', samples }
      : { value: median, low, high, confidence: 'high', reason: null, samples };
  }
}

/** Idle for its own reasons: who gave up, or was refused, may still get what was asked for before. */
function isQuiet({ state, idleLabel, noData }: Bin, presence: Presence): boolean {
  const isOwnChoice = idleLabel !== 'abort' && idleLabel !== 'suppressed';
  return state === 'idle' && isOwnChoice && !noData && presence.isIdle;
}
