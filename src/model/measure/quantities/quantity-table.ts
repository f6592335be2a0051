import type { ModelReading } from './model-reading.ts';
import type { Quantity } from './quantity.ts';

/** Names of the readings that are a single quantity. */
export type QuantityName = {
  [K in keyof ModelReading]: ModelReading[K] extends Quantity ? K : never;
}[keyof ModelReading];

export type QuantityUnit = 'bit/s' | 'actions/s' | 'bit/bit' | 'ratio';

/** The paper's symbol, the unit, and where it stands in the paper; definitions are in docs/model.md. */
export const QUANTITIES: Readonly<
  Record<QuantityName, { readonly symbol: string; readonly unit: QuantityUnit; readonly source: string }>
> = {
  activity: { symbol: 'b_user-activity', unit: 'bit/s', source: 'eq. 1' },
  activityPerSecond: { symbol: 'd', unit: 'actions/s', source: 'section 2.2' },
  input: { symbol: 'b_in', unit: 'bit/s', source: 'eq. 4' },
  inputWire: { symbol: 'b_in, wire', unit: 'bit/s', source: 'eq. 4' },
  supply: { symbol: 'Δb_out', unit: 'bit/s', source: 'eq. 3' },
  seed: { symbol: 'b_seed', unit: 'bit/s', source: 'eq. 2' },
  gain: { symbol: 'G', unit: 'bit/bit', source: 'eq. 2' },
  capacity: { symbol: 'min b_hop', unit: 'bit/s', source: 'eq. 3' },
  path: { symbol: 'ψ_net', unit: 'ratio', source: 'section 2.1' },
  pathForward: { symbol: 'ψ_f', unit: 'ratio', source: 'eq. 2' },
  pathReverse: { symbol: 'ψ_r', unit: 'ratio', source: 'eq. 3' },
  feedback: { symbol: 'H', unit: 'actions/s', source: 'eq. 4' },
  loopGain: { symbol: 'L', unit: 'ratio', source: 'eq. 5' },
  retryRatio: { symbol: 'ρ', unit: 'ratio', source: 'section 2.2' },
  closedLoopSupply: { symbol: 'Δb_out, eq. 5', unit: 'bit/s', source: 'eq. 5' },
};
