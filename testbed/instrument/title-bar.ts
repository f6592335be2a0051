import { drawButton } from './buttons.ts';
import type { Frame } from './frame.ts';
import { type ControlName, controlRect, titleBar } from './layout.ts';
import { RAMP_STEPS, type RampName, ramp, surface } from './palette.ts';
import { centred, LINE } from './panel-frame.ts';
import type { Pose } from './pose.ts';

/** Draws the name, the lamps and the buttons of the view. */
export function drawTitleBar(frame: Frame, pose: Pose, pressed: ControlName | null): void {
  frame.fill(titleBar, surface.panel);
  frame.fill({ ...titleBar, y: titleBar.y + titleBar.height - 1, height: 1 }, LINE);
  frame.fill({ x: 16, y: 31, width: 4, height: 18 }, ramp.accent + RAMP_STEPS - 1);
  frame.text(30, 28, 'Demo microscope', 'title', 'text');
  lamp(frame, 236, 'BEAM', 'good', true);
  lamp(frame, 312, pose.isMoving ? 'MOVING' : 'AT REST', pose.isMoving ? 'busy' : 'good', true);
  if (pose.hasContact) {
    frame.fillRounded({ x: 402, y: 28, width: 96, height: 24 }, 12, surface.alarm, surface.panel);
    frame.ring(416, 40, 5, 5, 'alarmText');
    frame.text(427, 32, 'CONTACT', 'label', 'alarmText');
  } else lamp(frame, 410, 'CONTACT', 'bad', false);
  const pictures = pose.isAcquiring ? 'ACQUIRING' : `PICTURES ${pose.acquired}`;
  lamp(frame, 518, pictures, 'accent', pose.isAcquiring);
  const isQuad = pose.view === 'quad';
  drawWord(frame, 'viewToggle', isQuad ? 'Single view' : 'Quad view', pressed === 'viewToggle', false);
  drawWord(frame, 'acquire', 'Acquire', !isQuad && (pressed === 'acquire' || pose.isAcquiring), isQuad);
}

/** Draws a button that carries a word. */
function drawWord(
  frame: Frame,
  name: 'viewToggle' | 'acquire',
  word: string,
  isLit: boolean,
  isOff: boolean,
): void {
  drawButton(frame, name, 'quad', isLit);
  const { x, y, width } = controlRect(name);
  centred(
    frame,
    x + width / 2,
    y + 9,
    word,
    'label',
    isLit ? 'pressedText' : isOff ? 'buttonDim' : 'buttonText',
  );
}

function lamp(frame: Frame, x: number, text: string, colour: RampName, lit: boolean): void {
  frame.ring(x + 6, 40, 5, lit ? 5 : 1.2, lit ? colour : 'dim');
  frame.text(x + 17, 32, text, 'label', lit ? colour : 'dim');
}
