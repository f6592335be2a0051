/** Luminance quantisation of JPEG (ITU-T T.81, table K.1), row by row. */
const TABLE = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];
const cosines = Array.from({ length: 64 }, (_, i) => {
  const [frequency, x] = [Math.floor(i / 8), i % 8];
  return Math.sqrt(frequency === 0 ? 1 / 8 : 1 / 4) * Math.cos(((2 * x + 1) * frequency * Math.PI) / 16);
});

/**
 * What JPEG leaves of greys: the cosines of each 8 x 8 block, rounded as libjpeg does at a quality of 1 to 50. Greys have
 * no colour, so its halving costs them nothing. The blocks begin at -dx, -dy: a server cuts its rectangles where it likes.
 */
export function coarseJpeg(
  greys: readonly number[],
  widthPx: number,
  heightPx: number,
  quality: number,
  dx: number,
  dy: number,
): number[] {
  const table = TABLE.map((step) => Math.min(255, Math.max(1, Math.round((step * 50) / quality))));
  const out = greys.slice();
  const at = (x: number, y: number) =>
    Math.min(heightPx - 1, Math.max(0, y)) * widthPx + Math.min(widthPx - 1, Math.max(0, x));
  for (let top = -dy; top < heightPx; top += 8) {
    for (let left = -dx; left < widthPx; left += 8) {
      const block = Array.from(
        { length: 64 },
        (_, i) => (greys[at(left + (i % 8), top + (i >> 3))] ?? 0) - 128,
      );
      const rounded = transform(block, false).map((value, i) => {
        const step = table[i] ?? 1;
        return Math.round(value / step) * step;
      });
      transform(rounded, true).forEach((value, i) => {
        const [x, y] = [left + (i % 8), top + (i >> 3)];
        if (x < 0 || y < 0 || x >= widthPx || y >= heightPx) return;
        out[y * widthPx + x] = Math.min(255, Math.max(0, Math.round(value + 128)));
      });
    }
  }
  return out;
}

/** The cosine transform of a block, or its inverse: along the rows, then along the columns. */
function transform(block: readonly number[], inverse: boolean): number[] {
  const once = (from: readonly number[]) => {
    const to = new Array<number>(64).fill(0);
    for (let row = 0; row < 8; row++) {
      for (let k = 0; k < 8; k++) {
        let sum = 0;
        for (let x = 0; x < 8; x++) {
          const weight = inverse ? cosines[x * 8 + k] : cosines[k * 8 + x];
          sum += (from[row * 8 + x] ?? 0) * (weight ?? 0);
        }
        // Turned over, so that the second pass does the columns.
        to[k * 8 + row] = sum;
      }
    }
    return to;
  };
  return once(once(block));
}
