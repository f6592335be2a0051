import { signed } from './data-bar.ts';
import { Frame } from './frame.ts';
import type { Instrument } from './instrument.ts';
import { RAMP_STEPS, ramp, surface } from './palette.ts';
import { LINE } from './panel-frame.ts';
import type { Pose } from './pose.ts';
import type { Rect } from './rect.ts';
import { TRAVEL_UM } from './stage.ts';

const FULL = RAMP_STEPS - 1;
/** The chamber from the side: the stage hangs under the pole piece. */
const side = { x: 0, y: 450, width: 300, height: 190 } satisfies Rect;
const MIDDLE = 142;
const POLE_Y = 488;
const PX_PER_UM = 0.8;
/** How far the drawn stage goes sideways at the end of its travel. */
const SWAY_PX = 16;
/** The stage from above. */
const above = { x: 300, y: 450, width: 147, height: 190 } satisfies Rect;
const CIRCLE = { x: 371, y: 546, radius: 66 };
/** This near to the eucentric line counts as there, for the colour of the number. */
const THERE_UM = 1;

/** Draws the chamber from the side, with the pole piece, the eucentric line and the sample at its height. */
export function drawSide(frame: Frame, instrument: Instrument, pose: Pose): Rect {
  const { poleUm, eucentricUm } = instrument.setup;
  const yOf = (zUm: number) => Math.round(POLE_Y + (poleUm - zUm) * PX_PER_UM);
  frame.fill(side, surface.panel);
  drawPole(frame, pose.hasContact);
  const lineY = yOf(eucentricUm);
  frame.dashes(62, lineY, 160, ramp.good + 9);
  frame.text(226, lineY - 8, 'EUCENTRIC', 'label', 'good');
  const top = yOf(pose.zUm);
  frame.fill({ x: MIDDLE - 1, y: POLE_Y, width: 2, height: Math.max(0, top - POLE_Y) }, ramp.accent + 10);
  drawStage(frame, MIDDLE + Math.round((pose.xUm / TRAVEL_UM) * SWAY_PX), top, pose.hasContact);
  const isThere = Math.abs(pose.zUm - eucentricUm) < THERE_UM;
  const height = signed(pose.zUm, 1);
  const colour = pose.hasContact ? 'bad' : isThere ? 'good' : 'text';
  frame.text(54 - Frame.textWidth(height, 'label'), top - 7, height, 'label', colour);
  return side;
}

/** Draws the stage from above: its travel, where it is, and where it is sent. */
export function drawAbove(frame: Frame, instrument: Instrument, pose: Pose): Rect {
  const { x, y, radius } = CIRCLE;
  const pxPerUm = radius / (TRAVEL_UM * 1.42);
  frame.fill(above, surface.panel);
  frame.ring(x, y, radius, 1.4, 'dim');
  const travel = Math.round(TRAVEL_UM * pxPerUm);
  frame.outline({ x: x - travel, y: y - travel, width: 2 * travel + 1, height: 2 * travel + 1 }, LINE);
  frame.fill({ x: x - radius + 6, y, width: 2 * radius - 12, height: 1 }, LINE);
  frame.fill({ x, y: y - radius + 6, width: 1, height: 2 * radius - 12 }, LINE);
  const { goal } = instrument;
  if (goal !== null && pose.isMoving) {
    frame.ring(x + limited(goal.xUm) * pxPerUm, y + limited(goal.yUm) * pxPerUm, 6, 1.4, 'busy');
  }
  frame.ring(x + pose.xUm * pxPerUm, y + pose.yUm * pxPerUm, 4, 4, pose.isMoving ? 'busy' : 'good');
  return above;
}

function drawPole(frame: Frame, isTouched: boolean): void {
  const steel = isTouched ? ramp.bad : ramp.dim;
  for (const [wide, narrow, shade] of [
    [84, 26, 6],
    [58, 17, 9],
    [26, 8, 11],
  ] as const) {
    frame.trapezoid(
      { y: side.y, left: MIDDLE - wide, right: MIDDLE + wide },
      { y: POLE_Y, left: MIDDLE - narrow, right: MIDDLE + narrow },
      steel + shade,
    );
  }
  frame.fill({ x: MIDDLE - 3, y: side.y, width: 6, height: POLE_Y - side.y }, surface.panel);
  frame.fill({ x: MIDDLE - 1, y: side.y, width: 2, height: POLE_Y - side.y }, ramp.accent + 10);
  frame.dashes(62, POLE_Y, 160, ramp.bad + 7);
  frame.text(226, POLE_Y - 8, 'POLE', 'label', 'bad');
}

function drawStage(frame: Frame, x: number, top: number, isTouching: boolean): void {
  const bottom = side.y + side.height;
  const column = { x: x - 16, y: top + 16, width: 32, height: Math.max(0, bottom - top - 16) };
  frame.fill(column, ramp.dim + 4);
  frame.fill({ ...column, width: 6 }, ramp.dim + 6);
  frame.trapezoid(
    { y: top + 4, left: x - 68, right: x + 68 },
    { y: Math.min(bottom, top + 16), left: x - 56, right: x + 56 },
    ramp.dim + 8,
  );
  frame.fill({ x: x - 54, y: top, width: 108, height: 4 }, (isTouching ? ramp.bad : ramp.accent) + FULL);
}

function limited(um: number): number {
  return Math.min(TRAVEL_UM, Math.max(-TRAVEL_UM, um));
}
