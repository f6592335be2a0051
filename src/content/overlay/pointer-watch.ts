import type { Picture } from '../../ui/editor/surroundings.ts';
import { pixelAt } from '../../ui/room/pointer-layer.ts';

/** The own pointer is told ten times a second. */
export const POINT_EVERY_MS = 100;

export interface PointerWatchOptions {
  /** What lies over our own controls is no pointing at the picture. */
  readonly host: Element;
  readonly findPicture: () => Picture | null;
  readonly nowMs: () => number;
  /** In framebuffer pixels; null: it left the picture. */
  readonly point: (place: { readonly x: number; readonly y: number } | null) => void;
}

/**
 * Tells where the own pointer is on the picture, from the window itself: it works while the gate holds everything back.
 * At most every POINT_EVERY_MS, and where it came to rest. Returns the way to stop.
 */
export function watchPointer(window: Window, options: PointerWatchOptions): () => void {
  const { host, findPicture, nowMs, point } = options;
  let toldAtMs = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let newest: PointerEvent | null = null;
  let told = '';

  const tell = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const picture = newest === null ? null : findPicture();
    const place =
      newest === null || picture === null ? null : pixelAt({ x: newest.clientX, y: newest.clientY }, picture);
    const text = place === null ? '' : `${place.x} ${place.y}`;
    toldAtMs = nowMs();
    if (text === told) return;
    told = text;
    point(place);
  };
  const soon = (event: PointerEvent | null): void => {
    newest = event;
    const waitMs = toldAtMs + POINT_EVERY_MS - nowMs();
    if (waitMs <= 0) tell();
    else timer ??= setTimeout(tell, waitMs);
  };
  const move = (event: PointerEvent): void => soon(event.target === host ? null : event);
  const leave = (): void => soon(null);

  const stop = new AbortController();
  const listening = { capture: true, passive: true, signal: stop.signal };
  window.addEventListener('pointermove', move, listening);
  window.addEventListener('blur', leave, { signal: stop.signal });
  window.document.documentElement.addEventListener('pointerleave', leave, listening);
  return () => {
    stop.abort();
    clearTimeout(timer);
    newest = null;
    tell();
  };
}
