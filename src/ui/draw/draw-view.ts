import type { MarkPoint } from '../../model/annotation/mark.ts';
import type { Point, Rect, Size } from '../editor/geometry.ts';

/** Where the picture is in the window, and which part of the remote screen it shows. */
export interface DrawView {
  /** The canvas without its border, in CSS pixels of the window. */
  readonly box: Rect;
  /** The part of it that can be seen. */
  readonly visible: Rect;
  /** What the canvas shows of the framebuffer, in framebuffer pixels: all of it, or a part where noVNC clips. */
  readonly shown: Rect;
  readonly framebuffer: Size;
}

/** @example toFramebuffer({ x: box.x, y: box.y }, view) // the corner: { x: shown.x, y: shown.y } */
export function toFramebuffer({ x, y }: Point, { box, shown }: DrawView): MarkPoint {
  return {
    x: shown.x + ((x - box.x) * shown.width) / box.width,
    y: shown.y + ((y - box.y) * shown.height) / box.height,
  };
}

/** CSS pixels of the window. */
export function toWindow({ x, y }: MarkPoint, { box, shown }: DrawView): Point {
  return {
    x: box.x + ((x - shown.x) * box.width) / shown.width,
    y: box.y + ((y - shown.y) * box.height) / shown.height,
  };
}
