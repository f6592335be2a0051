import type { JSX } from 'preact';

/** A sign on a 16 x 16 grid: an outline, and what is filled. */
export type Shape = readonly [line: string, fill: string];

/** A sign in the current text colour; the words beside it, or its title, say the same. */
export function SignShape({ shape: [line, fill] }: { readonly shape: Shape }): JSX.Element {
  return (
    <svg class="mark" viewBox="0 0 16 16" aria-hidden="true">
      {line !== '' && <path class="line" d={line} />}
      {fill !== '' && <path class="fill" d={fill} />}
    </svg>
  );
}
