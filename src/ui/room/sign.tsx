import type { JSX } from 'preact';
import type { RoomMode } from '../../model/port/room-view.ts';
import { type Shape, SignShape } from '../sign-shape.tsx';
import type { ControlSign } from './control-view.ts';

/**
 * Told apart without colour: who has control, and the two ways to be here.
 */
const SHAPES = {
  /** A hand's pointer, filled: it is you who moves things. */
  self: ['', 'M3.5 1.5 13.6 9l-4.4.5 2.5 4.6-2 1-2.4-4.6-3.3 3Z'],
  other: ['M3.5 1.5 13.6 9l-4.4.5 2.5 4.6-2 1-2.4-4.6-3.3 3Z', ''],
  nobody: ['M2 8a6 6 0 1 0 12 0a6 6 0 1 0-12 0', ''],
  handover: ['M1.5 5.2h11M9.5 2.2l3 3-3 3M14.5 10.8h-11M6.5 7.8l-3 3 3 3', ''],
  frozen: ['', 'M4 2.5h3v11H4ZM9 2.5h3v11H9Z'],
  /** An eye. */
  watch: [
    'M1 8c3.8-5.6 10.2-5.6 14 0c-3.8 5.6-10.2 5.6-14 0Z',
    'M5.8 8a2.2 2.2 0 1 0 4.4 0a2.2 2.2 0 1 0-4.4 0',
  ],
  operate: ['M1.5 4.5h13v7h-13ZM4.5 11.5v2.5M11.5 11.5v2.5', 'M4 7h2v2H4ZM7 7h2v2H7ZM10 7h2v2h-2Z'],
  chat: ['M1.5 2.5h13v8.5H8l-3.5 3V11h-3Z', ''],
  draw: ['M2.5 13.5l.8-3.3 7.7-7.7 2.5 2.5-7.7 7.7ZM9 4.5l2.5 2.5', ''],
  grip: ['M6 4v.1M10 4v.1M6 8v.1M10 8v.1M6 12v.1M10 12v.1', ''],
  more: ['M3.5 6 8 10.5 12.5 6', ''],
  less: ['M3.5 10.5 8 6l4.5 4.5', ''],
} as const satisfies Readonly<
  Record<ControlSign | RoomMode | 'chat' | 'draw' | 'grip' | 'more' | 'less', Shape>
>;

export type SignName = keyof typeof SHAPES;

/** A shape of the room; the words beside it say the same. */
export function Sign({ name }: { readonly name: SignName }): JSX.Element {
  return <SignShape shape={SHAPES[name]} />;
}
