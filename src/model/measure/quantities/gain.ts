import type { Bin } from '../bin.ts';
import { type GainSample, GainWindows } from './gain-windows.ts';
import { type Quantity, unknown } from './quantity.ts';
import { quartilesOf } from './quartiles.ts';
import { Recent } from './recent.ts';

const MAX_SAMPLES = 64;
const MIN_SAMPLES = 8;
/** What lies at the edges of a window, or comes after it, is no chance that quartiles show (docs/measurements.md). */
const EDGES = 0.05;
/** What comes by itself may be so many times what an action brings; beyond, the two cannot be told apart. */
const MAX_BACKGROUND = 3;

/**
 * G (eq. 2) of one function, or of all: bits of picture that one bit of input brings. The median over its windows
 * ({@link GainWindows}) of (received - b_seed x window) / sent, with quartiles, widened by those of b_seed, by what came just
 * before each window, and by {@link EDGES}.
 */
export class Gain {
  readonly #windows: GainWindows;
  readonly #samples = new Recent<GainSample>(MAX_SAMPLES);
  #count = 0;
  #reading: Quantity | null = null;
  #readingSeed: Quantity | null = null;

  /** Of the function `name`; null: of all together. */
  constructor(name: string | null) {
    this.#windows = new GainWindows(name);
  }

  add(bin: Bin, isIdeal: boolean): void {
    for (const sample of this.#windows.add(bin, isIdeal)) {
      this.#samples.push(sample);
      this.#count += 1;
      this.#reading = null;
    }
  }

  /** Bit per bit; samples: windows, of one action or of a run of them. */
  reading(seed: Quantity): Quantity {
    if (this.#reading === null || this.#readingSeed !== seed) {
      this.#reading = estimate(this.#samples.values, seed, this.#count);
      this.#readingSeed = seed;
    }
    return this.#reading;
  }
}

function estimate(samples: readonly GainSample[], seed: Quantity, count: number): Quantity {
  if (samples.length < MIN_SAMPLES) return unknown('few-samples', count);
  const seedBitsPerSecond = seed.value ?? 0;
  const background = ({ windowMs }: GainSample): number => (seedBitsPerSecond * windowMs) / 1000;
  const response = quartilesOf(samples.map((sample) => sample.receivedBits - background(sample)));
  const behind = quartilesOf(samples.map(background));
  const gain = quartilesOf(
    samples.map((sample) => (sample.receivedBits - background(sample)) / sample.sentBits),
  );
  if (gain === null || response === null || behind === null) return unknown('few-samples', count);
  if (behind.median > 0 && behind.median > MAX_BACKGROUND * response.median) {
    return unknown('busy-background', count);
  }
  const value = Math.max(0, gain.median);
  // What is not known of the background is in every window: an upper bound.
  if (seed.value === null) {
    return { value, low: 0, high: gain.high, confidence: 'low', reason: 'few-samples', samples: count };
  }
  // So is what b_seed may be wrong by.
  const perSample = quartilesOf(samples.map(({ windowMs, sentBits }) => windowMs / 1000 / sentBits));
  const perSeed = perSample?.median ?? 0;
  const low = gain.low - perSeed * Math.max(0, (seed.high ?? seed.value) - seed.value);
  const high = gain.high + perSeed * Math.max(0, seed.value - (seed.low ?? seed.value));
  // What comes by itself may differ between work and rest: a server that is asked more often sends more.
  const local = localGain(samples);
  return {
    value,
    low: Math.min(low, local?.low ?? low) - EDGES * value,
    high: Math.max(high, local?.high ?? high) + EDGES * value,
    confidence: 'high',
    reason: null,
    samples: count,
  };
}

/** The same with what came just before each window in place of b_seed; null: too few windows follow a rest. */
function localGain(samples: readonly GainSample[]): ReturnType<typeof quartilesOf> {
  const gains: number[] = [];
  for (const { receivedBits, beforeBitsPerSecond, windowMs, sentBits } of samples) {
    if (beforeBitsPerSecond === null) continue;
    gains.push((receivedBits - (beforeBitsPerSecond * windowMs) / 1000) / sentBits);
  }
  return gains.length < MIN_SAMPLES ? null : quartilesOf(gains);
}
