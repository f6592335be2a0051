import type { JSX } from 'preact';
import type { VerdictName } from './verdict.ts';

/** A circle of radius r about the middle, as a path. */
function circle(r: number): string {
  return `M${8 - r} 8a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
}

/**
 * One shape per verdict, told apart without colour, on a 16 x 16 grid: an outline, then what is filled, then what
 * is cut out of that.
 */
const SHAPES: Readonly<Record<VerdictName, readonly [line: string, fill?: string, hole?: string]>> = {
  idle: [circle(5.6)],
  stable: [circle(6.6), circle(3.6)],
  unstable: ['M8 1.8 15 14.2H1ZM8 6.2v4M8 12.2v.1'],
  breakdown: ['', 'M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5Z', 'M4 8h8'],
  recovery: ['M13.6 8A5.6 5.6 0 1 1 11 3.3M7.6 3.5h3.6V.1'],
  'no-data': ['M1.5 8h2.6M6.7 8h2.6M11.9 8h2.6'],
  unverified: ['M8 1 15 8 8 15 1 8ZM6.4 6.4c0-2.2 3.3-2 3.2 0C9.6 7.8 8 7.7 8 9.2M8 11.6v.1'],
  unguarded: ['M8 1 14 3.2V8c0 3.4-2.4 5.7-6 7-3.6-1.3-6-3.6-6-7V3.2ZM5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6'],
  fault: ['M1.5 1.5h13v13h-13ZM5 5l6 6M11 5l-6 6'],
  connecting: ['M2.4 8h.1M13.6 8h.1M8 2.4v.1M8 13.6v.1M4 4h.1M12 4h.1M4 12h.1M12 12h.1'],
  closed: ['M3.5 3.5l9 9M12.5 3.5l-9 9'],
};

/** The shape of a verdict in the current text colour; dashed where the figures are less certain. */
export function Mark(props: { readonly name: VerdictName; readonly dashed?: boolean }): JSX.Element {
  const [line, fill, hole] = SHAPES[props.name];
  return (
    <svg class="mark" viewBox="0 0 16 16" aria-hidden="true">
      <path class="line" d={line} stroke-dasharray={props.dashed === true ? '2.2 1.9' : undefined} />
      <path class="fill" d={fill} />
      <path class="hole" d={hole} />
    </svg>
  );
}
