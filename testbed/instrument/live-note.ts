import { roundLength } from './data-bar.ts';
import { Frame } from './frame.ts';
import { livePanel, panels } from './layout.ts';
import { RAMP_STEPS, ramp, surface } from './palette.ts';
import type { Rect } from './rect.ts';

const note: Rect = { x: panels.live.width - 262, y: panels.live.y + 2, width: 254, height: 28 };
/** Longest scale bar in the header. */
const SCALE_PX = 100;

/** Draws the width of the live picture and a scale bar into its header, beside the picture's greys. */
export function drawLiveNote(frame: Frame, widthUm: number): Rect {
  frame.fill(note, surface.panel);
  const pxPerUm = livePanel('quad').width / widthUm;
  const lengthUm = roundLength(SCALE_PX / pxPerUm);
  const lengthPx = Math.round(lengthUm * pxPerUm);
  const ink = ramp.text + RAMP_STEPS - 1;
  const right = note.x + note.width - 4;
  const middle = note.y + 15;
  frame.fill({ x: right - lengthPx, y: middle, width: lengthPx, height: 2 }, ink);
  for (const x of [right - lengthPx, right - 2]) frame.fill({ x, y: middle - 4, width: 2, height: 10 }, ink);
  const label = `${lengthUm} µm`;
  const labelX = right - lengthPx - 8 - Frame.textWidth(label, 'label');
  frame.text(labelX, note.y + 7, label, 'label', 'text');
  const field = `Field ${widthUm} µm`;
  frame.text(labelX - 16 - Frame.textWidth(field, 'label'), note.y + 7, field, 'label', 'dim');
  return note;
}
