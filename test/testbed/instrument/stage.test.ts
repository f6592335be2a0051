import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  atRest,
  SPEED_MAX_UM_PER_S,
  type StageCommand,
  type StageState,
  stageAtRest,
  stepStage,
  TRAVEL_UM,
} from '../../../testbed/instrument/stage.ts';

/** The stage after a command has held for a time, in steps as a server makes them. */
function run(state: StageState, command: StageCommand, ms: number): StageState {
  let now = state;
  for (let t = 0; t < ms; t += 80) now = stepStage(now, command, Math.min(80, ms - t));
  return now;
}

const jogRight: StageCommand = { type: 'jog', xUmPerS: 60, yUmPerS: 0 };

describe('the stage', () => {
  it('gathers speed behind the command and never passes it', () => {
    const soon = run(stageAtRest, jogRight, 100);
    expect(soon.xUmPerS).toBeGreaterThan(10);
    expect(soon.xUmPerS).toBeLessThan(40);
    expect(run(stageAtRest, jogRight, 2000).xUmPerS).toBeCloseTo(60, 1);
  });

  it('runs on after the command ends, then stands still', () => {
    const moving = run(stageAtRest, jogRight, 1000);
    const stopped = run(moving, { type: 'halt' }, 2000);
    expect(stopped.xUm - moving.xUm).toBeGreaterThan(5);
    expect(atRest(stopped)).toBe(true);
  });

  it('goes to a place and stays exactly there', () => {
    const there = run(stageAtRest, { type: 'goTo', xUm: 30, yUm: -12 }, 5000);
    expect(there).toEqual({ xUm: 30, yUm: -12, xUmPerS: 0, yUmPerS: 0 });
  });

  it('does not swing past its goal by more than a little', () => {
    let farthest = 0;
    let state = stageAtRest;
    for (let t = 0; t < 4000; t += 20) {
      state = stepStage(state, { type: 'goTo', xUm: 10, yUm: 0 }, 20);
      farthest = Math.max(farthest, state.xUm);
    }
    expect(farthest).toBeLessThan(10.6);
  });

  it('loses its speed at the end of its travel, and leaves it at once', () => {
    const end = run(stageAtRest, jogRight, 20_000);
    expect(end).toMatchObject({ xUm: TRAVEL_UM, xUmPerS: 0 });
    expect(run(end, { type: 'jog', xUmPerS: -60, yUmPerS: 0 }, 100).xUm).toBeLessThan(TRAVEL_UM - 1);
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
        fc.array(fc.tuple(command, fc.integer({ min: -5, max: 5000 })), { maxLength: 20 }),
        (steps) => {
          let state = stageAtRest;
          for (const [told, ms] of steps) {
            state = stepStage(state, told, ms);
            if (Math.max(Math.abs(state.xUm), Math.abs(state.yUm)) > TRAVEL_UM) return false;
            if (Math.hypot(state.xUmPerS, state.yUmPerS) > SPEED_MAX_UM_PER_S + 1e-6) return false;
          }
          return true;
        },
      ),
    );
  });
});
