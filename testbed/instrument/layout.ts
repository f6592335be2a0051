import type { ScreenView } from './pose.ts';
import { contains, type Rect } from './rect.ts';

export const SCREEN_WIDTH_PX = 960;
export const SCREEN_HEIGHT_PX = 640;

/** Name, lamps and the two buttons of the view, behind the pose strip. */
export const titleBar: Rect = { x: 0, y: 16, width: 960, height: 48 };
/** The column of controls at the right; the single view has few of them. */
export const controlPanel: Rect = { x: 704, y: 64, width: 256, height: 576 };
/** The four panels of the quad view with their headers. */
export const panels = {
  live: { x: 0, y: 64, width: 448, height: 352 },
  survey: { x: 448, y: 64, width: 256, height: 352 },
  schematic: { x: 0, y: 416, width: 448, height: 224 },
  parameters: { x: 448, y: 416, width: 256, height: 224 },
} as const satisfies Readonly<Record<string, Rect>>;
/** Below the single view's picture: the data of the column, the scale. */
export const dataBar: Rect = { x: 0, y: 576, width: 704, height: 64 };

/** The whole sample from above; a click goes there. */
export const surveyPanel: Rect = { x: 448, y: 96, width: 256, height: 256 };

const liveQuad: Rect = { x: 0, y: 96, width: 448, height: 320 };
// It covers no control of the quad view: a profile's regions know nothing of views.
const liveSingle: Rect = { x: 0, y: 64, width: 704, height: 512 };

/** The detector's picture: drag it, click it, turn the wheel over it. */
export function livePanel(view: ScreenView): Rect {
  return view === 'quad' ? liveQuad : liveSingle;
}

/** What can be pressed. Jog and z act while held, focus, beam and magnification repeat, the others act once. */
export const CONTROLS = [
  'jogUp',
  'jogDown',
  'jogLeft',
  'jogRight',
  'home',
  'zUp',
  'zDown',
  'focusUp',
  'focusDown',
  'beamUp',
  'beamDown',
  'magUp',
  'magDown',
  'viewToggle',
  'acquire',
] as const;
export type ControlName = (typeof CONTROLS)[number];

const VIEW_TOGGLE: Rect = { x: 728, y: 24, width: 100, height: 34 };
const ACQUIRE: Rect = { x: 836, y: 24, width: 100, height: 34 };

const quadControls: Readonly<Record<ControlName, Rect>> = {
  jogUp: pad(1, 0),
  jogLeft: pad(0, 1),
  home: pad(1, 1),
  jogRight: pad(2, 1),
  jogDown: pad(1, 2),
  zUp: pad(3, 0),
  zDown: pad(3, 2),
  focusDown: { x: 728, y: 428, width: 48, height: 40 },
  focusUp: { x: 888, y: 428, width: 48, height: 40 },
  beamDown: { x: 728, y: 484, width: 48, height: 40 },
  beamUp: { x: 888, y: 484, width: 48, height: 40 },
  magDown: { x: 728, y: 540, width: 48, height: 40 },
  magUp: { x: 888, y: 540, width: 48, height: 40 },
  viewToggle: VIEW_TOGGLE,
  acquire: ACQUIRE,
};

/** What the single view has as well, at the same places. */
const singleControls: readonly ControlName[] = ['focusDown', 'focusUp', 'viewToggle', 'acquire'];

/** Where a control is; of the quad view unless another is named. null: this view does not show it. */
export function controlRect(name: ControlName, view?: 'quad'): Rect;
export function controlRect(name: ControlName, view: ScreenView): Rect | null;
export function controlRect(name: ControlName, view: ScreenView = 'quad'): Rect | null {
  return view === 'quad' || singleControls.includes(name) ? quadControls[name] : null;
}

/** The control under a point. */
export function controlAt(x: number, y: number, view: ScreenView): ControlName | null {
  const isThere = (name: ControlName) => {
    const rect = controlRect(name, view);
    return rect !== null && contains(rect, x, y);
  };
  return CONTROLS.find(isThere) ?? null;
}

function pad(column: number, row: number): Rect {
  // The fourth column, the height, stands apart.
  return { x: 720 + column * 54 + (column === 3 ? 14 : 0), y: 236 + row * 50, width: 50, height: 46 };
}
