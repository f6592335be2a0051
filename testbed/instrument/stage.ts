/** How the stage is told to move. */
export type StageCommand =
  /** Come to rest where inertia allows. */
  | { readonly type: 'halt' }
  /** Move at this speed until told otherwise: a held jog button. */
  | { readonly type: 'jog'; readonly xUmPerS: number; readonly yUmPerS: number }
  /** Go to a place and stay. */
  | { readonly type: 'goTo'; readonly xUm: number; readonly yUm: number };

/** Where the stage is and how fast it goes, in micrometres from the centre of the sample. */
export interface StageState {
  readonly xUm: number;
  readonly yUm: number;
  readonly xUmPerS: number;
  readonly yUmPerS: number;
}

export const stageAtRest: StageState = { xUm: 0, yUm: 0, xUmPerS: 0, yUmPerS: 0 };

/** The stage cannot leave the square of this half side. */
export const TRAVEL_UM = 240;
/** No command moves the stage faster. */
export const SPEED_MAX_UM_PER_S = 150;
/** The motors follow a change of speed with this time constant: inertia. */
const INERTIA_S = 0.16;
/** How strongly a place pulls: distance over this time is the speed asked for. Over 4 x inertia: no swing. */
const APPROACH_S = 0.34;
/** Slower than this at its goal counts as standing still. */
const REST_UM_PER_S = 0.05;
const REST_UM = 0.02;
/** The equations are solved in steps no longer than this. */
const STEP_S = 0.01;

/** The stage `elapsedMs` later. Longer than one second counts as one second. */
export function stepStage(state: StageState, command: StageCommand, elapsedMs: number): StageState {
  let next = state;
  let leftS = Math.min(1, Math.max(0, elapsedMs / 1000));
  while (leftS > 0) {
    const stepS = Math.min(STEP_S, leftS);
    next = step(next, command, stepS);
    leftS -= stepS;
  }
  return next;
}

/** Whether the stage stands still. */
export function atRest(state: StageState): boolean {
  return state.xUmPerS === 0 && state.yUmPerS === 0;
}

function step(state: StageState, command: StageCommand, stepS: number): StageState {
  const [wantedX, wantedY] = wantedSpeed(state, command);
  const follow = 1 - Math.exp(-stepS / INERTIA_S);
  const xUmPerS = state.xUmPerS + (wantedX - state.xUmPerS) * follow;
  const yUmPerS = state.yUmPerS + (wantedY - state.yUmPerS) * follow;
  if (rests(state, command, xUmPerS, yUmPerS)) {
    const goal = command.type === 'goTo' ? command : state;
    return { xUm: withinTravel(goal.xUm), yUm: withinTravel(goal.yUm), xUmPerS: 0, yUmPerS: 0 };
  }
  const xUm = state.xUm + xUmPerS * stepS;
  const yUm = state.yUm + yUmPerS * stepS;
  return {
    xUm: withinTravel(xUm),
    yUm: withinTravel(yUm),
    // The end stop takes all speed.
    xUmPerS: withinTravel(xUm) === xUm ? xUmPerS : 0,
    yUmPerS: withinTravel(yUm) === yUm ? yUmPerS : 0,
  };
}

function wantedSpeed(state: StageState, command: StageCommand): [number, number] {
  switch (command.type) {
    case 'halt':
      return [0, 0];
    case 'jog':
      return limited(command.xUmPerS, command.yUmPerS);
    case 'goTo':
      return limited(
        (withinTravel(command.xUm) - state.xUm) / APPROACH_S,
        (withinTravel(command.yUm) - state.yUm) / APPROACH_S,
      );
  }
}

function rests(state: StageState, command: StageCommand, xUmPerS: number, yUmPerS: number): boolean {
  if (Math.hypot(xUmPerS, yUmPerS) > REST_UM_PER_S || command.type === 'jog') return false;
  if (command.type === 'halt') return true;
  const distanceUm = Math.hypot(withinTravel(command.xUm) - state.xUm, withinTravel(command.yUm) - state.yUm);
  return distanceUm < REST_UM;
}

function limited(x: number, y: number): [number, number] {
  const scale = Math.min(1, SPEED_MAX_UM_PER_S / Math.max(1e-9, Math.hypot(x, y)));
  return [x * scale, y * scale];
}

function withinTravel(um: number): number {
  return Math.min(TRAVEL_UM, Math.max(-TRAVEL_UM, um));
}
