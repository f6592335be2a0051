import type { RunPlan } from '../experiment/plan.ts';
import type { InstrumentSetup } from '../instrument/instrument-setup.ts';
import { Chance } from './chance.ts';

/** The mark, from the middle: outside of the first picture, um. */
const TARGET_X_UM = { from: 85, to: 125 } as const;
const TARGET_Y_UM = { from: 35, to: 70 } as const;
const EUCENTRIC_UM = { from: 40, to: 70 } as const;
/** Above the eucentric height. */
const POLE_UM = { from: 25, to: 35 } as const;
/** What brings the instrument out of focus, roughly: um per um across the sample and up (testbed/instrument/lens.ts). */
const PER_ACROSS = 0.035;
const PER_UP = 0.2;
/** How far the knobs are off when the user comes to them, in steps. */
const FOCUS_OFF = { from: 3, to: 6 } as const;
const BEAM_OFF = { from: 3, to: 6 } as const;

/** The instrument as a user finds it in the runs with this seed, in every arm. */
export function setupOf({ seed, user }: Pick<RunPlan, 'seed' | 'user'>): InstrumentSetup {
  const chance = new Chance(0x5e7_0000 + seed);
  const side = (): 1 | -1 => (chance.is(0.5) ? 1 : -1);
  const eucentricUm = Math.round(chance.between(EUCENTRIC_UM));
  const target = {
    xUm: side() * Math.round(chance.between(TARGET_X_UM)),
    yUm: side() * Math.round(chance.between(TARGET_Y_UM)),
  };
  // The novice comes to the focus after the way across the tilted sample, the expert after the one up.
  const shiftUm = user === 'novice' ? PER_ACROSS * target.xUm : PER_UP * eucentricUm;
  return {
    target,
    eucentricUm,
    poleUm: eucentricUm + Math.round(chance.between(POLE_UM)),
    bestFocusUm: Math.round(side() * chance.between(FOCUS_OFF) - shiftUm),
    bestBeam: Math.round(side() * chance.between(BEAM_OFF)),
  };
}
