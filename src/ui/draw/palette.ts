import type { MarkColor } from '../../model/annotation/mark.ts';

/** Light and strong, so that each is told from every grey by the dark rim or by itself. */
export const INKS: Readonly<Record<MarkColor, string>> = {
  yellow: '#ffe433',
  cyan: '#3fe6ff',
  magenta: '#ff6bf5',
  green: '#5dff73',
  orange: '#ffa12e',
  white: '#ffffff',
};

/** Around every line, and under every text. */
export const RIM = '#0b0d10';
export const PLATE = '#0b0d10d9';
export const LASER_CORE = '#ffffff';

/** CSS pixels of the rim on each side, and the thinnest ink: on a small picture lines get no thinner than this. */
export const RIM_PX = 1.5;
export const MIN_INK_PX = 1.75;
/** CSS pixels of the smallest letters. */
export const MIN_LETTER_PX = 12;
/** Of a mark that was made on a framebuffer of another size, in widths of its line. */
export const DASHES: readonly [on: number, off: number] = [3, 2.2];
