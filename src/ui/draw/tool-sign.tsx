import type { JSX } from 'preact';
import { type Shape, SignShape } from '../sign-shape.tsx';
import type { DrawTool } from './draw-state.ts';

export type DrawSign =
  | DrawTool
  | 'undo'
  | 'redo'
  | 'clear'
  | 'keep'
  | 'freeze'
  | 'live'
  | 'marks'
  | 'scale'
  | 'rules'
  | 'pictures'
  | 'leave'
  | 'side';

const SHAPES: Readonly<Record<DrawSign, Shape>> = {
  laser: [
    'M8 1v2.5M8 12.5V15M1 8h2.5M12.5 8H15M3 3l1.8 1.8M13 3l-1.8 1.8M3 13l1.8-1.8M13 13l-1.8-1.8',
    'M5.8 8a2.2 2.2 0 1 0 4.4 0a2.2 2.2 0 1 0-4.4 0',
  ],
  pen: ['M2 14l1-4L11.5 1.5l3 3L6 13ZM9.5 3.5l3 3', ''],
  arrow: ['M2 14 13.5 2.5M6.5 2.2h7.3v7.3', ''],
  rectangle: ['M1.5 3.5h13v9h-13Z', ''],
  ellipse: ['M1.5 8c0-6.5 13-6.5 13 0s-13 6.5-13 0', ''],
  length: ['M2 8h12M2 4.5v7M14 4.5v7M6 6.5v3M10 6.5v3', ''],
  'scale-bar': ['M2 9v4h12V9', 'M2 11h12v2H2Z'],
  text: ['M2.5 4.5v-2h11v2M8 2.5v11M5.5 13.5h5', ''],
  erase: ['M6 13.5 1.8 9.3 9.5 1.6l4.7 4.7-7.2 7.2ZM5.6 5.4l4.8 4.8M6 13.5h8.5', ''],
  undo: ['M5.5 2 2 5.5 5.5 9M2 5.5h7.5a4 4 0 0 1 0 8H5', ''],
  redo: ['M10.5 2 14 5.5 10.5 9M14 5.5H6.5a4 4 0 0 0 0 8H11', ''],
  clear: ['M2 4h12M6 4V2h4v2M3.5 4l.8 10h7.4l.8-10M6.5 6.8v4.5M9.5 6.8v4.5', ''],
  keep: ['M8 15v-5M4 10h8M5.5 1.5h5M6 1.5v4.6L4 10M10 1.5v4.6L12 10', ''],
  freeze: ['', 'M4 2.5h3v11H4ZM9 2.5h3v11H9Z'],
  live: ['', 'M4 2 13.5 8 4 14Z'],
  marks: ['M5.5 3.5h9M5.5 8h9M5.5 12.5h9M2 3.5v.1M2 8v.1M2 12.5v.1', ''],
  scale: ['M1.5 10.5l9-9 4 4-9 9ZM5 7l1.8 1.8M7.5 4.5l1 1M8 11', ''],
  rules: [
    'M5.6 8.2a2.8 2.8 0 1 0 0-5.6a2.8 2.8 0 0 0 0 5.6M1 14c0-5.5 9.2-5.5 9.2 0M12 5.5l1.5 1.5L16 4',
    '',
  ],
  pictures: ['M1.5 4.5h3l1.5-2h4l1.5 2h3v9h-13ZM5.5 8.7a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0', ''],
  leave: ['M3.5 3.5l9 9M12.5 3.5l-9 9', ''],
  side: ['M4 6.5 8 2.5l4 4M4 9.5l4 4 4-4', ''],
};

export function DrawSignMark({ name }: { readonly name: DrawSign }): JSX.Element {
  return <SignShape shape={SHAPES[name]} />;
}
