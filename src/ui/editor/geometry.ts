/** Rectangles in whole pixels of the framebuffer. Everything here keeps them inside it and at least one pixel large. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Rect extends Point, Size {}

/** The corners and edges a region is resized by, by the points of the compass. */
export const HANDLES = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const;
export type Handle = (typeof HANDLES)[number];

/** The rectangle with these two pixels in opposite corners, both included. */
export function rectBetween(one: Point, other: Point, bounds: Size): Rect {
  const a = pixelIn(one, bounds);
  const b = pixelIn(other, bounds);
  return {
    x: Math.min(a.x, b.x),
    y: Math.min(a.y, b.y),
    width: Math.abs(a.x - b.x) + 1,
    height: Math.abs(a.y - b.y) + 1,
  };
}

/** Moves a rectangle as far as the framebuffer goes; its size stays. */
export function moved({ x, y, width, height }: Rect, by: Point, bounds: Size): Rect {
  return {
    x: between(0, x + Math.round(by.x), bounds.width - width),
    y: between(0, y + Math.round(by.y), bounds.height - height),
    width,
    height,
  };
}

/** Pulls one handle; the opposite side stays where it is and is never passed. */
export function resized({ x, y, width, height }: Rect, handle: Handle, by: Point, bounds: Size): Rect {
  const across = Math.round(by.x);
  const down = Math.round(by.y);
  const left = handle.includes('w') ? between(0, x + across, x + width - 1) : x;
  const top = handle.includes('n') ? between(0, y + down, y + height - 1) : y;
  const right = handle.includes('e') ? between(x + 1, x + width + across, bounds.width) : x + width;
  const bottom = handle.includes('s') ? between(y + 1, y + height + down, bounds.height) : y + height;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** What is nearest to the given rectangle, whole, inside and not empty. For numbers that were typed. */
export function fitted({ x, y, width, height }: Rect, bounds: Size): Rect {
  const left = between(0, whole(x), bounds.width - 1);
  const top = between(0, whole(y), bounds.height - 1);
  return {
    x: left,
    y: top,
    width: between(1, whole(width), bounds.width - left),
    height: between(1, whole(height), bounds.height - top),
  };
}

/** The same place on a framebuffer of another size. Edges are rounded, not sizes: neighbours stay neighbours. */
export function scaled({ x, y, width, height }: Rect, from: Size, to: Size): Rect {
  if (from.width === to.width && from.height === to.height) return { x, y, width, height };
  const across = (edge: number): number => Math.round((edge * to.width) / from.width);
  const down = (edge: number): number => Math.round((edge * to.height) / from.height);
  const left = across(x);
  const top = down(y);
  return fitted({ x: left, y: top, width: across(x + width) - left, height: down(y + height) - top }, to);
}

function pixelIn({ x, y }: Point, bounds: Size): Point {
  return { x: between(0, Math.floor(x), bounds.width - 1), y: between(0, Math.floor(y), bounds.height - 1) };
}

function whole(value: number): number {
  return Number.isFinite(value) ? Math.round(value) : 0;
}

function between(min: number, value: number, max: number): number {
  return Math.max(min, Math.min(value, max));
}
