import { Frame } from './frame.ts';
import { RAMP_STEPS, type RampName, ramp, surface } from './palette.ts';
import type { Rect } from './rect.ts';

/** Colour of the thin lines between things. */
export const LINE = ramp.text + 3;

/** Draws an empty panel: its ground, its edge, and its header. */
export function drawPanelFrame(frame: Frame, rect: Rect, title: string): void {
  frame.fill(rect, surface.panel);
  frame.fill({ ...rect, height: 1 }, LINE);
  frame.fill({ x: rect.x + rect.width - 1, y: rect.y, width: 1, height: rect.height }, LINE);
  frame.fill({ x: rect.x + 12, y: rect.y + 11, width: 3, height: 12 }, ramp.accent + RAMP_STEPS - 1);
  frame.text(rect.x + 22, rect.y + 9, title, 'label', 'text');
}

/** Writes a text around a middle. */
export function centred(
  frame: Frame,
  x: number,
  y: number,
  text: string,
  font: 'label' | 'value' | 'title',
  colour: RampName,
): void {
  frame.text(x - Math.round(Frame.textWidth(text, font) / 2), y, text, font, colour);
}
