import { describe, expect, it } from 'vitest';
import { firstViolation, LOCK_RULES, type LockRules, LockTrial } from '../../support/lock-trial.ts';
import { LOCK_RUNS } from '../../support/property-runs.ts';

// The real arbiter and three real gates over connections that delay, break, lose and repeat; with pauses, sleep, clocks
// that are set and 10 % wrong, reloads, restarts with and without the store. What must hold is in lock-trial.ts.
// The other half of the schedules is in more-lock-schedules.test.ts: files run side by side.

/** Each rule that is broken here was found broken within a third of so many schedules. */
const MOST_RUNS = 3000;

const found = (rules: LockRules): string | null => firstViolation(rules, 1, MOST_RUNS);

const { times } = LOCK_RULES;
/** One opens while the other is open, or while what the other sent may be on its way. */
const TWO_GATES = /opens while|opens too soon/;

describe('the lock on random schedules', () => {
  it(`never has two gates open, and gives a trainer control once all is well (${LOCK_RUNS / 2} schedules)`, () => {
    expect(firstViolation(LOCK_RULES, 1, LOCK_RUNS / 2)).toBeNull();
  });

  it('does open gates', () => {
    const trials = Array.from({ length: 50 }, (_, seed) => new LockTrial(seed));
    for (const trial of trials) trial.run();
    expect(trials.reduce((sum, trial) => sum + trial.openings, 0)).toBeGreaterThan(100);
  });

  it('would be caught without a drain', () => {
    expect(found({ ...LOCK_RULES, times: { ...times, drainMs: 0 } })).toMatch(TWO_GATES);
  });

  it('would be caught with half a drain', () => {
    expect(found({ ...LOCK_RULES, times: { ...times, drainMs: 1000 } })).toMatch(TWO_GATES);
  });

  it('would be caught without a guard', () => {
    expect(found({ ...LOCK_RULES, openMs: times.leaseMs })).toMatch(TWO_GATES);
  });

  it('would be caught counting the deadline from the answer', () => {
    expect(found({ ...LOCK_RULES, countsFrom: 'receipt' })).toMatch(TWO_GATES);
  });

  it('would be caught granting without a wait', () => {
    const rules = { ...LOCK_RULES, times: { ...times, drainMs: -times.leaseMs } };
    expect(found(rules)).toMatch(TWO_GATES);
  });
});
