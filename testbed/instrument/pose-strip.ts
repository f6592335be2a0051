import type { Frame } from './frame.ts';
import { GREYS } from './palette.ts';
import type { Pose } from './pose.ts';
import type { Rect } from './rect.ts';

/** The strip: two rows of 60 cells, each 16 x 8 px, so that no block of a JPEG holds parts of two cells. */
export const POSE_STRIP: Rect = { x: 0, y: 0, width: 960, height: 16 };

const CELL = { width: 16, height: 8 };
const CELLS_PER_ROW = POSE_STRIP.width / CELL.width;
/** Quiet greys for 0 and 1, 65 apart. JPEG at quality 5 moves the middle of a cell by less than 7, and 32 are allowed. */
const INK = [Math.round(GREYS * 0.06), Math.round(GREYS * 0.31)] as const;

/** Draws a pose as cells. Numbers are rounded to what their bits hold (readPoseStrip says which). */
export function drawPoseStrip(frame: Frame, pose: Pose): void {
  const bits = bitsOf(pose);
  bits.forEach((bit, i) => {
    const x = POSE_STRIP.x + (i % CELLS_PER_ROW) * CELL.width;
    const y = POSE_STRIP.y + Math.floor(i / CELLS_PER_ROW) * CELL.height;
    frame.fill({ x, y, ...CELL }, INK[bit]);
  });
}

function bitsOf(pose: Pose): (0 | 1)[] {
  const fields: [value: number, bits: number][] = [
    [pose.drawing, 16],
    [pose.view === 'single' ? 1 : 0, 1],
    [Math.round(pose.xUm * 10) + 4096, 13],
    [Math.round(pose.yUm * 10) + 4096, 13],
    [Math.round(pose.zUm * 10) + 512, 11],
    [Math.round(pose.focusUm) + 64, 7],
    [Math.round(pose.widthUm), 9],
    [Math.round(pose.beam) + 64, 7],
    [Math.round(pose.sharpness * 255), 8],
    [Math.round(pose.brightness * 255), 8],
    [pose.isMoving ? 1 : 0, 1],
    [pose.hasContact ? 1 : 0, 1],
    [pose.acquired, 8],
    [pose.isAcquiring ? 1 : 0, 1],
  ];
  const bits: (0 | 1)[] = [];
  const push = (value: number, count: number) => {
    const held = Math.min(2 ** count - 1, Math.max(0, value));
    for (let bit = count - 1; bit >= 0; bit--) bits.push((held >> bit) & 1 ? 1 : 0);
  };
  for (const [value, count] of fields) push(value, count);
  push(checksum(bits), 16);
  return bits;
}

/** CRC-16/CCITT: begins with ones, so that a blank strip is wrong. */
function checksum(bits: readonly number[]): number {
  let crc = 0xffff;
  for (const bit of bits) {
    const carry = (crc >> 15) ^ bit;
    crc = ((crc << 1) & 0xffff) ^ (carry ? 0x1021 : 0);
  }
  return crc;
}

/**
 * Reads the pose from the strip's pixels (red, green, blue, alpha; 960 x 16); null when the checksum is wrong: no strip,
 * or parts of two. It needs nothing from outside of itself, so that its source can be handed to a page.
 */
export function readPoseStrip(rgba: Uint8ClampedArray): Pose | null {
  const widthPx = 960;
  if (rgba.length !== widthPx * 16 * 4) return null;
  const bits: number[] = [];
  for (let cell = 0; cell < 120; cell++) {
    // The middle of the cell: its edges may have bled.
    let sum = 0;
    for (let y = 2; y < 6; y++) {
      for (let x = 4; x < 12; x++) {
        const row = Math.floor(cell / 60) * 8 + y;
        const at = (row * widthPx + (cell % 60) * 16 + x) * 4;
        sum += (rgba[at] ?? 0) + (rgba[at + 1] ?? 0) + (rgba[at + 2] ?? 0);
      }
    }
    bits.push(sum / 96 > 48 ? 1 : 0);
  }
  let crc = 0xffff;
  for (let i = 0; i < 104; i++) {
    const carry = (crc >> 15) ^ (bits[i] ?? 0);
    crc = ((crc << 1) & 0xffff) ^ (carry ? 0x1021 : 0);
  }
  const values: number[] = [];
  let next = 0;
  for (const count of [16, 1, 13, 13, 11, 7, 9, 7, 8, 8, 1, 1, 8, 1, 16]) {
    let value = 0;
    for (let i = 0; i < count; i++) value = value * 2 + (bits[next++] ?? 0);
    values.push(value);
  }
  const [drawing = 0, view = 0, x = 0, y = 0, z = 0, focus = 0, width = 0, beam = 0, sharp = 0, bright = 0] =
    values;
  const [moving = 0, contact = 0, acquired = 0, acquiring = 0, sent = -1] = values.slice(10);
  if (sent !== crc) return null;
  return {
    drawing,
    view: view === 1 ? 'single' : 'quad',
    xUm: (x - 4096) / 10,
    yUm: (y - 4096) / 10,
    zUm: (z - 512) / 10,
    focusUm: focus - 64,
    widthUm: width,
    beam: beam - 64,
    sharpness: sharp / 255,
    brightness: bright / 255,
    isMoving: moving === 1,
    hasContact: contact === 1,
    acquired,
    isAcquiring: acquiring === 1,
  };
}
