import { type AxisState, type AxisTravel, axisAtRest, stepAxis } from './axis.ts';

/** Up is towards the pole piece. */
export type ZCommand = { readonly type: 'halt' } | { readonly type: 'jog'; readonly towards: 'up' | 'down' };

/** Speed of a held z button once inertia is overcome. */
export const Z_SPEED_UM_PER_S = 40;
/** Lowest height: harmless, only the end. */
export const Z_LEAST_UM = -50;

export const zAtRest: AxisState = axisAtRest;

export interface ZStep {
  readonly state: AxisState;
  /** How fast the sample hit the pole piece in this step; null: it did not. */
  readonly contactUmPerS: number | null;
}

/** The height STEP_MS later. At the pole piece the sample stops, whatever the command. */
export function stepZ(state: AxisState, command: ZCommand, poleUm: number): ZStep {
  const travel: AxisTravel = { leastUm: Z_LEAST_UM, mostUm: poleUm };
  const next = stepAxis(state, wantedSpeed(command), travel);
  const hits =
    next !== state && next.positionUm >= poleUm && next.speedUmPerS === 0 && pushesUp(command, state);
  return { state: next, contactUmPerS: hits ? Math.max(0, state.speedUmPerS) : null };
}

function pushesUp(command: ZCommand, state: AxisState): boolean {
  return state.speedUmPerS > 0 || (command.type === 'jog' && command.towards === 'up');
}

function wantedSpeed(command: ZCommand): number {
  if (command.type === 'halt') return 0;
  return command.towards === 'up' ? Z_SPEED_UM_PER_S : -Z_SPEED_UM_PER_S;
}
