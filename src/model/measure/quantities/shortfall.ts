import type { Bin } from '../bin.ts';
import { BinRate } from './bin-rate.ts';
import type { Functions } from './functions.ts';
import type { Quantity } from './quantity.ts';
import { Recent } from './recent.ts';

const TAU_MS = 1000;
/** Asked-for bits that wait for a round trip: 3 s of bins; a longer round trip is cut to that. */
const MAX_BINS = 64;
const MAX_DELAY_MS = 3000;
/** How long a server takes to draw. */
const DRAW_MS = 100;
/** Nothing is expected below this, so nothing can be missing. */
const LEAST_BITS_PER_SECOND = 1000;

/**
 * x, the share of the expected picture that is missing: max(0, s_exp - s) / s_exp with s_exp = min(sum of G_k b_in,k +
 * b_seed, C). What was asked for is expected a base round trip and 100 ms later, or every action would look like a
 * shortfall at first.
 */
export class Shortfall {
  readonly #asked = new BinRate(TAU_MS);
  readonly #waiting = new Recent<{ readonly dueMs: number; readonly bits: number }>(MAX_BINS);
  #isKnown = false;

  add(bin: Bin, functions: Functions, seed: Quantity): void {
    const asked = functions.askedBits(bin, seed);
    if (asked !== null && asked > 0) {
      this.#isKnown = true;
      const delayMs = Math.min(MAX_DELAY_MS, (bin.baseMs ?? 0) + DRAW_MS);
      this.#waiting.push({ dueMs: bin.atMs + delayMs, bits: asked });
    }
    let due = 0;
    this.#waiting.expire(({ dueMs, bits }) => {
      if (dueMs > bin.atMs) return false;
      due += bits;
      return true;
    });
    this.#asked.add(due, bin.lengthMs);
  }

  /** s_exp in bit/s; null: G is not known of anything that was used. */
  expected(seed: Quantity, capacity: Quantity): number | null {
    if (!this.#isKnown) return null;
    return Math.min(this.#asked.perSecond + (seed.value ?? 0), capacity.value ?? Number.POSITIVE_INFINITY);
  }

  /** x, 0 to 1; null: not known. */
  share(supplyBitsPerSecond: number, seed: Quantity, capacity: Quantity): number | null {
    const expected = this.expected(seed, capacity);
    if (expected === null) return null;
    if (expected < LEAST_BITS_PER_SECOND) return 0;
    return Math.max(0, expected - supplyBitsPerSecond) / expected;
  }
}
