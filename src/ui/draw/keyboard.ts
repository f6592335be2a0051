import { wrap } from '../editor/keyboard.ts';
import type { DrawDesk } from './draw-desk.ts';
import { type DrawTool, FADE_MS, FAR_STEP_PIXELS, STEP_PIXELS } from './draw-state.ts';
import { toFramebuffer } from './draw-view.ts';

/** One key each, while drawing has the keyboard. */
export const TOOL_KEYS: Readonly<Record<DrawTool, string>> = {
  laser: 'l',
  pen: 'p',
  arrow: 'a',
  rectangle: 'r',
  ellipse: 'e',
  length: 'm',
  'scale-bar': 's',
  text: 't',
  erase: 'x',
};
export const KEEP_KEY = 'k';

const TOOLS_BY_KEY = new Map<string, DrawTool>();
for (const [tool, key] of Object.entries(TOOL_KEYS)) {
  const found = Object.keys(TOOL_KEYS).find((each): each is DrawTool => each === tool);
  if (found !== undefined) TOOLS_BY_KEY.set(key, found);
}

const ARROWS: ReadonlyMap<string, readonly [x: number, y: number]> = new Map([
  ['ArrowLeft', [-1, 0]],
  ['ArrowRight', [1, 0]],
  ['ArrowUp', [0, -1]],
  ['ArrowDown', [0, 1]],
]);

/** What a key does while drawing. In a field, keys edit text; Escape ends drawing from everywhere. */
export function keyDown(desk: DrawDesk, event: KeyboardEvent): void {
  if (event.isComposing || !desk.isOn.value) return;
  if (event.key === 'Tab') {
    wrap(event);
    return;
  }
  if (event.key === 'Escape') desk.leave();
  else if (isField(event.target) || !withKey(desk, event, isOnPicture(event.target))) return;
  event.preventDefault();
}

/**
 * A key that went to something else in the window, such as after a click beside the picture: it means the same, but in
 * fields, and the keyboard comes back to the picture.
 */
export function keyElsewhere(desk: DrawDesk, event: KeyboardEvent, target: EventTarget | null): void {
  if (isField(target)) return;
  // Elsewhere Enter may press what has the keyboard, and arrows may move it.
  const isNowhere = target instanceof Element && target.matches('html, body, canvas');
  if (!withKey(desk, event, isNowhere)) return;
  event.preventDefault();
  desk.focus.value ??= 'surface';
}

/** @returns whether the key meant something */
function withKey(desk: DrawDesk, event: KeyboardEvent, isForPicture: boolean): boolean {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const { ctrlKey, metaKey, altKey, shiftKey } = event;
  if ((ctrlKey || metaKey) && !altKey) {
    if (key === 'z' && !shiftKey) desk.erasing.undo();
    else if (key === 'y' || key === 'z') desk.erasing.redo();
    else return false;
    return true;
  }
  if (altKey || ctrlKey || metaKey) return false;
  if (isForPicture && onPicture(desk, key, shiftKey)) return true;
  const tool = TOOLS_BY_KEY.get(key);
  if (tool !== undefined) desk.send({ type: 'choose', tool });
  else if (key === KEEP_KEY)
    desk.send({ type: 'fade', fadeMs: desk.shown.value.fadeMs === null ? FADE_MS : null });
  else return false;
  return true;
}

function onPicture(desk: DrawDesk, key: string, isFar: boolean): boolean {
  const view = desk.view.value;
  if (view === null) return false;
  const { visible } = view;
  const from = toFramebuffer({ x: visible.x + visible.width / 2, y: visible.y + visible.height / 2 }, view);
  const { wallMs } = desk;
  const arrow = ARROWS.get(key);
  if (arrow !== undefined) {
    const far = isFar ? FAR_STEP_PIXELS : STEP_PIXELS;
    desk.send({ type: 'step', by: { x: arrow[0] * far, y: arrow[1] * far }, from, wallMs });
    return true;
  }
  switch (key) {
    case 'Enter':
    case ' ':
      desk.press({ type: 'enter', from, wallMs });
      return true;
    case 'Delete':
    case 'Backspace':
      desk.erasing.remove();
      return true;
    default:
      return false;
  }
}

function isOnPicture(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.draw-surface') !== null;
}

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, select, textarea, [contenteditable]') !== null;
}
