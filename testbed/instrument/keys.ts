import type { ControlName } from './layout.ts';

/** Keysyms of the X Window System that steer the instrument. */
const LEFT = 0xff51;
const UP = 0xff52;
const RIGHT = 0xff53;
const DOWN = 0xff54;

const arrows: readonly {
  readonly keysym: number;
  readonly x: number;
  readonly y: number;
  readonly control: ControlName;
}[] = [
  { keysym: LEFT, x: -1, y: 0, control: 'jogLeft' },
  { keysym: RIGHT, x: 1, y: 0, control: 'jogRight' },
  { keysym: UP, x: 0, y: -1, control: 'jogUp' },
  { keysym: DOWN, x: 0, y: 1, control: 'jogDown' },
];

export const steeringKeys = {
  /** Jog while held. */
  arrows: new Set([LEFT, UP, RIGHT, DOWN]),
  /** Halts the stage. */
  escape: 0xff1b,
  /** Keys that act once per press, as the button does: + = - _ and their keypad twins, page keys, Home. */
  actions: new Map<number, ControlName>([
    [0x2b, 'magUp'],
    [0x3d, 'magUp'],
    [0xffab, 'magUp'],
    [0x2d, 'magDown'],
    [0x5f, 'magDown'],
    [0xffad, 'magDown'],
    [0xff55, 'focusUp'],
    [0xff56, 'focusDown'],
    [0xff50, 'home'],
  ]),
};

/** The direction the held arrow keys ask for, and the button one of them stands for. */
export function keySteering(held: ReadonlySet<number>): {
  x: number;
  y: number;
  control: ControlName | null;
} {
  let x = 0;
  let y = 0;
  let control: ControlName | null = null;
  for (const arrow of arrows) {
    if (!held.has(arrow.keysym)) continue;
    x += arrow.x;
    y += arrow.y;
    control = arrow.control;
  }
  return { x, y, control };
}
