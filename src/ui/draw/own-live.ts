import { barEnd } from './ink.ts';
import { labelText, type NumberWriter } from './label-text.ts';
import type { LiveStroke } from './live-strokes.ts';
import { barOf, type Stroke, shapeOf } from './stroke.ts';

/** A stroke of this user as it is painted while it is drawn; null: nothing of it is. */
export function liveOf(stroke: Stroke, write: NumberWriter): LiveStroke | null {
  const { color, width } = stroke;
  switch (stroke.type) {
    case 'line':
      return { tool: stroke.tool, color, width, points: stroke.points, times: [], isOver: false };
    case 'span': {
      const { tool, from, to, calibration, frame } = stroke;
      const shape = shapeOf(stroke);
      const label = shape === null ? '' : labelText(shape, write);
      if (tool !== 'scale-bar' || calibration === null) return { tool, color, width, from, to, label };
      const bar = barOf(from, to, calibration, frame);
      return { tool, color, width, from: bar.at, to: barEnd(bar), label };
    }
    case 'distance':
      return { tool: 'length', color, width, from: stroke.from, to: stroke.to, label: '' };
    case 'rub':
      return null;
    default:
      return stroke satisfies never;
  }
}
