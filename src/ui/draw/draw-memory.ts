import { type Calibration, LENGTH_UNITS, MARK_COLORS, MARK_WIDTHS } from '../../model/annotation/mark.ts';
import type { Size } from '../editor/geometry.ts';
import { DRAW_TOOLS, type DrawChoices, type DrawState, START_CHOICES } from './draw-state.ts';
import type { DrawSurroundings } from './surroundings.ts';

/** Name of the choices in storage. */
const KEY = 'rice-draw';
/** Longer than this a mark that fades does not stay. */
const MAX_FADE_MS = 600_000;

type Shelf = DrawSurroundings['storage'];

/** What was chosen on this portal last; what cannot be read is as at the start. */
export function remembered(storage: Shelf): DrawChoices & { readonly calibratedFor: Size | null } {
  const kept = read(storage);
  const one = <T>(name: string, of: readonly T[], otherwise: T): T =>
    of.find((each) => each === kept[name]) ?? otherwise;
  const { fadeMs } = kept;
  const isFade = fadeMs === null || (typeof fadeMs === 'number' && fadeMs > 0 && fadeMs <= MAX_FADE_MS);
  const { width, height, unitsPerPixel } = kept;
  const unit = LENGTH_UNITS.find((each) => each === kept['unit']);
  const isScale =
    unit !== undefined && typeof unitsPerPixel === 'number' && unitsPerPixel > 0 && unitsPerPixel < 1e6;
  const calibration: Calibration | null = isScale ? { unitsPerPixel, unit } : null;
  return {
    tool: one('tool', DRAW_TOOLS, START_CHOICES.tool),
    color: one('color', MARK_COLORS, START_CHOICES.color),
    width: one('line', MARK_WIDTHS, START_CHOICES.width),
    fadeMs: isFade ? fadeMs : START_CHOICES.fadeMs,
    calibration,
    calibratedFor: typeof width === 'number' && typeof height === 'number' ? { width, height } : null,
  };
}

export function remember(storage: Shelf, state: DrawState): void {
  const { tool, color, width, fadeMs, calibration, frame } = state;
  const kept = { tool, color, line: width, fadeMs, ...calibration, width: frame.width, height: frame.height };
  try {
    storage?.setItem(KEY, JSON.stringify(kept));
  } catch {
    // It is full, or not for us: then the next visit begins as the first.
  }
}

function read(storage: Shelf): Readonly<Record<string, unknown>> {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(KEY) ?? 'null');
    return typeof kept === 'object' && kept !== null ? { ...kept } : {};
  } catch {
    return {};
  }
}
