import type { EditorDesk } from './editor-desk.ts';
import type { Point } from './geometry.ts';

const ARROWS: Readonly<Record<string, Point | undefined>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
/** With Shift an arrow goes so many pixels. */
const FAR_PIXELS = 10;

/** What a key does in the editor. Arrow keys and Delete mean the region only on the picture: in the form they edit text. */
export function keyDown(desk: EditorDesk, event: KeyboardEvent): void {
  if (event.isComposing) return;
  if (event.key === 'Escape') desk.escape();
  else if (event.key === 'Tab') wrap(event);
  else if (isUndo(event)) desk.send({ type: event.shiftKey || event.key === 'y' ? 'redo' : 'undo' });
  else if (isOnPicture(event.target)) {
    if (!onPicture(desk, event)) return;
  } else return;
  if (event.key !== 'Tab') event.preventDefault();
}

/** @returns whether the key meant something */
function onPicture(desk: EditorDesk, event: KeyboardEvent): boolean {
  const arrow = ARROWS[event.key];
  if (arrow !== undefined && !event.ctrlKey && !event.metaKey) {
    const far = event.shiftKey ? FAR_PIXELS : 1;
    const by = { x: arrow.x * far, y: arrow.y * far };
    desk.send({ type: event.altKey ? 'stretch' : 'nudge', by });
    return true;
  }
  switch (event.key) {
    case 'Delete':
    case 'Backspace':
      desk.send({ type: 'remove' });
      return true;
    case 'Enter':
      if (desk.selected === undefined) desk.send({ type: 'add' });
      desk.focus.value = 'name';
      return true;
    default:
      return false;
  }
}

function isUndo({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey) && !altKey && ['z', 'Z', 'y'].includes(key);
}

function isOnPicture(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.surface') !== null;
}

/** Tab goes round among the overlay's controls: behind them is the page, whose keys are the instrument's. */
export function wrap(event: KeyboardEvent): void {
  const { target, shiftKey } = event;
  const root = target instanceof Element ? target.getRootNode() : null;
  if (!(root instanceof ShadowRoot)) return;
  const asked = root.querySelector('.question') ?? root;
  const stops = [
    ...asked.querySelectorAll<HTMLElement>('button, input, select, summary, [tabindex="0"]'),
  ].filter((each) => !each.hidden && !each.matches(':disabled') && each.checkVisibility());
  const next = shiftKey ? stops.at(-1) : stops[0];
  if (root.activeElement !== (shiftKey ? stops[0] : stops.at(-1))) return;
  event.preventDefault();
  next?.focus();
}
