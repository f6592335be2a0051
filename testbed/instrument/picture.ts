import type { Frame } from './frame.ts';
import { GREYS } from './palette.ts';
import type { Rect } from './rect.ts';
import { SPECIMEN_PERIOD_UM, type Specimen } from './specimen.ts';

/** What the microscope looks at and how. */
export interface View {
  /** Middle of the picture on the sample. */
  readonly xUm: number;
  readonly yUm: number;
  /** Width of the picture on the sample. */
  readonly widthUm: number;
  /** Diameter of a point out of focus. */
  readonly blurUm: number;
  /** Light that is left, 0 to 1. */
  readonly brightness: number;
}

/** fast: every second line, shown twice. full: each line. slow: each line, and longer, with less noise. */
export type Scan = 'fast' | 'full' | 'slow';

/** A picture without light still shows a little. */
const GAIN_LEAST = 0.2;

const NOISE_SIDE = 1 << 16;
/** Standard deviation of the detector's noise in greys. Each doubling costs one bit per pixel on the wire. */
const NOISE_GREYS = 1.4;
/** Copies of the fine grain per sample period. */
const GRAIN_REPEATS = 36;

/** Draws the detector's picture of a sample, a band at a time, with noise that is new in each band. */
export class Picture {
  readonly #specimen: Specimen;
  readonly #random: () => number;
  readonly #noise: Int8Array;

  constructor(specimen: Specimen, random: () => number) {
    this.#specimen = specimen;
    this.#random = random;
    this.#noise = Int8Array.from({ length: NOISE_SIDE }, () => Math.round(gaussian(random) * NOISE_GREYS));
  }

  /**
   * Draws the rows of `band` (inside `area`) of the view that fills `area`. A fast scan draws every second
   * line and shows it twice: half the work and half the bytes, while the stage moves.
   */
  draw(frame: Frame, area: Rect, band: Rect, view: View, scan: Scan): void {
    const umPerPx = view.widthUm / area.width;
    const texelUm = SPECIMEN_PERIOD_UM / (this.#specimen.levels[0]?.side ?? 1);
    // A point is as wide as a pixel, or as the blur: the level of the pyramid with such texels shows that.
    const coarse = Math.log2(Math.max(1, Math.hypot(umPerPx, view.blurUm) / texelUm));
    const last = this.#specimen.levels.length - 1;
    const fineLevel = Math.min(last, Math.floor(coarse));
    const fine = this.#specimen.levels[fineLevel];
    const rough = this.#specimen.levels[Math.min(last, fineLevel + 1)];
    if (fine === undefined || rough === undefined) return;
    const roughPart = Math.round(Math.min(1, coarse - fineLevel) * 256);
    const columns = {
      fine: this.#columns(area, view, fine.side),
      rough: this.#columns(area, view, rough.side),
    };
    const grainScale = (this.#specimen.grain.side * GRAIN_REPEATS) / SPECIMEN_PERIOD_UM;
    const grainPart = grainStrength(umPerPx, view.blurUm, texelUm);
    const row = new Int32Array(area.width);
    const lines = scan === 'fast' ? 2 : 1;
    for (let y = band.y; y < band.y + band.height; y += lines) {
      const yUm = view.yUm + (y - area.y - area.height / 2 + 0.5) * umPerPx;
      sampleRow(row, fine, columns.fine, yUm, 256 - roughPart, false);
      if (roughPart > 0) sampleRow(row, rough, columns.rough, yUm, roughPart, true);
      if (grainPart > 0) this.#addGrain(row, area, view, umPerPx, yUm, grainScale, grainPart);
      const start = area.x + y * frame.width;
      this.#finish(frame, start, row, view.brightness, scan);
      if (lines === 2 && y + 1 < band.y + band.height) {
        frame.pixels.copyWithin(start + frame.width, start, start + row.length);
      }
    }
  }

  /** For each pixel column: the texel left of it, times 256, with the part of a texel in the low byte. */
  #columns(area: Rect, view: View, side: number): Int32Array {
    const texelsPerUm = side / SPECIMEN_PERIOD_UM;
    const umPerPx = view.widthUm / area.width;
    return Int32Array.from({ length: area.width }, (_, x) => {
      const texel = (view.xUm + (x - area.width / 2 + 0.5) * umPerPx) * texelsPerUm - 0.5;
      return Math.floor((texel - Math.floor(texel / side) * side) * 256);
    });
  }

  #addGrain(
    row: Int32Array,
    area: Rect,
    view: View,
    umPerPx: number,
    yUm: number,
    scale: number,
    part: number,
  ): void {
    const { side, pixels } = this.#specimen.grain;
    const mask = side - 1;
    const yTexel = yUm * scale;
    const yPart = yTexel - Math.floor(yTexel);
    const top = (Math.floor(yTexel) & mask) * side;
    const bottom = ((Math.floor(yTexel) + 1) & mask) * side;
    const step = umPerPx * scale;
    let texel = (view.xUm - (area.width / 2 - 0.5) * umPerPx) * scale;
    for (let x = 0; x < row.length; x++, texel += step) {
      const whole = Math.floor(texel);
      const xPart = texel - whole;
      const left = whole & mask;
      const right = (whole + 1) & mask;
      const a = pixels[top + left] ?? 0;
      const c = pixels[bottom + left] ?? 0;
      const upper = a + ((pixels[top + right] ?? 0) - a) * xPart;
      const lower = c + ((pixels[bottom + right] ?? 0) - c) * xPart;
      const lift = (upper + (lower - upper) * yPart - 128) * part;
      const value = row[x] ?? 0;
      // Stronger where it is bright: grain on a dark ground would look like dirt on the screen.
      row[x] = value + (lift * (value + 8192)) / 256;
    }
  }

