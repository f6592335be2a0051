import { signed } from './data-bar.ts';
import type { Frame } from './frame.ts';
import type { Instrument } from './instrument.ts';
import { RAMP_STEPS, ramp, surface } from './palette.ts';
import { LINE } from './panel-frame.ts';
import type { Pose } from './pose.ts';
import type { Rect } from './rect.ts';
import { TRAVEL_UM } from './stage.ts';

/** The drawing's ground inside of its panel. */
export const schematicArea: Rect = { x: 0, y: 448, width: 447, height: 192 };

const FULL = RAMP_STEPS - 1;
const SIDE = { left: 16, right: 276, poleY: 478 };
const TOP_VIEW = { x: 366, y: 540, radius: 72 };
const PX_PER_UM = 0.8;

/** Draws the chamber from the side, with the pole piece, the eucentric line and the sample, and the stage from above. */
export function drawSchematic(frame: Frame, instrument: Instrument, pose: Pose): Rect {
  frame.fill(schematicArea, surface.panel);
  drawSide(frame, instrument, pose);
  drawAbove(frame, pose);
  return schematicArea;
}

function drawSide(frame: Frame, instrument: Instrument, pose: Pose): void {
  const { poleUm, eucentricUm } = instrument.setup;
  const middle = (SIDE.left + SIDE.right) / 2 - 20;
  const yOf = (zUm: number) => Math.round(SIDE.poleY + (poleUm - zUm) * PX_PER_UM);
  const steel = ramp.dim + 8;
  frame.trapezoid(
    { y: schematicArea.y + 2, left: middle - 70, right: middle + 70 },
    { y: SIDE.poleY, left: middle - 22, right: middle + 22 },
    pose.hasContact ? ramp.bad + 9 : steel,
  );
  frame.text(SIDE.left, schematicArea.y + 4, 'POLE', 'label', 'dim');
  frame.dashes(SIDE.left, yOf(eucentricUm), SIDE.right - SIDE.left - 40, ramp.good + 10);
  frame.text(SIDE.right - 36, yOf(eucentricUm) - 8, 'EUCENTRIC', 'label', 'good');
  const top = yOf(pose.zUm);
  const x = middle + Math.round((pose.xUm / TRAVEL_UM) * 30);
  frame.fill({ x: middle, y: SIDE.poleY, width: 1, height: Math.max(0, top - SIDE.poleY) }, ramp.accent + 9);
  frame.fill(
    { x: x - 60, y: top, width: 120, height: 5 },
    pose.hasContact ? ramp.bad + FULL : ramp.accent + FULL,
  );
  frame.trapezoid(
    { y: top + 5, left: x - 76, right: x + 76 },
    { y: top + 15, left: x - 68, right: x + 68 },
    steel,
  );
  frame.text(SIDE.right - 36, top - 6, signed(pose.zUm, 1), 'label', 'text');
}

function drawAbove(frame: Frame, pose: Pose): void {
  const { x, y, radius } = TOP_VIEW;
  const pxPerUm = radius / (TRAVEL_UM * 1.42);
  frame.ring(x, y, radius, 1.4, 'dim');
  const travel = Math.round(TRAVEL_UM * pxPerUm);
  frame.outline({ x: x - travel, y: y - travel, width: 2 * travel + 1, height: 2 * travel + 1 }, LINE);
  frame.fill({ x: x - radius + 6, y, width: 2 * radius - 12, height: 1 }, LINE);
  frame.fill({ x, y: y - radius + 6, width: 1, height: 2 * radius - 12 }, LINE);
  frame.ring(x + pose.xUm * pxPerUm, y + pose.yUm * pxPerUm, 4, 4, pose.isMoving ? 'busy' : 'good');
}
