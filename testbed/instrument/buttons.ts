import type { Frame } from './frame.ts';
import { type ControlName, controlRect } from './layout.ts';
import { RAMP_STEPS, ramp, surface } from './palette.ts';
import type { ScreenView } from './pose.ts';

/** Draws a control of this view with its sign, lit while it is held. */
export function drawButton(frame: Frame, name: ControlName, view: ScreenView, lit: boolean): void {
  const rect = controlRect(name, view);
  if (rect === null) return;
  frame.fillRounded(rect, 6, lit ? surface.pressed : surface.button, surface.panel);
  const x = rect.x + rect.width / 2;
  const y = rect.y + rect.height / 2;
  drawSign(frame, name, x, y, lit ? 'pressedText' : 'buttonText');
}

function drawSign(
  frame: Frame,
  name: ControlName,
  x: number,
  y: number,
  colour: 'buttonText' | 'pressedText',
): void {
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
    case 'zUp':
      frame.arrow(x, y + 3, 10, 0, -1, colour);
      frame.fill({ x: x - 9, y: y - 10, width: 18, height: 2 }, ink);
      break;
    case 'zDown':
      frame.arrow(x, y - 3, 10, 0, 1, colour);
      frame.fill({ x: x - 9, y: y + 8, width: 18, height: 2 }, ink);
      break;
    case 'home':
      frame.ring(x, y, 9, 1.6, colour);
      frame.ring(x, y, 3, 3, colour);
      break;
    case 'focusUp':
    case 'beamUp':
    case 'magUp':
      frame.fill({ x: x - 1, y: y - 7, width: 2, height: 14 }, ink);
      frame.fill({ x: x - 7, y: y - 1, width: 14, height: 2 }, ink);
      break;
    case 'focusDown':
    case 'beamDown':
    case 'magDown':
      frame.fill({ x: x - 7, y: y - 1, width: 14, height: 2 }, ink);
      break;
    case 'viewToggle':
    case 'acquire':
      // They carry words, which depend on the view.
      break;
  }
}
