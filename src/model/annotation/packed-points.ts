import { fromBase64url, toBase64url } from '../room/base64url.ts';
import { MAX_POINTS, type StrokePoint } from './mark.ts';

/** Points are rounded to parts of a pixel: no place is off by more than an eighth. */
const PARTS = 4;
/** Pixels from the picture's corner, in each direction: a stroke may leave the picture, not the world. */
export const MAX_MARK_PLACE = 65_535;
/** Two differences of three bytes at most, and the pressure. */
const MAX_POINT_BYTES = 7;

/** Characters of so many points at most. */
export function maxPacked(points: number): number {
  return Math.ceil((points * MAX_POINT_BYTES * 4) / 3);
}

/**
 * A stroke in few characters, which cross a room: for each point the way from the last one in quarter pixels, as
 * numbers of as many bytes as they need, and a byte of pressure; all of it as base64url.
 * @example packPoints([{ x: 1, y: 2, pressure: 1 }]) // 'CBD_'
 */
export function packPoints(points: readonly StrokePoint[]): string {
  const bytes: number[] = [];
  let [lastX, lastY] = [0, 0];
  for (const point of points) {
    const [x, y] = [partsOf(point.x), partsOf(point.y)];
    pushWay(bytes, x - lastX);
    pushWay(bytes, y - lastY);
    bytes.push(Math.round(Math.min(1, Math.max(0, point.pressure)) * 255));
    [lastX, lastY] = [x, y];
  }
  return toBase64url(Uint8Array.from(bytes));
}

/** Why a text is no packed stroke: not written by `packPoints`, too long, or out of the world. */
export type PackedFault = 'syntax' | 'size' | 'range';

/** @param most points; more are a fault */
export function unpackPoints(text: string, most = MAX_POINTS): readonly StrokePoint[] | PackedFault {
  if (text.length > maxPacked(most)) return 'size';
  const bytes = fromBase64url(text);
  if (bytes === null) return 'syntax';
  const points: StrokePoint[] = [];
  let [x, y, at] = [0, 0, 0];
  while (at < bytes.length) {
    const wayX = readWay(bytes, at);
    const wayY = wayX === null ? null : readWay(bytes, wayX.next);
    const pressure = wayY === null ? undefined : bytes[wayY.next];
    if (wayX === null || wayY === null || pressure === undefined) return 'syntax';
    if (points.length === most) return 'size';
    x += wayX.way;
    y += wayY.way;
    if (Math.max(Math.abs(x), Math.abs(y)) > MAX_MARK_PLACE * PARTS) return 'range';
    points.push({ x: x / PARTS, y: y / PARTS, pressure: pressure / 255 });
    at = wayY.next + 1;
  }
  return points;
}

/** A coordinate as it is after the way through a room. */
export function packedPlace(pixels: number): number {
  return partsOf(pixels) / PARTS;
}

function partsOf(pixels: number): number {
  const inWorld = Math.min(MAX_MARK_PLACE, Math.max(-MAX_MARK_PLACE, pixels));
  // Adding 0 makes one zero of the two.
  return Math.round(inWorld * PARTS) + 0;
}

/** Small ones of either sign take one byte: seven bits each, lowest first, the eighth says that more follow. */
function pushWay(bytes: number[], way: number): void {
  let left = way < 0 ? -2 * way - 1 : 2 * way;
  while (left > 127) {
    bytes.push((left & 127) | 128);
    left >>= 7;
  }
  bytes.push(left);
}

/** null: it does not end, or is longer than it needs to be. */
function readWay(bytes: Uint8Array, from: number): { readonly way: number; readonly next: number } | null {
  let value = 0;
  for (let index = 0; index < 3; index += 1) {
    const byte = bytes[from + index];
    if (byte === undefined) return null;
    value |= (byte & 127) << (7 * index);
    if (byte > 127) continue;
    if (byte === 0 && index > 0) return null;
    return { way: value % 2 === 0 ? value / 2 : -(value + 1) / 2, next: from + index + 1 };
  }
  return null;
}
