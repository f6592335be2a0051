import type { DrawState } from './draw-state.ts';

/** What the controls show of the state; a stroke that grows changes none of it. */
export interface DrawShown
  extends Pick<
    DrawState,
    | 'tool'
    | 'color'
    | 'width'
    | 'fadeMs'
    | 'frame'
    | 'place'
    | 'typing'
    | 'calibrating'
    | 'calibration'
    | 'cursor'
  > {
  readonly isStroking: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

export function shownOf(state: DrawState): DrawShown {
  const { tool, color, width, fadeMs, frame, place, typing, calibrating, calibration, cursor, stroke } =
    state;
  const { past, future } = state.histories[place];
  const choices = { tool, color, width, fadeMs, frame, place, typing, calibrating, calibration, cursor };
  return {
    ...choices,
    isStroking: stroke !== null,
    canUndo: past.length > 0 || stroke !== null,
    canRedo: future.length > 0,
  };
}

/** Nothing of it has to be drawn anew. */
export function isSameShown(one: DrawShown, other: DrawShown): boolean {
  return Object.entries(one).every(([name, value]) => Object.is(value, Reflect.get(other, name)));
}
