import type { Bin } from '../bin.ts';
import { pathQuality, QUALITY_FREE_EXCESS_MS } from '../thresholds.ts';
import { counted, type Quantity, unknown } from './quantity.ts';
import { Recent } from './recent.ts';

/** What arrived is kept for so long: a probe that is older waits in a stall, not in a queue. */
const MAX_LIFE_MS = 5000;
const MAX_BINS = 256;
/** Share of the excess that arriving bytes must explain for it to be a queue towards us. */
const REVERSE_SHARE = 0.5;
/** A fence waits behind the piece of the picture that is being sent. */
const SERVER_ADDS_MS = 20;
/** A refresh is merged with what is asked and drawn meanwhile: measured up to twice the delay (docs/measurements.md). */
const REFRESH_ADDS = 0.5;
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
    if (bin.settled) return bounded(bin);
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

/**
 * e holds what the server adds, too: the rest of the picture it is sending, and, where a refresh is asked for, its next
 * look at the screen. So psi_net is what it is at least, and at most that without what the probe may have added.
 */
function bounded({ quality, effectiveMs, baseMs, probe }: Bin): Quantity {
  const excessMs = Math.max(0, (effectiveMs ?? 0) - (baseMs ?? 0));
  const addedMs = Math.max(SERVER_ADDS_MS, probe === 'refresh' ? REFRESH_ADDS * excessMs : 0);
  const high = quality === 0 ? 0 : Math.max(quality, pathQuality(excessMs - addedMs));
  const isExact = probe === 'fence' || probe === 'clipboard';
  return {
    value: quality,
    low: quality,
    high,
    confidence: isExact ? 'high' : 'low',
    reason: isExact ? null : 'slow-probe',
    samples: 0,
  };
}

function guessed(value: number): Quantity {
  return { value, low: null, high: null, confidence: 'low', reason: 'inferred', samples: 0 };
}
