import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AxisState,
  axisAtRest,
  BACKLASH_UM,
  STEP_MS,
  speedTowards,
  stepAxis,
} from '../../../testbed/instrument/axis.ts';

const travel = { leastUm: -100, mostUm: 100 };

/** The axis after a speed was asked for during a time. */
function run(state: AxisState, umPerS: number, ms: number): AxisState {
  let now = state;
  for (let t = 0; t < ms; t += STEP_MS) now = stepAxis(now, umPerS, travel);
  return now;
}

/** The axis after it was sent to a place, and the farthest it went. */
function sendTo(state: AxisState, goalUm: number, ms: number): { end: AxisState; farthestUm: number } {
  let now = state;
  let farthestUm = now.positionUm;
  for (let t = 0; t < ms; t += STEP_MS) {
    now = stepAxis(now, speedTowards(now, goalUm, travel), travel);
    farthestUm = Math.max(farthestUm, now.positionUm);
  }
  return { end: now, farthestUm };
}

describe('an axis', () => {
  it('gathers speed behind the command and never passes it: two thirds after 0.16 s', () => {
    expect(run(axisAtRest, 60, 160).speedUmPerS).toBeCloseTo(60 * (1 - Math.exp(-1)), 5);
    expect(run(axisAtRest, 30, 3000).speedUmPerS).toBeCloseTo(30, 3);
  });

  it('runs on after the command ends by speed times inertia, then stands still', () => {
    const moving = run(axisAtRest, 40, 2000);
    const stopped = run(moving, 0, 3000);
    expect(stopped.positionUm - moving.positionUm).toBeGreaterThan(40 * 0.16 * 0.95);
    expect(stopped.positionUm - moving.positionUm).toBeLessThan(40 * 0.16);
    expect(stopped.speedUmPerS).toBe(0);
    expect(stepAxis(stopped, 0, travel)).toBe(stopped);
  });

  it('turns through its play of 2 µm on reversal before the stage follows', () => {
    const right = run(run(axisAtRest, 20, 1000), 0, 2000);
    let back = right;
    let turnedUm = 0;
    while (back.positionUm === right.positionUm) {
      back = stepAxis(back, -5, travel);
      turnedUm += (Math.abs(back.speedUmPerS) * STEP_MS) / 1000;
    }
    expect(turnedUm).toBeGreaterThan(2);
    expect(turnedUm).toBeLessThan(2.05);
  });

  it('follows at once when it goes on the same way', () => {
    const right = run(run(axisAtRest, 20, 1000), 0, 2000);
    expect(stepAxis(right, 20, travel).positionUm).toBeGreaterThan(right.positionUm);
  });

  it('comes to a place to a tenth of a micrometre, from either side, and hardly swings past it', () => {
    const there = sendTo(axisAtRest, 30, 5000);
    expect(there.end.positionUm).toBeCloseTo(30, 0);
    expect(Math.abs(there.end.positionUm - 30)).toBeLessThan(0.15);
    expect(there.farthestUm).toBeLessThan(30.3);
    expect(there.end.speedUmPerS).toBe(0);
    const back = sendTo(there.end, 12, 5000).end;
    expect(Math.abs(back.positionUm - 12)).toBeLessThan(0.15);
  });

  it('loses its speed at the end of its travel, and leaves it when it is told to', () => {
    const end = run(axisAtRest, 90, 5000);
    expect(end).toMatchObject({ positionUm: 100, speedUmPerS: 0 });
    expect(run(end, -60, 300).positionUm).toBeLessThan(99);
  });

  it('keeps to its travel, its play and the speed it is given, whatever that is', () => {
    const orders = fc.array(fc.tuple(fc.double({ min: -150, max: 150, noNaN: true }), fc.nat(2000)), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(orders, (list) => {
        let state = axisAtRest;
        for (const [umPerS, ms] of list) {
          state = run(state, umPerS, ms);
          expect(Math.abs(state.positionUm)).toBeLessThanOrEqual(100);
          expect(Math.abs(state.slackUm)).toBeLessThanOrEqual(BACKLASH_UM / 2);
          expect(Math.abs(state.speedUmPerS)).toBeLessThanOrEqual(150);
        }
      }),
    );
  });
});
