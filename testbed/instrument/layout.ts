import { contains, type Rect } from './rect.ts';

export const SCREEN_WIDTH_PX = 960;
export const SCREEN_HEIGHT_PX = 640;

/** The detector's picture: drag it, click it, turn the wheel over it. */
export const pictureArea: Rect = { x: 0, y: 0, width: 704, height: 576 };
/** The line of data under the picture, with the scale bar. */
export const dataBar: Rect = { x: 0, y: 576, width: 704, height: 64 };
/** Everything to the right of the picture. */
export const panel: Rect = { x: 704, y: 0, width: 256, height: 640 };
/** The drawing of the stage from above. */
export const stageMap: Rect = { x: 728, y: 52, width: 208, height: 152 };

/** What can be pressed. Jog buttons act while held, the others once (focus and magnification repeat). */
export type ButtonName =
  | 'jogUp'
  | 'jogDown'
  | 'jogLeft'
  | 'jogRight'
  | 'home'
  | 'focusDown'
  | 'focusUp'
  | 'magDown'
  | 'magUp';

export interface Button {
  readonly name: ButtonName;
  readonly rect: Rect;
}

const PAD_X = 753;
const PAD_Y = 340;
const PAD_SIZE = { width: 50, height: 44 };

/** All buttons of the panel. */
export const buttons: readonly Button[] = [
  { name: 'jogUp', rect: pad(1, 0) },
  { name: 'jogLeft', rect: pad(0, 1) },
  { name: 'home', rect: pad(1, 1) },
  { name: 'jogRight', rect: pad(2, 1) },
  { name: 'jogDown', rect: pad(1, 2) },
  { name: 'focusDown', rect: { x: 728, y: 506, width: 44, height: 36 } },
  { name: 'focusUp', rect: { x: 892, y: 506, width: 44, height: 36 } },
  { name: 'magDown', rect: { x: 728, y: 550, width: 44, height: 36 } },
  { name: 'magUp', rect: { x: 892, y: 550, width: 44, height: 36 } },
];

/** The button under a point. */
export function buttonAt(x: number, y: number): ButtonName | null {
  return buttons.find((button) => contains(button.rect, x, y))?.name ?? null;
}

function pad(column: number, row: number): Rect {
  return { x: PAD_X + column * 54, y: PAD_Y + row * 48, ...PAD_SIZE };
}
