import type { Bin } from '../bin.ts';
import { QUALITY_FREE_EXCESS_MS } from '../thresholds.ts';
import { counted, type Quantity, unknown } from './quantity.ts';
import { Recent } from './recent.ts';

/** What arrived is kept for so long: a probe that is older waits in a stall, not in a queue. */
const MAX_LIFE_MS = 5000;
const MAX_BINS = 256;
/** Share of the excess that arriving bytes must explain for it to be a queue towards us. */
const REVERSE_SHARE = 0.5;
/** Longer than any server takes to answer ten probes. */
const LEARNING_MS = 30_000;

export interface PathShares {
  readonly path: Quantity;
  readonly forward: Quantity;
  readonly reverse: Quantity;
}

/**
 * psi_net, and a guess at its parts. RFB carries no times, so a round trip cannot be split; but a queue towards us
 * that made a probe wait for e must have held C e bits, and they arrived while it waited. x = 8 B_rx / (C e) of at
 * least a half puts all the excess on the way back (psi_r), else on the way there or on what both share (psi_f).
 */
export class PathShare {
  readonly #arrivals = new Recent<{ readonly atMs: number; readonly bits: number }>(MAX_BINS);
  #last: Bin | null = null;
  #unsettledMs = 0;

  add(bin: Bin): void {
    this.#last = bin;
    this.#unsettledMs = bin.settled ? 0 : this.#unsettledMs + bin.lengthMs;
    if (bin.supplyBytes > 0) this.#arrivals.push({ atMs: bin.atMs, bits: 8 * bin.supplyBytes });
    this.#arrivals.expire(({ atMs }) => bin.atMs - atMs > MAX_LIFE_MS);
  }

  reading(capacity: Quantity): PathShares {
    const bin = this.#last;
    if (bin === null || bin.effectiveMs === null || bin.baseMs === null) {
      return { path: NO_PROBE, forward: NO_PROBE, reverse: NO_PROBE };
    }
    const path = this.#path(bin);
    const excessMs = Math.max(0, bin.effectiveMs - bin.baseMs);
    if (excessMs <= QUALITY_FREE_EXCESS_MS && bin.quality === 1) {
      return { path, forward: guessed(1), reverse: guessed(1) };
    }
    // In a stall nothing arrives from which to tell which way is cut.
    if (bin.quality === 0 || capacity.value === null || capacity.value <= 0) {
      return { path, forward: unknown('inferred'), reverse: unknown('inferred') };
    }
    const queuedBits = (capacity.value * excessMs) / 1000;
    const isReverse = this.#receivedSince(bin.atMs - bin.effectiveMs) >= REVERSE_SHARE * queuedBits;
    return isReverse
      ? { path, forward: guessed(1), reverse: guessed(bin.quality) }
      : { path, forward: guessed(bin.quality), reverse: guessed(1) };
  }

  #path(bin: Bin): Quantity {
    if (bin.settled) return counted(bin.quality);
    const reason = this.#unsettledMs > LEARNING_MS ? 'no-probe' : 'few-samples';
    return { ...counted(bin.quality), confidence: 'low', reason };
  }

  #receivedSince(sinceMs: number): number {
    let bits = 0;
    for (const each of this.#arrivals.values) if (each.atMs > sinceMs) bits += each.bits;
    return bits;
  }
}

const NO_PROBE: Quantity = unknown('no-probe');

function guessed(value: number): Quantity {
  return { value, low: null, high: null, confidence: 'low', reason: 'inferred', samples: 0 };
}
