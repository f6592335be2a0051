import { expect, it } from 'vitest';
import { firstViolation, LOCK_RULES } from '../../support/lock-trial.ts';
import { LOCK_RUNS } from '../../support/property-runs.ts';

// The other half of lock-schedules.test.ts: files run side by side.

it(`the lock never has two gates open on further random schedules (${LOCK_RUNS / 2})`, () => {
  expect(firstViolation(LOCK_RULES, LOCK_RUNS / 2 + 1, LOCK_RUNS)).toBeNull();
});
