/**
 * Round values for an axis from 0 to `max`, 0 among them: steps of 1, 2 or 5 times a power of ten.
 * @example ticks(7.3, 4) // [0, 2, 4, 6]
 */
export function ticks(max: number, most: number): readonly number[] {
  if (!(max > 0) || !Number.isFinite(max)) return [0];
  const power = 10 ** Math.floor(Math.log10(max / most));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => max / each <= most) ?? 10 * power;
  return Array.from({ length: Math.floor(max / step + 1e-9) + 1 }, (_each, index) => index * step);
}
