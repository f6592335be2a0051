import type { MarkPoint } from '../../model/annotation/mark.ts';
import { ViewportOffset } from '../../model/annotation/viewport-offset.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Size } from '../../ui/editor/geometry.ts';

/** noVNC takes a second tap within this time for one at the place of the first. */
const DOUBLE_TAP_MS = 1000;

/** A canvas that shows a part of a screen, and whose screen that is. */
export interface ClippedScreen {
  readonly canvas: HTMLCanvasElement;
  readonly connection: string;
  readonly framebuffer: Size;
}

/** Learns which part of the remote screen a clipping canvas shows: from the mouse over it, and from snapshots. */
export interface ViewportWatch {
  /** null: not known, or not any more. */
  offsetOf(screen: ClippedScreen): MarkPoint | null;
  /** Of a snapshot that has just come. */
  told(snapshots: readonly Snapshot[]): void;
  stop(): void;
}

/** Hears what noVNC hears, just before it does; what the page itself makes of other input, too. */
export function watchViewport(window: Window, nowMs: () => number): ViewportWatch {
  const offset = new ViewportOffset();
  let screen: ClippedScreen | null = null;
  let shape = '';
  let isTouched = false;
  let tappedAtMs = Number.NEGATIVE_INFINITY;
  // Also a size that changes and changes back: noVNC shows the corner of the screen then.
  const resizing = new MutationObserver(() => offset.forget());

  const moved = ({ clientX, clientY }: { clientX: number; clientY: number }, isDown: boolean): void => {
    if (screen === null) return;
    const { canvas } = screen;
    // As noVNC reckons: with the border, if there is one.
    const { left, top, right, bottom, width, height } = canvas.getBoundingClientRect();
    const isOver = clientX >= left && clientX < right && clientY >= top && clientY < bottom;
    if (!isOver && !isDown) offset.lost();
    else {
      const x = ((clientX - left) * canvas.width) / width;
      const y = ((clientY - top) * canvas.height) / height;
      offset.moved({ x, y }, isDown, nowMs());
    }
  };
  let isDragging = false;
  const mouse = (event: MouseEvent): void => {
    if (screen === null) return;
    // Over its own canvas, or wherever a drag leads that began there.
    if (event.target !== screen.canvas && !isDragging) return;
    isDragging = event.buttons !== 0;
    moved(event, isDragging);
  };
  const touch = (event: TouchEvent): void => {
    if (screen === null || event.target !== screen.canvas) return;
    const [finger, other] = event.touches;
    if (finger !== undefined) {
      const isFresh = nowMs() - tappedAtMs > DOUBLE_TAP_MS;
      isTouched = event.type === 'touchstart' && other === undefined && isFresh;
      moved(finger, true);
      return;
    }
    const [last] = event.changedTouches;
    // A finger that was moved is told of at a place between the events.
    if (event.type === 'touchend' && isTouched && last !== undefined) moved(last, false);
    else offset.lost();
    tappedAtMs = nowMs();
  };
  const listening = new AbortController();
  const options = { capture: true, passive: true, signal: listening.signal };
  for (const type of ['mousemove', 'mousedown', 'mouseup', 'wheel'] as const) {
    window.addEventListener(type, mouse, options);
  }
  for (const type of ['touchstart', 'touchmove', 'touchend', 'touchcancel'] as const) {
    window.addEventListener(type, touch, options);
  }
  return {
    offsetOf: (now) => {
      const { canvas, connection, framebuffer } = now;
      const sizes = [canvas.width, canvas.height, framebuffer.width, framebuffer.height];
      const nowShape = [connection, ...sizes].join(' ');
      if (canvas !== screen?.canvas) {
        resizing.disconnect();
        resizing.observe(canvas, { attributeFilter: ['width', 'height'] });
      }
      if (canvas !== screen?.canvas || nowShape !== shape) offset.forget();
      screen = now;
      shape = nowShape;
      return offset.offset;
    },
    told: (snapshots) => {
      if (screen === null) return;
      const { canvas, connection, framebuffer } = screen;
      const snapshot = snapshots.find((each) => each.connection === connection);
      if (snapshot === undefined) return;
      const { width, height } = snapshot.instrument;
      if (width !== framebuffer.width || height !== framebuffer.height) offset.forget();
      const hidden = { width: framebuffer.width - canvas.width, height: framebuffer.height - canvas.height };
      offset.told(snapshot.pointer, hidden, snapshot.nowMs, nowMs());
    },
    stop: () => {
      listening.abort();
      resizing.disconnect();
    },
  };
}
