import type { Snapshot } from '../../model/snapshot.ts';
import type { DrawView } from '../../ui/draw/draw-view.ts';
import type { Size } from '../../ui/editor/geometry.ts';
import type { OverlayStore } from '../../ui/overlay-store.ts';
import { findPicture } from './picture-finder.ts';
import { watchViewport } from './viewport-watch.ts';

/** Finds the picture and the part of the remote screen on it. */
export interface ViewFinder {
  /** null: there is no picture, or it is a part of the screen and nobody knows which. */
  find(): DrawView | null;
  /** A copy of the canvas as it is now; null: it cannot be read. */
  capture(): HTMLCanvasElement | null;
  stop(): void;
}

/** Begins at once to learn what a clipping page shows. */
export function watchView(
  document: Document,
  store: Pick<OverlayStore, 'snapshots' | 'watch'>,
  nowMs: () => number,
): ViewFinder {
  const viewport = watchViewport(document.defaultView ?? window, nowMs);
  const find = (): DrawView | null => {
    const picture = findPicture(document);
    if (picture === null) return null;
    const { canvas, box, visible, framebuffer: size } = picture;
    const session = sessionOf(store.snapshots, size);
    if (session === null) return null;
    const { connection, instrument } = session;
    const framebuffer = { width: instrument.width, height: instrument.height };
    if (isSame(framebuffer, size)) return { box, visible, framebuffer, shown: { x: 0, y: 0, ...size } };
    const offset = viewport.offsetOf({ canvas, connection, framebuffer });
    return offset === null ? null : { box, visible, framebuffer, shown: { ...offset, ...size } };
  };
  // It has to know the canvas before the first message about the pointer.
  const look = (): void => {
    find();
    viewport.told(store.snapshots);
  };
  look();
  const unwatch = store.watch(look);
  return {
    find,
    capture: () => copyOf(findPicture(document)?.canvas ?? null),
    stop: () => {
      unwatch();
      viewport.stop();
    },
  };
}

/** Whose screen is on a canvas of this size; null: of nobody who can be told. */
function sessionOf(snapshots: readonly Snapshot[], { width, height }: Size): Snapshot | null {
  const open = snapshots.filter(({ guarding, instrument }) => guarding !== 'closed' && instrument.width > 0);
  const whole = open.find(({ instrument }) => isSame(instrument, { width, height }));
  if (whole !== undefined) return whole;
  const larger = open.filter(({ instrument }) => instrument.width >= width && instrument.height >= height);
  return larger.length === 1 ? (larger[0] ?? null) : null;
}

function isSame(one: Size, other: Size): boolean {
  return one.width === other.width && one.height === other.height;
}

function copyOf(canvas: HTMLCanvasElement | null): HTMLCanvasElement | null {
  if (canvas === null) return null;
  const copy = canvas.ownerDocument.createElement('canvas');
  copy.width = canvas.width;
  copy.height = canvas.height;
  const context = copy.getContext('2d');
  try {
    context?.drawImage(canvas, 0, 0);
    // Throws where the page drew something of another origin.
    context?.getImageData(0, 0, 1, 1);
  } catch {
    return null;
  }
  return context === null ? null : copy;
}
