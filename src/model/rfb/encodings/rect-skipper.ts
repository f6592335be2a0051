import type { ByteReader } from '../byte-reader.ts';
import type { Desync, DesyncReason, Rect } from '../messages.ts';
import type { PixelBytes } from './pixel-bytes.ts';

/**
 * What became of a rectangle's payload:
 * - done: its end is known; what is left of it is counted off by the reader as it arrives
 * - more: the next fields have not arrived
 * - a desync: its end cannot be known
 */
export type SkipProgress = 'done' | 'more' | Desync;

/** The payload of one encoding, passed over without being decoded. One object serves rectangle after rectangle. */
export interface RectSkipper {
  /** Begins a rectangle; the reader stands right behind its header. */
  begin(rect: Rect, pixel: PixelBytes): void;
  /** Goes on as far as the reader allows. Not called again after anything but 'more'. */
  skip(reader: ByteReader): SkipProgress;
}

/**
 * The most bytes of one rectangle whose length follows from its size or from a count of subrectangles:
 * 16384 x 16384 pixels of 4 bytes, the largest screen TigerVNC accepts. More is a desync: a number that large is
 * nonsense, and would blind the parser for as long.
 */
export const MAX_RECT_PAYLOAD_BYTES = 16384 * 16384 * 4;

/**
 * The most bytes of a payload with a length of its own, which noVNC collects whole before it looks at it: its
 * receive queue ends the session at 40 MiB. More is a desync.
 */
export const MAX_WHOLE_PAYLOAD_BYTES = 40 * 1024 * 1024;

/** A desync at `offsetBytes`; `value` is what could not be understood. */
export function desync(offsetBytes: number, reason: DesyncReason, value: number): Desync {
  return { type: 'desync', offsetBytes, reason, value };
}
