import type { Frame } from './frame.ts';
import type { Instrument } from './instrument.ts';
import { GREYS } from './palette.ts';
import { contains, type Rect } from './rect.ts';

const WHITE = GREYS - 1;
const GAP_PX = 5;
const ARM_PX = 7;
const MARK_PX = 8;

/** Draws the middle of the live picture and, where it is in the field, the mark; in greys, as the picture is sent. */
export function drawReticle(frame: Frame, area: Rect, instrument: Instrument): void {
  const middleX = area.x + Math.floor(area.width / 2);
  const middleY = area.y + Math.floor(area.height / 2);
  for (const from of [-GAP_PX - ARM_PX, GAP_PX + 1]) {
    frame.fill({ x: middleX + from, y: middleY, width: ARM_PX, height: 1 }, WHITE);
    frame.fill({ x: middleX, y: middleY + from, width: 1, height: ARM_PX }, WHITE);
  }
  const { xUm, yUm, widthUm } = instrument.sight;
  const pxPerUm = area.width / widthUm;
  const x = Math.round(middleX + (instrument.setup.target.xUm - xUm) * pxPerUm);
  const y = Math.round(middleY + (instrument.setup.target.yUm - yUm) * pxPerUm);
  const isInside =
    contains(area, x - MARK_PX, y - MARK_PX) && contains(area, x + MARK_PX + 1, y + MARK_PX + 1);
  if (!isInside) return;
  const box = { x: x - MARK_PX, y: y - MARK_PX, width: 2 * MARK_PX + 1, height: 2 * MARK_PX + 1 };
  frame.outline(box, WHITE);
  frame.outline({ x: box.x + 1, y: box.y + 1, width: box.width - 2, height: box.height - 2 }, 0);
}
