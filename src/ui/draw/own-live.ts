import type { MarkPoint } from '../../model/annotation/mark.ts';
import { barEnd } from './ink.ts';
import type { LiveStroke } from './live-strokes.ts';
import { barOf, type Stroke } from './stroke.ts';

/** A stroke of this user as it is painted while it is drawn; null: nothing of it is. */
export function liveOf(stroke: Stroke): LiveStroke | null {
  const { color, width } = stroke;
  switch (stroke.type) {
    case 'line':
      return { tool: stroke.tool, color, width, points: stroke.points, times: [], isOver: false };
    case 'span':
      return { tool: stroke.tool, color, width, ...endsOf(stroke), calibration: stroke.calibration };
    case 'distance':
      return { tool: 'length', color, width, from: stroke.from, to: stroke.to, calibration: null };
    case 'rub':
      return null;
    default:
      return stroke satisfies never;
  }
}

/** Where it begins and ends, as it is seen: a scale bar is of a round length. */
export function endsOf({ tool, from, to, calibration, frame }: Extract<Stroke, { readonly type: 'span' }>): {
  readonly from: MarkPoint;
  readonly to: MarkPoint;
} {
  if (tool !== 'scale-bar' || calibration === null) return { from, to };
  const bar = barOf(from, to, calibration, frame);
  return { from: bar.at, to: barEnd(bar) };
}
