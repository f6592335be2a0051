import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STEP_MS } from '../../../testbed/instrument/axis.ts';
import {
  atRest,
  SPEED_MAX_UM_PER_S,
  type StageCommand,
  type StageState,
  stageAtRest,
  stepStage,
  TRAVEL_UM,
} from '../../../testbed/instrument/stage.ts';

function run(state: StageState, command: StageCommand, ms: number): StageState {
  let now = state;
  for (let t = 0; t < ms; t += STEP_MS) now = stepStage(now, command);
  return now;
}

describe('the stage', () => {
  it('goes to a place in both directions and then stands still', () => {
    const there = run(stageAtRest, { type: 'goTo', xUm: 30, yUm: -12 }, 5000);
    expect(there.x.positionUm).toBeCloseTo(30, 0);
    expect(there.y.positionUm).toBeCloseTo(-12, 0);
    expect(atRest(there)).toBe(true);
  });

  it('jogs until it is halted', () => {
    const moving = run(stageAtRest, { type: 'jog', xUmPerS: 0, yUmPerS: 40 }, 2000);
    expect(atRest(moving)).toBe(false);
    expect(moving.y.positionUm).toBeGreaterThan(60);
    expect(atRest(run(moving, { type: 'halt' }, 2000))).toBe(true);
  });

  it('is the same object while nothing moves: an idle instrument may be passed over', () => {
    expect(stepStage(stageAtRest, { type: 'halt' })).toBe(stageAtRest);
    expect(stepStage(stageAtRest, { type: 'goTo', xUm: 0, yUm: 0 })).toBe(stageAtRest);
  });

  it('stays in its travel below its speed limit whatever it is told', () => {
    const number = fc.double({ min: -1e4, max: 1e4, noNaN: true });
    const command: fc.Arbitrary<StageCommand> = fc.oneof(
      fc.constant<StageCommand>({ type: 'halt' }),
      fc.record({ type: fc.constant('jog' as const), xUmPerS: number, yUmPerS: number }),
      fc.record({ type: fc.constant('goTo' as const), xUm: number, yUm: number }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(command, fc.integer({ min: 0, max: 3000 })), { maxLength: 10 }),
        (steps) => {
          let state = stageAtRest;
          for (const [told, ms] of steps) {
            state = run(state, told, ms);
            if (Math.max(Math.abs(state.x.positionUm), Math.abs(state.y.positionUm)) > TRAVEL_UM)
              return false;
            if (Math.hypot(state.x.speedUmPerS, state.y.speedUmPerS) > SPEED_MAX_UM_PER_S + 1e-6)
              return false;
          }
          return true;
        },
      ),
    );
  });
});
