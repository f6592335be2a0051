import { type AxisState, axisAtRest, speedTowards, stepAxis } from './axis.ts';

/** How the stage is told to move. */
export type StageCommand =
  /** Come to rest where inertia allows. */
  | { readonly type: 'halt' }
  /** Move at this speed until told otherwise: a held jog button. */
  | { readonly type: 'jog'; readonly xUmPerS: number; readonly yUmPerS: number }
  /** Go to a place and stay. */
  | { readonly type: 'goTo'; readonly xUm: number; readonly yUm: number };

/** The two axes in the plane of the sample; 0 is its middle, y grows downwards as in the picture. */
export interface StageState {
  readonly x: AxisState;
  readonly y: AxisState;
}

export const stageAtRest: StageState = { x: axisAtRest, y: axisAtRest };

/** The stage cannot leave the square of this half side. */
export const TRAVEL_UM = 240;
/** No command moves the stage faster. */
export const SPEED_MAX_UM_PER_S = 150;

const travel = { leastUm: -TRAVEL_UM, mostUm: TRAVEL_UM };

/** The stage STEP_MS later. */
export function stepStage(state: StageState, command: StageCommand): StageState {
  const [xUmPerS, yUmPerS] = wantedSpeed(state, command);
  const x = stepAxis(state.x, xUmPerS, travel);
  const y = stepAxis(state.y, yUmPerS, travel);
  return x === state.x && y === state.y ? state : { x, y };
}

/** Whether both motors stand still. */
export function atRest(state: StageState): boolean {
  return state.x.speedUmPerS === 0 && state.y.speedUmPerS === 0;
}

function wantedSpeed(state: StageState, command: StageCommand): [number, number] {
  switch (command.type) {
    case 'halt':
      return [0, 0];
    case 'jog':
      return limited(command.xUmPerS, command.yUmPerS);
    case 'goTo':
      return limited(speedTowards(state.x, command.xUm, travel), speedTowards(state.y, command.yUm, travel));
  }
}

function limited(x: number, y: number): [number, number] {
  const scale = Math.min(1, SPEED_MAX_UM_PER_S / Math.max(1e-9, Math.hypot(x, y)));
  return [x * scale, y * scale];
}
