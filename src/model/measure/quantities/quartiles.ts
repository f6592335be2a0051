export interface Quartiles {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** Value below which `part` (0 to 1) of an ascending list lies, linear between neighbours; null: an empty list. */
export function quantileOf(ascending: readonly number[], part: number): number | null {
  const place = part * (ascending.length - 1);
  const below = ascending[Math.floor(place)];
  const above = ascending[Math.ceil(place)];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (place - Math.floor(place));
}

/** Quartiles of values in any order; null: there are none. */
export function quartilesOf(values: readonly number[]): Quartiles | null {
  const ascending = [...values].sort((a, b) => a - b);
  const low = quantileOf(ascending, 0.25);
  const median = quantileOf(ascending, 0.5);
  const high = quantileOf(ascending, 0.75);
  return low === null || median === null || high === null ? null : { low, median, high };
}
