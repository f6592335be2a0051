import { describe, expect, it } from 'vitest';
import type { SessionState } from '../../../src/model/session/session-state.ts';
import { ClosedLoop, type LoopPlan, type LoopReading } from '../../../testbed/loop/closed-loop.ts';
import { SCENARIOS } from '../../../testbed/loop/scenarios.ts';

const SEEDS = [1, 2, 3, 4, 5, 6];
const CONGESTED_AT_MS = 20_000;

function play(plan: LoopPlan, forMs: number): LoopReading {
  const loop = new ClosedLoop(plan);
  loop.run(forMs);
  return loop.reading();
}

function everySeed(plan: LoopPlan, forMs: number): readonly LoopReading[] {
  return SEEDS.map((seed) => play({ ...plan, seed }, forMs));
}

const names = ({ history }: LoopReading): readonly SessionState[] => history.map(({ state }) => state);

/** Whether these states follow each other in the history, others in between allowed. */
function passes(reading: LoopReading, states: readonly SessionState[]): boolean {
  let next = 0;
  for (const state of names(reading)) if (state === states[next]) next += 1;
  return next === states.length;
}

describe('the closed loop of user, network and server', () => {
  it('is Idle before the first action and Stable with it', () => {
    for (const { history } of everySeed(SCENARIOS.healthy, 10_000)) {
      expect(history.map(({ state }) => state)).toEqual(['idle', 'stable']);
      expect(history[1]?.atMs).toBeCloseTo(3000, -2);
    }
  });

  it('goes from Stable to Idle when the user thinks, and back', () => {
    for (const reading of everySeed(SCENARIOS.healthy, 40_000)) {
      expect(passes(reading, ['stable', 'idle', 'stable', 'idle', 'stable'])).toBe(true);
      expect(new Set(names(reading))).toEqual(new Set(['idle', 'stable']));
    }
  });

  it('becomes Unstable within seconds of congestion, and Stable after it', () => {
    for (const reading of everySeed(SCENARIOS.congestedAndPatient, 60_000)) {
      const unstable = reading.history.find(({ state }) => state === 'unstable');
      expect(unstable?.atMs).toBeGreaterThan(CONGESTED_AT_MS);
      expect(unstable?.atMs).toBeLessThan(CONGESTED_AT_MS + 4000);
      expect(['stable', 'idle']).toContain(names(reading).at(-1));
      // A picture that comes late, but comes: no reason to break down.
      expect(reading.msInState.breakdown).toBe(0);
    }
  });

  it('breaks down when the user keeps repeating, and not when the same user waits', () => {
    for (const reading of everySeed(SCENARIOS.congestedAndRetrying, 40_000)) {
      expect(reading.retries).toBeGreaterThan(5);
      expect(passes(reading, ['stable', 'unstable', 'breakdown'])).toBe(true);
    }
    for (const reading of everySeed(SCENARIOS.congestedAndWaiting, 40_000)) {
      expect(reading.retries).toBe(0);
      expect(passes(reading, ['stable', 'unstable'])).toBe(true);
      expect(reading.msInState.breakdown).toBe(0);
    }
  });

  it('recovers when the user gives up, and is Stable again when the path and the user are', () => {
    for (const reading of everySeed(SCENARIOS.congestedAndGivingUp, 60_000)) {
      expect(reading.aborts).toBeGreaterThan(0);
      expect(passes(reading, ['stable', 'unstable', 'recovery', 'idle', 'stable'])).toBe(true);
    }
  });

  it('breaks down in a stall and recovers after it', () => {
    for (const reading of everySeed(SCENARIOS.stalled, 60_000)) {
      expect(passes(reading, ['stable', 'breakdown', 'recovery', 'stable'])).toBe(true);
      const breakdown = reading.history.find(({ state }) => state === 'breakdown');
      const recovery = reading.history.find(({ state }) => state === 'recovery');
      expect(breakdown?.atMs).toBeLessThan(CONGESTED_AT_MS + 2000);
      expect(recovery?.atMs).toBeGreaterThan(25_000);
    }
  });

  it('spends less time broken down, and executes less late, when the guard decides', () => {
    const sum = (readings: readonly LoopReading[], of: (reading: LoopReading) => number) =>
      readings.reduce((total, reading) => total + of(reading), 0);
    const arms = (plan: LoopPlan) =>
      (['measure', 'guard'] as const).map((mode) => everySeed({ ...plan, mode }, 50_000));
    const [looksOn = [], decides = []] = arms(SCENARIOS.congestedAndRetrying);
    const broken = ({ msInState }: LoopReading) => msInState.breakdown;
    expect(sum(decides, broken)).toBeLessThan(sum(looksOn, broken) / 2);
    const [stalledOn = [], stalledGuarded = []] = arms(SCENARIOS.stalled);
    const late = ({ executedLate }: LoopReading) => executedLate;
    expect(sum(stalledOn, late)).toBeGreaterThan(0);
    expect(sum(stalledGuarded, late)).toBeLessThan(sum(stalledOn, late));
  });

  it('gives the same run for the same seed, and another for another', () => {
    const plan = SCENARIOS.congestedAndRetrying;
    const first = play(plan, 40_000);
    expect(play(plan, 40_000)).toEqual(first);
    expect(play({ ...plan, seed: 99 }, 40_000)).not.toEqual(first);
  });

  it('loses no byte and no time', () => {
    for (const plan of Object.values(SCENARIOS)) {
      const { up, down, msInState, nowMs } = play(plan, 45_000);
      for (const way of [up, down]) {
        expect(way.bytesIn).toBeGreaterThan(0);
        expect(way.bytesIn).toBe(way.bytesOut + way.queuedBytes + way.flightBytes);
      }
      const total = Object.values(msInState).reduce((sum, ms) => sum + ms, 0);
      expect(total).toBeCloseTo(nowMs, 6);
    }
  });
});