  /** Brightness (times 256) to greys, plus noise. */
  #finish(frame: Frame, start: number, row: Int32Array, brightness: number, scan: Scan): void {
    const pixels = frame.pixels;
    const noise = this.#noise;
    const offset = Math.floor(this.#random() * NOISE_SIDE);
    const gain = Math.round(GREYS * (GAIN_LEAST + (1 - GAIN_LEAST) * brightness));
    const quiet = scan === 'slow' ? 1 : 0;
    for (let x = 0; x < row.length; x++) {
      const grey = (((row[x] ?? 0) * gain) >> 16) + ((noise[(offset + x) & (NOISE_SIDE - 1)] ?? 0) >> quiet);
      pixels[start + x] = grey < 0 ? 0 : grey >= GREYS ? GREYS - 1 : grey;
    }
  }
}

function sampleRow(
  row: Int32Array,
  level: { readonly side: number; readonly pixels: Uint8Array },
  columns: Int32Array,
  yUm: number,
  weight: number,
  add: boolean,
): void {
  const { side, pixels } = level;
  const mask = side - 1;
  const texel = (yUm * side) / SPECIMEN_PERIOD_UM - 0.5;
  const whole = Math.floor(texel);
  const down = Math.floor((texel - whole) * 256);
  const top = (whole & mask) * side;
  const bottom = ((whole + 1) & mask) * side;
  for (let x = 0; x < row.length; x++) {
    const column = columns[x] ?? 0;
    const across = column & 255;
    const left = column >> 8;
    const right = (left + 1) & mask;
    const upper = (pixels[top + left] ?? 0) * (256 - across) + (pixels[top + right] ?? 0) * across;
    const lower = (pixels[bottom + left] ?? 0) * (256 - across) + (pixels[bottom + right] ?? 0) * across;
    const value = ((((upper * (256 - down) + lower * down) >> 8) * weight) >> 8) | 0;
    row[x] = add ? (row[x] ?? 0) + value : value;
  }
}

/** Grain shows where a pixel is finer than a texel and the focus is good. */
function grainStrength(umPerPx: number, blurUm: number, texelUm: number): number {
  const closeness = Math.min(1, Math.max(0, 1.2 - umPerPx / texelUm));
  const sharpness = Math.max(0, 1 - blurUm / (texelUm * 2.5));
  return 0.55 * closeness * sharpness;
}

function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
