/** One motor with a spindle: it takes time to gather speed, and its nut has play. */
export interface AxisState {
  /** Where the stage is. */
  readonly positionUm: number;
  /** How fast the motor turns the spindle. The stage goes as fast, except while the play is taken up. */
  readonly speedUmPerS: number;
  /** Motor ahead of stage: between plus and minus half the play. */
  readonly slackUm: number;
}

export interface AxisTravel {
  readonly leastUm: number;
  readonly mostUm: number;
}

/** How far the motor turns before the stage follows the other way. */
export const BACKLASH_UM = 2;
/** The physics is solved in steps of this length, so that it does not depend on who looks when. */
export const STEP_MS = 5;
/** The motors follow a change of speed with this time constant: inertia. */
const INERTIA_S = 0.16;
/** How strongly a place pulls: distance over this time is the speed asked for. 3.5 x inertia: hardly a swing. */
const APPROACH_S = 0.56;
/** Nearer to its goal counts as there, slower as standing still. */
const THERE_UM = 0.1;
const REST_UM_PER_S = 0.05;

const HALF_UM = BACKLASH_UM / 2;
const STEP_S = STEP_MS / 1000;
const FOLLOW = 1 - Math.exp(-STEP_S / INERTIA_S);

/** In the middle, the play taken up towards positive. */
export const axisAtRest: AxisState = { positionUm: 0, speedUmPerS: 0, slackUm: HALF_UM };

/** The axis STEP_MS later, when this speed is asked for. An end of the travel takes all speed. */
export function stepAxis(state: AxisState, wantedUmPerS: number, travel: AxisTravel): AxisState {
  const followed = state.speedUmPerS + (wantedUmPerS - state.speedUmPerS) * FOLLOW;
  const speedUmPerS = wantedUmPerS === 0 && Math.abs(followed) < REST_UM_PER_S ? 0 : followed;
  if (speedUmPerS === 0) return state.speedUmPerS === 0 ? state : { ...state, speedUmPerS };
  const turnedUm = state.slackUm + speedUmPerS * STEP_S;
  const slackUm = Math.min(HALF_UM, Math.max(-HALF_UM, turnedUm));
  const freeUm = state.positionUm + turnedUm - slackUm;
  const positionUm = within(travel, freeUm);
  return { positionUm, speedUmPerS: positionUm === freeUm ? speedUmPerS : 0, slackUm };
}

/** The speed that brings the axis to a place: the motor goes farther by the play that it has to take up. */
export function speedTowards(state: AxisState, goalUm: number, travel: AxisTravel): number {
  const distanceUm = within(travel, goalUm) - state.positionUm;
  if (Math.abs(distanceUm) < THERE_UM) return 0;
  return (distanceUm + Math.sign(distanceUm) * HALF_UM - state.slackUm) / APPROACH_S;
}

function within(travel: AxisTravel, um: number): number {
  return Math.min(travel.mostUm, Math.max(travel.leastUm, um));
}
