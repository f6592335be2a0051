/** What noVNC makes input of. Releases are not among them: what goes up must go up. */
const INPUT =
  'keydown keypress pointerdown pointermove mousedown mousemove wheel touchstart touchmove click dblclick auxclick contextmenu';

/** Keys remembered as held; a keyboard has no more fingers than this. */
const MAX_KEYS = 32;

/**
 * Keeps input from what is outside the overlay's host: keys everywhere, the pointer on canvases. Text still goes
 * where it is typed, and buttons of the page can be pressed. Returns the way to stop; a key that is held then, such
 * as the one that closed the editor, does not repeat into the page.
 *
 * @param mayHover whether moves without a button pass: they do nothing, and tell where a clipping page's picture is
 */
export function shieldPage(window: Window, host: Element, mayHover: () => boolean = () => false): () => void {
  const listening = new AbortController();
  const held = new Set<string>();
  let over = false;
  const end = (): void => {
    if (over && held.size === 0) listening.abort();
  };
  const isInput = (event: Event): boolean => {
    if (event instanceof KeyboardEvent) return over ? held.has(event.code) : event.target !== host;
    if (over || !(event.target instanceof Element) || event.target.localName !== 'canvas') return false;
    const isHover = /^(pointer|mouse)move$/.test(event.type) && event instanceof MouseEvent;
    return !(isHover && event.buttons === 0 && mayHover());
  };
  const hold = (event: Event): void => {
    const isHeld = isInput(event);
    if (event instanceof KeyboardEvent && !over) remember(event.code);
    if (!isHeld) return;
    event.stopImmediatePropagation();
    // A click on the picture would take the keyboard there.
    if (!(event instanceof KeyboardEvent) && event.cancelable) event.preventDefault();
  };
  const remember = (code: string): void => {
    if (held.size >= MAX_KEYS) held.clear();
    held.add(code);
  };
  const options = { capture: true, signal: listening.signal };
  for (const type of INPUT.split(' ')) window.addEventListener(type, hold, { ...options, passive: false });
  window.addEventListener(
    'keyup',
    ({ code }) => {
      held.delete(code);
      end();
    },
    options,
  );
  window.addEventListener(
    'blur',
    () => {
      held.clear();
      end();
    },
    { signal: listening.signal },
  );
  return () => {
    over = true;
    end();
  };
}
