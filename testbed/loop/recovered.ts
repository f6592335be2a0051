import type { ModelReading } from '../../src/model/measure/quantities/model-reading.ts';
import type { Quantity } from '../../src/model/measure/quantities/quantity.ts';
import type { SessionModel } from '../../src/model/measure/quantities/session-model.ts';
import type { KnownServerName } from './live/known-server.ts';

/** One quantity on one link: what the model says and what is true. */
export interface Recovered {
  readonly server: KnownServerName | 'simulated';
  readonly link: string;
  readonly quantity: RecoveredQuantity;
  readonly estimate: number | null;
  readonly truth: number;
  /** (estimate - truth) / truth. */
  readonly error: number | null;
  /** As the model states it; null: no bound. */
  readonly low: number | null;
  readonly high: number | null;
  /** null: no interval was stated. */
  readonly isInside: boolean | null;
  /** The model's confidence, its reason, and what it rests on. */
  readonly note: string;
}

/** psi_net twice: on the link as it is, and with a delay added. */
export type RecoveredQuantity = 'G' | 'b_seed' | 'capacity' | 'psi_net' | 'psi_net, e = 100 ms';

export interface RecoverLink {
  readonly rateBitsPerSecond: number;
  readonly roundTripMs: number;
}

/** Five links, slow and fast, near and far. */
export const RECOVER_LINKS: readonly RecoverLink[] = [
  { rateBitsPerSecond: 2e6, roundTripMs: 40 },
  { rateBitsPerSecond: 5e6, roundTripMs: 20 },
  { rateBitsPerSecond: 10e6, roundTripMs: 80 },
  { rateBitsPerSecond: 20e6, roundTripMs: 40 },
  { rateBitsPerSecond: 20e6, roundTripMs: 300 },
];

/** Excess delay that is added in the end, both ways together. */
export const ADDED_MS = 100;

/** For tables. */
export function nameOf({ rateBitsPerSecond, roundTripMs }: RecoverLink): string {
  return `${rateBitsPerSecond / 1e6} Mbit/s, ${roundTripMs} ms`;
}

/** Estimate beside truth; a bound that is missing holds for anything. */
export function compare(
  { value, low, high, reason, confidence, samples }: Quantity,
  truth: number,
): Pick<Recovered, 'estimate' | 'truth' | 'error' | 'low' | 'high' | 'isInside' | 'note'> {
  const isBounded = low !== null || high !== null;
  return {
    estimate: value,
    truth,
    error: value === null ? null : (value - truth) / truth,
    low,
    high,
    isInside: isBounded ? truth >= (low ?? -Infinity) && truth <= (high ?? Infinity) : null,
    note: `${confidence}${reason === null ? '' : `, ${reason}`}, n = ${samples}`,
  };
}

/** What the model says, once there is anything to say. */
export function readingOf(model: SessionModel): ModelReading {
  const reading = model.reading();
  if (reading === null) throw new Error('[loop] no bin arrived');
  return reading;
}

/** A reading that wanders, by the median of its values and of its bounds. */
export function medianReading(readings: readonly Quantity[]): Quantity {
  const last = readings.at(-1);
  if (last === undefined) throw new Error('[loop] nothing was read');
  const median = (of: (reading: Quantity) => number | null): number | null => {
    const values = readings.map(of).filter((each) => each !== null);
    return values.length === 0 ? null : medianOf(values);
  };
  return {
    ...last,
    value: median(({ value }) => value),
    low: median(({ low }) => low),
    high: median(({ high }) => high),
  };
}

/** The upper one of the two in the middle; NaN of nothing. */
export function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
