import { expect, test } from 'vitest';
import { SOAK_TRUTH, SoakSession } from '../../../support/soak-session.ts';

// What bench/soak.ts does for a hundred hours, for one.
test('an hour of use with outages ends every calm stretch in a calm state, and finds what was put into it', () => {
  const session = new SoakSession(3);
  session.run(3_600_000);
  const reading = session.model.reading();
  expect(session.calmEnds.length).toBeGreaterThan(3);
  expect(session.calmEnds.filter(({ state }) => state !== 'idle' && state !== 'stable')).toEqual([]);
  expect(session.sentPresses).toBeGreaterThan(500);
  expect(session.model.rows()).toHaveLength(3600);
  expect(reading?.lengthMs).toBe(3_600_000);
  expect(reading?.seed.value).toBe(SOAK_TRUTH.seedBitsPerSecond);
  const gainOf = (name: string) => reading?.functions.find((each) => each.function === name)?.gain.value ?? 0;
  expect(Math.abs(gainOf('pointer') / SOAK_TRUTH.gain.pointer - 1)).toBeLessThan(0.02);
  // One background picture more or less is 7 % of what a key brings.
  expect(Math.abs(gainOf('keyboard') / SOAK_TRUTH.gain.keyboard - 1)).toBeLessThan(0.1);
  expect(reading?.capacity.reason).toBe('never-saturated');
  const times = Object.values(reading?.timeInState ?? {}).reduce((sum, ms) => sum + ms, 0);
  expect(times).toBeCloseTo(3_600_000, 3);
});
