import { drawButton } from './buttons.ts';
import { signed } from './data-bar.ts';
import { Frame } from './frame.ts';
import type { Instrument } from './instrument.ts';
import { CONTROLS, type ControlName, controlPanel, controlRect } from './layout.ts';
import { surface } from './palette.ts';
import { centred, drawPanelFrame, LINE } from './panel-frame.ts';
import type { Pose, ScreenView } from './pose.ts';
import type { Rect } from './rect.ts';

const readings: Rect = { x: 720, y: 100, width: 232, height: 104 };
const values: Rect = { x: 780, y: 428, width: 104, height: 152 };

/** Draws what never changes in a view: the ground, the titles and the hints. */
export function drawControlPanel(frame: Frame, view: ScreenView): void {
  drawPanelFrame(frame, controlPanel, 'Control');
  frame.fill({ x: 720, y: 400, width: 224, height: 1 }, LINE);
  if (view === 'quad') {
    centred(frame, 799, 212, 'XY', 'label', 'dim');
    centred(frame, 921, 212, 'Z', 'label', 'dim');
    frame.text(720, 596, 'Hold arrows to move · click to centre', 'label', 'dim');
    frame.text(720, 614, 'Esc halts the stage', 'label', 'dim');
  } else {
    frame.text(720, 236, 'Drag the picture, or click to centre.', 'label', 'dim');
    frame.text(720, 256, 'Acquire takes one slow picture.', 'label', 'dim');
    frame.text(720, 276, 'Jog and height: quad view.', 'label', 'dim');
  }
}

/** Draws the numbers: where the stage is and whether it moves. */
export function drawReadings(frame: Frame, instrument: Instrument, pose: Pose): Rect {
  frame.fill(readings, surface.panel);
  const rows = [
    ['X', pose.xUm],
    ['Y', pose.yUm],
    ['Z', pose.zUm],
  ] as const;
  rows.forEach(([name, value], i) => {
    const y = readings.y + 2 + i * 24;
    frame.text(readings.x, y, name, 'value', 'dim');
    const text = signed(value, 1);
    frame.text(readings.x + 150 - Frame.textWidth(text, 'value'), y, text, 'value', 'text');
    frame.text(readings.x + 160, y, 'µm', 'value', 'dim');
  });
  const y = readings.y + 78;
  frame.ring(readings.x + 6, y + 9, 5, 5, pose.isMoving ? 'busy' : 'good');
  const status = pose.isMoving ? `Moving  ${instrument.speedUmPerS.toFixed(0)} µm/s` : 'Stage at rest';
  frame.text(readings.x + 20, y, status, 'value', pose.isMoving ? 'busy' : 'good');
  return readings;
}

/** Draws the buttons of a view, the held one lit. */
export function drawButtons(frame: Frame, view: ScreenView, pressed: ControlName | null): Rect[] {
  return CONTROLS.filter((name) => name !== 'viewToggle' && name !== 'acquire').flatMap((name) => {
    drawButton(frame, name, view, name === pressed);
    return controlRect(name, view) ?? [];
  });
}

/** Draws the settings of the column between their buttons; the single view has the focus only. */
export function drawSettings(frame: Frame, instrument: Instrument, pose: Pose): Rect {
  frame.fill(values, surface.panel);
  const rows = [
    ['FOCUS', `${signed(pose.focusUm, 0)} µm`],
    ['BEAM', signed(pose.beam, 0)],
    ['MAG', `×${Math.round(instrument.magnification).toLocaleString('en')}`],
  ] as const;
  rows.slice(0, pose.view === 'quad' ? 3 : 1).forEach(([name, value], i) => {
    const y = values.y + i * 56;
    centred(frame, 832, y + 2, name, 'label', 'dim');
    centred(frame, 832, y + 19, value, 'value', 'text');
  });
  return values;
}
