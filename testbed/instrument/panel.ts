import { signed } from './data-bar.ts';
import { Frame } from './frame.ts';
import type { Instrument } from './instrument.ts';
import { type ButtonName, buttons, panel, stageMap } from './layout.ts';
import { RAMP_STEPS, ramp, surface } from './palette.ts';
import { intersection, type Rect } from './rect.ts';
import { TRAVEL_UM } from './stage.ts';

const readings: Rect = { x: 728, y: 214, width: 216, height: 114 };
const buttonsArea: Rect = { x: 712, y: 336, width: 240, height: 260 };
const line = ramp.text + 3;

/** Draws what never changes: the ground of the panel and its titles. */
export function drawPanel(frame: Frame): void {
  frame.fill(panel, surface.panel);
  frame.fill({ x: panel.x, y: 0, width: 1, height: panel.height }, line);
  frame.fill({ x: 728, y: 15, width: 4, height: 18 }, ramp.accent + RAMP_STEPS - 1);
  frame.text(742, 12, 'Demo microscope', 'title', 'text');
  frame.text(728, 606, 'Hold arrows to move · click to centre', 'label', 'dim');
  centred(frame, 832, 514, 'Focus', 'dim');
  centred(frame, 832, 558, 'Magnification', 'dim');
}

/** Draws the stage from above: its travel, where it is, where it goes and what the picture shows of it. */
export function drawStageMap(frame: Frame, instrument: Instrument): Rect {
  const { stage, goal, view } = instrument;
  frame.fill(stageMap, surface.panel);
  const centreX = stageMap.x + stageMap.width / 2;
  const centreY = stageMap.y + stageMap.height / 2;
  const radius = stageMap.height / 2 - 3;
  const pxPerUm = radius / (TRAVEL_UM * 1.42);
  frame.ring(centreX, centreY, radius, 1.4, 'dim');
  const travel = Math.round(TRAVEL_UM * pxPerUm);
  frame.outline(
    { x: centreX - travel, y: centreY - travel, width: 2 * travel + 1, height: 2 * travel + 1 },
    line,
  );
  frame.fill({ x: centreX - radius + 6, y: centreY, width: 2 * radius - 12, height: 1 }, line);
  frame.fill({ x: centreX, y: centreY - radius + 6, width: 1, height: 2 * radius - 12 }, line);
  if (goal !== null && instrument.moving) {
    frame.ring(centreX + goal.xUm * pxPerUm, centreY + goal.yUm * pxPerUm, 5, 1.4, 'busy');
  }
  const x = centreX + stage.xUm * pxPerUm;
  const y = centreY + stage.yUm * pxPerUm;
  const width = Math.max(6, Math.round(view.widthUm * pxPerUm));
  const height = Math.max(5, Math.round(width * 0.82));
  const seen = { x: Math.round(x - width / 2), y: Math.round(y - height / 2), width, height };
  const shown = intersection(seen, stageMap);
  if (shown !== null) frame.outline(shown, ramp.accent + RAMP_STEPS - 1);
  frame.ring(x, y, 3, 3, instrument.moving ? 'busy' : 'good');
  return stageMap;
}

/** Draws the numbers: where the stage is and whether it moves. */
export function drawReadings(frame: Frame, instrument: Instrument): Rect {
  const { stage, moving, focusUm } = instrument;
  frame.fill(readings, surface.panel);
  const rows = [
    ['X', stage.xUm, 2],
    ['Y', stage.yUm, 2],
    ['Z', focusUm, 2],
  ] as const;
  rows.forEach(([name, value, digits], i) => {
    const y = readings.y + 2 + i * 24;
    frame.text(readings.x, y, name, 'value', 'dim');
    const text = signed(value, digits);
    frame.text(readings.x + 150 - Frame.textWidth(text, 'value'), y, text, 'value', 'text');
    frame.text(readings.x + 160, y, 'µm', 'value', 'dim');
  });
  const y = readings.y + 86;
  frame.ring(readings.x + 6, y + 9, 5, 5, moving ? 'busy' : 'good');
  const speed = Math.hypot(stage.xUmPerS, stage.yUmPerS);
  const status = moving ? `Moving  ${speed.toFixed(0)} µm/s` : 'Stage at rest';
  frame.text(readings.x + 20, y, status, 'value', moving ? 'busy' : 'good');
  return readings;
}

/** Draws the buttons, the held one lit. */
export function drawButtons(frame: Frame, pressed: ButtonName | null): Rect {
  for (const { name, rect } of buttons) {
    const lit = name === pressed;
    frame.fillRounded(rect, 6, lit ? surface.pressed : surface.button, surface.panel);
    drawIcon(frame, name, rect, lit ? 'pressedText' : 'buttonText');
  }
  return buttonsArea;
}

function drawIcon(frame: Frame, name: ButtonName, rect: Rect, colour: 'buttonText' | 'pressedText'): void {
  const x = rect.x + rect.width / 2;
  const y = rect.y + rect.height / 2;
  const ink = ramp[colour] + RAMP_STEPS - 1;
  switch (name) {
    case 'jogUp':
      frame.arrow(x, y, 10, 0, -1, colour);
      break;
    case 'jogDown':
      frame.arrow(x, y, 10, 0, 1, colour);
      break;
    case 'jogLeft':
      frame.arrow(x, y, 10, -1, 0, colour);
      break;
    case 'jogRight':
      frame.arrow(x, y, 10, 1, 0, colour);
      break;
    case 'home':
      frame.ring(x, y, 9, 1.6, colour);
      frame.ring(x, y, 3, 3, colour);
      break;
    case 'focusUp':
    case 'magUp':
      frame.fill({ x: x - 1, y: y - 7, width: 2, height: 14 }, ink);
      frame.fill({ x: x - 7, y: y - 1, width: 14, height: 2 }, ink);
      break;
    case 'focusDown':
    case 'magDown':
      frame.fill({ x: x - 7, y: y - 1, width: 14, height: 2 }, ink);
      break;
  }
}

function centred(frame: Frame, x: number, y: number, text: string, colour: 'dim'): void {
  frame.text(x - Math.round(Frame.textWidth(text, 'label') / 2), y, text, 'label', colour);
}
