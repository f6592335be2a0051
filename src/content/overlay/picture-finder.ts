import type { Rect, Size } from '../../ui/editor/geometry.ts';
import type { Picture } from '../../ui/editor/surroundings.ts';

/** Smaller than this, in CSS pixels, no picture can be worked on. */
const MIN_SIDE_PX = 16;

/** Values of overflow that cut off what is outside. */
const CUTS = /auto|scroll|hidden|clip/;

/** A picture, and the canvas that it is drawn on. */
export interface PaintedPicture extends Picture {
  readonly canvas: HTMLCanvasElement;
}

/** The largest canvas of the document that can be seen: noVNC draws into one. null when there is none. */
export function findPicture(document: Document): PaintedPicture | null {
  let largest: PaintedPicture | null = null;
  for (const canvas of document.querySelectorAll('canvas')) {
    const picture = pictureOf(canvas);
    if (picture === null) continue;
    if (largest === null || areaOf(picture.visible) > areaOf(largest.visible)) {
      largest = { ...picture, canvas };
    }
  }
  return largest;
}

function pictureOf(canvas: HTMLCanvasElement): Picture | null {
  if (canvas.width < 1 || canvas.height < 1) return null;
  const box = contentBox(canvas);
  if (!canvas.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return null;
  const visible = visibleOf(canvas, box);
  if (Math.min(visible.width, visible.height) < MIN_SIDE_PX) return null;
  return { box, visible, framebuffer: { width: canvas.width, height: canvas.height } };
}

/** Without the border; a canvas has no padding in any noVNC. */
function contentBox(canvas: HTMLCanvasElement): Rect {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const { clientLeft, clientTop, offsetWidth, offsetHeight, clientWidth, clientHeight } = canvas;
  const across = offsetWidth === 0 ? 1 : width / offsetWidth;
  const down = offsetHeight === 0 ? 1 : height / offsetHeight;
  return {
    x: left + clientLeft * across,
    y: top + clientTop * down,
    width: clientWidth * across,
    height: clientHeight * down,
  };
}

/** What neither the window nor a scrolled container cuts off. */
function visibleOf(canvas: HTMLCanvasElement, box: Rect): Rect {
  const { clientWidth, clientHeight } = canvas.ownerDocument.documentElement;
  let left = Math.max(0, box.x);
  let top = Math.max(0, box.y);
  let right = Math.min(clientWidth, box.x + box.width);
  let bottom = Math.min(clientHeight, box.y + box.height);
  for (let each = canvas.parentElement; each !== null; each = each.parentElement) {
    // What is not "visible" on the root is the window's, and that was reckoned.
    if (each.parentElement === null || !CUTS.test(getComputedStyle(each).overflow)) continue;
    const around = each.getBoundingClientRect();
    left = Math.max(left, around.left);
    top = Math.max(top, around.top);
    right = Math.min(right, around.right);
    bottom = Math.min(bottom, around.bottom);
  }
  return { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}

function areaOf({ width, height }: Rect): number {
  return width * height;
}

/**
 * The picture, if all of the remote screen is on it: a clipped one has its place by an offset that only noVNC knows.
 * null when there is none.
 */
export function findWholePicture(
  document: Document,
  sessions: readonly { readonly instrument: Size }[],
): Picture | null {
  const picture = findPicture(document);
  if (picture === null) return null;
  const { width, height } = picture.framebuffer;
  const isWhole = sessions.some(
    ({ instrument }) => instrument.width === width && instrument.height === height,
  );
  return isWhole ? picture : null;
}
