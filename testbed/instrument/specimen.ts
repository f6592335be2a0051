import { seededRandom } from '../link/random.ts';
import { blur, coarseToFine } from './texture.ts';

/** The sample repeats after this distance in both directions. */
export const SPECIMEN_PERIOD_UM = 400;

/** The sample as the detector sees it: brightness 0 to 255, and ever smaller copies for coarse views. */
export interface Specimen {
  /** levels[0] is the full size; each next one has half the side. Sides are powers of two. */
  readonly levels: readonly { readonly side: number; readonly pixels: Uint8Array }[];
  /** A tile of fine grain for views closer than level 0 resolves, around 128. */
  readonly grain: { readonly side: number; readonly pixels: Uint8Array };
}

const GRAIN_SIDE = 256;

/** Grows a sample: pollen grains and spheres on a rough ground. The same seed gives the same sample. */
export function growSpecimen(side = 2048, seed = 20): Specimen {
  const random = seededRandom(seed);
  const height = coarseToFine(side, Math.max(4, side / 64), 0.5, random, 1.5);
  for (let i = 0; i < height.length; i++)
    height[i] = (height[i] ?? 0) + 0.35 * Math.abs((height[i] ?? 0) - 1);
  const texelsPerUm = side / SPECIMEN_PERIOD_UM;
  placeBodies(height, side, texelsPerUm, random);
  const levels = [{ side, pixels: detect(height, side, texelsPerUm) }];
  for (let last = levels[0]; last !== undefined && last.side > 32; last = levels.at(-1))
    levels.push(halved(last));
  const grainHeight = coarseToFine(GRAIN_SIDE, 16, 0.62, random, 5);
  return { levels, grain: { side: GRAIN_SIDE, pixels: grainOf(grainHeight) } };
}

function placeBodies(height: Float32Array, side: number, texelsPerUm: number, random: () => number): void {
  const rough = height.slice();
  const place = (radiusUm: number, spikes: number) => {
    stamp(height, rough, side, random() * side, random() * side, radiusUm * texelsPerUm, spikes, random);
  };
  for (let i = 0; i < 900; i++) place(0.5 + 0.8 * random() ** 2, 0);
  for (let i = 0; i < 170; i++) place(1.4 + 2.6 * random(), 0);
  for (let i = 0; i < 26; i++) place(6 + 4 * random(), 0.05 + 0.05 * random());
  for (let i = 0; i < 30; i++) place(11 + 7 * random(), 0.1 + 0.1 * random());
}

/** Puts a sphere on the ground, with spikes in a sunflower's lattice: the look of pollen. */
function stamp(
  height: Float32Array,
  rough: Float32Array,
  side: number,
  centreX: number,
  centreY: number,
  radius: number,
  spikes: number,
  random: () => number,
): void {
  const turn = random() * Math.PI * 2;
  const squash = 0.78 + 0.2 * random();
  const lattice = spikes > 0 ? spikeLattice(radius, turn, 120 + Math.floor(random() * 120)) : null;
  const reach = Math.ceil(radius * (1 + spikes));
  const ground = (height[wrap(centreY, side) * side + wrap(centreX, side)] ?? 0) - radius * 0.25;
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const along = (dx * Math.cos(turn) + dy * Math.sin(turn)) / radius;
      const across = (dy * Math.cos(turn) - dx * Math.sin(turn)) / (radius * squash);
      const distance = Math.hypot(along, across);
      if (distance > 1 + spikes) continue;
      const dome = distance < 1 ? Math.sqrt(1 - distance * distance) : 0;
      const spike = lattice === null ? 0 : spikes * lattice(dx / radius, dy / radius);
      if (dome === 0 && spike < 0.03) continue;
      const at = wrap(centreY + dy, side) * side + wrap(centreX + dx, side);
      const top = ground + radius * (dome * 1.1 + spike * 1.3) + 0.8 * (rough[at] ?? 0);
      if (top > (height[at] ?? 0)) height[at] = top;
    }
  }
}

