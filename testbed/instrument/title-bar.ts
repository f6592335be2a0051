import { drawButton } from './buttons.ts';
import type { Frame } from './frame.ts';
import { type ControlName, titleBar } from './layout.ts';
import { RAMP_STEPS, type RampName, ramp, surface } from './palette.ts';
import { centred, LINE } from './panel-frame.ts';
import type { Pose } from './pose.ts';

/** Draws the name, the lamps and the buttons of the view. */
export function drawTitleBar(frame: Frame, pose: Pose, pressed: ControlName | null): void {
  frame.fill(titleBar, surface.panel);
  frame.fill({ ...titleBar, y: titleBar.y + titleBar.height - 1, height: 1 }, LINE);
  frame.fill({ x: 16, y: 31, width: 4, height: 18 }, ramp.accent + RAMP_STEPS - 1);
  frame.text(30, 28, 'Demo microscope', 'title', 'text');
  lamp(frame, 240, 'BEAM', 'good', true);
  lamp(frame, 320, pose.isMoving ? 'MOVING' : 'AT REST', pose.isMoving ? 'busy' : 'good', true);
  lamp(frame, 420, 'CONTACT', 'bad', pose.hasContact);
  lamp(frame, 520, `PICTURES ${pose.acquired}`, 'accent', pose.isAcquiring);
  drawButton(frame, 'viewToggle', pose.view, pressed === 'viewToggle');
  drawButton(frame, 'acquire', pose.view, pressed === 'acquire' || pose.isAcquiring);
  const isQuad = pose.view === 'quad';
  centred(frame, 778, 33, isQuad ? 'Single view' : 'Quad view', 'label', ink(pressed === 'viewToggle'));
  centred(frame, 886, 33, 'Acquire', 'label', ink(pressed === 'acquire' || pose.isAcquiring));
}

function ink(lit: boolean): RampName {
  return lit ? 'pressedText' : 'buttonText';
}

function lamp(frame: Frame, x: number, text: string, colour: RampName, lit: boolean): void {
  frame.ring(x + 6, 40, 5, lit ? 5 : 1.2, lit ? colour : 'dim');
  frame.text(x + 17, 32, text, 'label', lit ? colour : 'dim');
}
