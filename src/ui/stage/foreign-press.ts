/** Keys remembered as held; a keyboard has no more fingers than this, and the oldest is forgotten. */
const MAX_KEYS = 32;

/** What is pressed on the page, outside the overlay. */
export interface ForeignPress {
  /** Calls back once nothing is pressed on the page: now, or when the last key or button goes up. */
  whenFree(callback: () => void): void;
  stop(): void;
}

/**
 * Watches presses that began on the page. While a button is down the overlay must let the pointer through, or the
 * page would never see it go up; while a key is down the keyboard must not be taken away, for the same reason.
 *
 * @param onPointer called with true when a button goes down on the page, with false when all are up again
 */
export function watchForeignPress(
  window: Window,
  host: HTMLElement,
  onPointer: (pressed: boolean) => void,
): ForeignPress {
  const keys = new Set<string>();
  let pointer = false;
  let waiting: (() => void)[] = [];

  const freed = (): void => {
    if (pointer || keys.size > 0) return;
    const callbacks = waiting;
    waiting = [];
    for (const callback of callbacks) callback();
  };
  const setPointer = (pressed: boolean): void => {
    if (pointer === pressed) return;
    pointer = pressed;
    onPointer(pressed);
    freed();
  };
  const down = (event: PointerEvent): void => {
    if (event.target !== host) setPointer(true);
  };
  const up = (event: PointerEvent): void => {
    if (event.buttons === 0) setPointer(false);
  };
  const keyDown = (event: KeyboardEvent): void => {
    if (event.target === host || event.code === '') return;
    if (keys.size >= MAX_KEYS) keys.clear();
    keys.add(event.code);
  };
  const keyUp = (event: KeyboardEvent): void => {
    keys.delete(event.code);
    freed();
  };
  /** What goes up while another window has the keyboard is never told. */
  const blur = (): void => {
    keys.clear();
    setPointer(false);
    freed();
  };

  const stop = new AbortController();
  const options = { capture: true, passive: true, signal: stop.signal };
  window.addEventListener('pointerdown', down, options);
  window.addEventListener('pointerup', up, options);
  window.addEventListener('pointercancel', up, options);
  window.addEventListener('keydown', keyDown, options);
  window.addEventListener('keyup', keyUp, options);
  // Not in the capture phase: only the window's own, since those of elements do not bubble.
  window.addEventListener('blur', blur, { signal: stop.signal });
  return {
    whenFree: (callback) => {
      waiting = [callback];
      freed();
    },
    stop: () => stop.abort(),
  };
}
