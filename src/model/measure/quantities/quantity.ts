/**
 * How much a number can be trusted.
 * - high: counted, or estimated from enough samples under the conditions its definition asks for
 * - low: estimated from few samples, or under conditions that bias it; the interval says how far
 * - none: not identifiable (yet): `value` is null, and `reason` says why
 */
export type QuantityConfidence = 'high' | 'low' | 'none';

/** Why a quantity has no value, or not a good one. The UI and the report have a sentence for each. */
export type QuantityReason =
  /** Too few samples so far. */
  | 'few-samples'
  /** The picture changes by itself (a live scan), so what an action brings cannot be told apart. */
  | 'busy-background'
  /** The link was never full: this is a lower bound. */
  | 'never-saturated'
  /** No probe that this server answers. */
  | 'no-probe'
  /** The demand did not vary with what was missing. */
  | 'no-variation'
  /** The server takes its time to answer this kind of probe, so the path may be better. */
  | 'slow-probe'
  /** Inferred from what queues at our end: the share of each direction cannot be measured. */
  | 'inferred';

/** A number of the paper's model, as far as it is known. Units: `QUANTITIES`. */
export interface Quantity {
  readonly value: number | null;
  /** Where it lies with the usual spread: quartiles, or two standard errors; null: a count, or not known. */
  readonly low: number | null;
  readonly high: number | null;
  readonly confidence: QuantityConfidence;
  readonly reason: QuantityReason | null;
  /** What it rests on: actions, updates, seconds, as the definition says. */
  readonly samples: number;
}

/** Not known. */
export function unknown(reason: QuantityReason, samples = 0): Quantity {
  return { value: null, low: null, high: null, confidence: 'none', reason, samples };
}

/** Counted: there is no spread. */
export function counted(value: number, samples = 0): Quantity {
  return { value, low: null, high: null, confidence: 'high', reason: null, samples };
}

/** Estimated where nothing says whether the path was ideal, as its definition asks: less sure than it looks. */
export function unproved(quantity: Quantity): Quantity {
  return quantity.confidence === 'high' ? { ...quantity, confidence: 'low', reason: 'no-probe' } : quantity;
}
