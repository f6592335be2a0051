/**
 * A rough surface that repeats at its edges: noise of `cells` cells per side, then of twice as many, each
 * `persistence` times as strong, down to two texels per cell.
 */
export function coarseToFine(
  side: number,
  cells: number,
  persistence: number,
  random: () => number,
  strength: number,
): Float32Array {
  const sum = new Float32Array(side * side);
  let amplitude = strength;
  for (let count = Math.round(cells); count <= side / 2; count *= 2) {
    addNoise(sum, side, count, amplitude, random);
    amplitude *= persistence;
  }
  return sum;
}

function addNoise(
  sum: Float32Array,
  side: number,
  cells: number,
  amplitude: number,
  random: () => number,
): void {
  const knots = Float32Array.from({ length: cells * cells }, () => (random() * 2 - 1) * amplitude);
  const texels = side / cells;
  const weights = Float32Array.from({ length: side }, (_, x) => {
    const part = (x % texels) / texels;
    return part * part * (3 - 2 * part);
  });
  for (let y = 0; y < side; y++) {
    const top = Math.floor(y / texels) * cells;
    const bottom = ((Math.floor(y / texels) + 1) % cells) * cells;
    const down = weights[y] ?? 0;
    for (let x = 0; x < side; x++) {
      const left = Math.floor(x / texels);
      const right = left + 1 === cells ? 0 : left + 1;
      const across = weights[x] ?? 0;
      const a = knots[top + left] ?? 0;
      const b = knots[top + right] ?? 0;
      const c = knots[bottom + left] ?? 0;
      const d = knots[bottom + right] ?? 0;
      const upper = a + (b - a) * across;
      sum[y * side + x] = (sum[y * side + x] ?? 0) + upper + (c + (d - c) * across - upper) * down;
    }
  }
}

/** A repeating surface averaged over a square of half side `radius`, twice: close to a bell. */
export function blur(source: Float32Array, side: number, radius: number): Float32Array {
  let field = source;
  for (let pass = 0; pass < 2; pass++) field = boxColumns(boxRows(field, side, radius), side, radius);
  return field;
}

function boxRows(source: Float32Array, side: number, radius: number): Float32Array {
  const out = new Float32Array(side * side);
  const scale = 1 / (2 * radius + 1);
  for (let y = 0; y < side; y++) {
    const row = y * side;
    let sum = 0;
    for (let x = -radius; x <= radius; x++) sum += source[row + ((x + side) % side)] ?? 0;
    for (let x = 0; x < side; x++) {
      out[row + x] = sum * scale;
      sum +=
        (source[row + ((x + radius + 1) % side)] ?? 0) - (source[row + ((x - radius + side) % side)] ?? 0);
    }
  }
  return out;
}

function boxColumns(source: Float32Array, side: number, radius: number): Float32Array {
  const out = new Float32Array(side * side);
  const scale = 1 / (2 * radius + 1);
  const sums = new Float32Array(side);
  for (let y = -radius; y <= radius; y++) {
    const row = ((y + side) % side) * side;
    for (let x = 0; x < side; x++) sums[x] = (sums[x] ?? 0) + (source[row + x] ?? 0);
  }
  for (let y = 0; y < side; y++) {
    const enter = ((y + radius + 1) % side) * side;
    const leave = ((y - radius + side) % side) * side;
    for (let x = 0; x < side; x++) {
      out[y * side + x] = (sums[x] ?? 0) * scale;
      sums[x] = (sums[x] ?? 0) + (source[enter + x] ?? 0) - (source[leave + x] ?? 0);
    }
  }
  return out;
}