/** 1 at the tip of a spike, 0 between them; spikes lie on the sphere, so they crowd towards its edge. */
function spikeLattice(radius: number, turn: number, count: number): (x: number, y: number) => number {
  const tips: { x: number; y: number; reach: number }[] = [];
  for (let i = 0; i < count; i++) {
    const z = 1 - (2 * i + 1) / count;
    if (z < -0.1) break;
    const ring = Math.sqrt(1 - z * z);
    const angle = turn + i * 2.399963;
    tips.push({ x: ring * Math.cos(angle), y: ring * Math.sin(angle), reach: 0.1 * Math.max(0.5, z) + 0.02 });
  }
  // Sorted into cells, for a large grain has hundreds of thousands of pixels.
  const cells = new Map<number, typeof tips>();
  const cell = (value: number) => Math.floor((value + 2) * 12);
  const soft = 0.6 / radius;
  for (const tip of tips) {
    const reach = tip.reach + soft;
    for (let x = cell(tip.x - reach); x <= cell(tip.x + reach); x++) {
      for (let y = cell(tip.y - reach); y <= cell(tip.y + reach); y++) {
        const list = cells.get(x * 64 + y) ?? [];
        list.push(tip);
        cells.set(x * 64 + y, list);
      }
    }
  }
  return (x, y) => {
    let best = 0;
    for (const tip of cells.get(cell(x) * 64 + cell(y)) ?? []) {
      const near = 1 - Math.hypot(x - tip.x, y - tip.y) / (tip.reach + soft);
      if (near > best) best = near;
    }
    return best * best * (3 - 2 * best);
  };
}

/**
 * What a secondary-electron detector shows of a height map: steep flanks and edges bright (more electrons
 * escape), the side towards the detector brighter, hollows dark.
 */
function detect(height: Float32Array, side: number, texelsPerUm: number): Uint8Array {
  const near = blur(height, side, Math.round(1.2 * texelsPerUm));
  const far = blur(height, side, Math.round(7 * texelsPerUm));
  const pixels = new Uint8Array(side * side);
  for (let y = 0; y < side; y++) {
    const above = wrap(y - 1, side) * side;
    const below = wrap(y + 1, side) * side;
    for (let x = 0; x < side; x++) {
      const at = y * side + x;
      const here = height[at] ?? 0;
      const slopeX =
        ((height[y * side + wrap(x + 1, side)] ?? 0) - (height[y * side + wrap(x - 1, side)] ?? 0)) / 2;
      const slopeY = ((height[below + x] ?? 0) - (height[above + x] ?? 0)) / 2;
      const facing = 1 / Math.sqrt(1 + slopeX * slopeX + slopeY * slopeY);
      const yieldGain = Math.min(2.4, 0.25 + 0.8 / (facing + 0.1));
      const light = (slopeX * 0.75 + slopeY * 0.5) * facing;
      const hollowNear = Math.tanh((here - (near[at] ?? 0)) / (1.6 * texelsPerUm));
      const hollowFar = Math.tanh((here - (far[at] ?? 0)) / (7 * texelsPerUm));
      const value = 50 * yieldGain + 34 * light + 40 * hollowNear + 52 * hollowFar - 6;
      pixels[at] = Math.max(0, Math.min(255, 245 * (1 - Math.exp(-Math.max(0, value) / 150)) * 1.12));
    }
  }
  return pixels;
}

function halved(level: { side: number; pixels: Uint8Array }): { side: number; pixels: Uint8Array } {
  const side = level.side / 2;
  const pixels = new Uint8Array(side * side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const at = 2 * y * level.side + 2 * x;
      const sum =
        (level.pixels[at] ?? 0) +
        (level.pixels[at + 1] ?? 0) +
        (level.pixels[at + level.side] ?? 0) +
        (level.pixels[at + level.side + 1] ?? 0);
      pixels[y * side + x] = (sum + 2) >> 2;
    }
  }
  return { side, pixels };
}

function grainOf(height: Float32Array): Uint8Array {
  const pixels = new Uint8Array(height.length);
  for (let y = 0; y < GRAIN_SIDE; y++) {
    for (let x = 0; x < GRAIN_SIDE; x++) {
      const here = height[y * GRAIN_SIDE + x] ?? 0;
      const lit = here - (height[wrap(y - 1, GRAIN_SIDE) * GRAIN_SIDE + wrap(x - 1, GRAIN_SIDE)] ?? 0);
      pixels[y * GRAIN_SIDE + x] = Math.max(0, Math.min(255, 128 + 55 * lit));
    }
  }
  return pixels;
}

function wrap(value: number, side: number): number {
  const whole = Math.floor(value) % side;
  return whole < 0 ? whole + side : whole;
}
