import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { score } from '../../../testbed/experiment/score.ts';
import { binsOf } from '../../support/bin-of.ts';
import { executionOf, observedRunOf, planOf, pressOf } from '../../support/observed-run-of.ts';
import { SESSION_RUNS } from '../../support/property-runs.ts';
import { anyRun } from './any-run.ts';

const CUT = { fromMs: 10_000, untilMs: 15_000, type: 'cut' } as const;

describe('presses found again at the instrument', () => {
  it('are told by their place, whatever the gate left out', () => {
    const presses = [pressOf(0, 1000), pressOf(1, 2000), pressOf(2, 3000)];
    const truth = [executionOf(pressOf(2, 3000), 3040, 1)];
    const result = score(observedRunOf({ presses, truth }));
    expect(result).toMatchObject({
      actionsMade: 3,
      actionsExecuted: 1,
      oldestExecutedMs: 40,
      strayExecuted: 0,
    });
  });

  it('count once when the instrument sees them twice, and the second time is unintended', () => {
    const press = pressOf(0, 1000);
    const truth = [executionOf(press, 1040, 1), executionOf(press, 1200, 3)];
    const result = score(observedRunOf({ presses: [press], truth }));
    expect(result).toMatchObject({ actionsExecuted: 1, duplicateExecuted: 1, unintendedExecuted: 1 });
  });

  it('are strays where nobody has pressed', () => {
    const truth = [executionOf(pressOf(5, 1000), 1040)];
    expect(score(observedRunOf({ truth }))).toMatchObject({ actionsExecuted: 0, strayExecuted: 1 });
  });

  it('go by order where a place was used twice', () => {
    const [first, again] = [pressOf(0, 1000), { ...pressOf(1, 8000), x: 100 }];
    const truth = [executionOf(first, 1050, 1), executionOf(again, 8070, 2)];
    const result = score(observedRunOf({ presses: [first, again], truth }));
    expect(result).toMatchObject({ actionsExecuted: 2, oldestExecutedMs: 70, unintendedExecuted: 0 });
  });

  it('are never younger than nothing, whatever two clocks say', () => {
    const press = pressOf(0, 1000);
    expect(
      score(observedRunOf({ presses: [press], truth: [executionOf(press, 998)] })).oldestExecutedMs,
    ).toBe(0);
  });
});

describe('an executed press is unintended', () => {
  it('when it comes more than 1 s after it was made', () => {
    const [punctual, late] = [pressOf(0, 1000), pressOf(1, 3000)];
    const truth = [executionOf(punctual, 2000), executionOf(late, 4001)];
    const result = score(observedRunOf({ presses: [punctual, late], truth }));
    expect(result).toMatchObject({ unintendedExecuted: 1, lateExecuted: 1, oldestExecutedMs: 1001 });
  });

  it('when another one of its intent was executed before it', () => {
    const presses = [pressOf(0, 1000), pressOf(1, 1700, { intent: 0 }), pressOf(2, 2400, { intent: 0 })];
    const truth = presses.map((press) => executionOf(press, press.madeAtMs + 20));
    const result = score(observedRunOf({ presses, truth }));
    expect(result).toMatchObject({ unintendedExecuted: 2, duplicateExecuted: 2 });
  });

  it('but not when what it repeats was held back', () => {
    const presses = [pressOf(0, 1000), pressOf(1, 1700, { intent: 0 })];
    const truth = [executionOf(pressOf(1, 1700), 1720)];
    expect(score(observedRunOf({ presses, truth }))).toMatchObject({ unintendedExecuted: 0, blocked: 1 });
  });

  it('when its user has given it up by then, and once however many reasons hold', () => {
    const press = pressOf(0, 1000, { givenUpAtMs: 5000 });
    const truth = [executionOf(press, 6000, 1), executionOf(press, 6100, 2)];
    const result = score(observedRunOf({ presses: [press], truth }));
    expect(result).toMatchObject({
      ...{ unintendedExecuted: 1, lateExecuted: 1, duplicateExecuted: 1, givenUpExecuted: 1 },
    });
    const before = score(observedRunOf({ presses: [press], truth: [executionOf(press, 1500)] }));
    expect(before.unintendedExecuted).toBe(0);
  });
});

describe('late presses of one trouble', () => {
  const late = (index: number, madeAtMs: number) => {
    const press = pressOf(index, madeAtMs);
    return { press, execution: executionOf(press, madeAtMs + 8000) };
  };

  it('are held against the W of that trouble, and the worst one is told', () => {
    const second = { ...CUT, fromMs: 40_000, untilMs: 42_000 };
    // The first was on its way when the link failed.
    const all = [late(0, 9990), late(1, 10_200), late(2, 39_900)];
    const run = observedRunOf({
      presses: all.map(({ press }) => press),
      truth: all.map(({ execution }) => execution),
      troubles: [CUT, second],
      creditAtTrouble: [8, 0],
    });
    expect(score(run)).toMatchObject({ lateExecuted: 3, lateInOneTrouble: 1, creditAtTrouble: 0 });
    expect(score({ ...run, creditAtTrouble: [null, null] })).toMatchObject({
      ...{ lateInOneTrouble: 2, creditAtTrouble: null },
    });
  });

  it('are no number where there was no trouble', () => {
    expect(score(observedRunOf())).toMatchObject({ lateInOneTrouble: null, creditAtTrouble: null });
  });
});

describe('a contact with the pole piece', () => {
  const contactBy = (madeAtMs: number, executedAtMs: number, atMs: number) => {
    const press = pressOf(0, madeAtMs);
    const contact = { type: 'contact', atMs, inputNumber: 1, speedUmPerS: 40 } as const;
    return score(
      observedRunOf({
        presses: [press],
        truth: [executionOf(press, executedAtMs), contact],
        troubles: [CUT],
      }),
    );
  };

  it('could have been prevented when its press was made 0.45 s into a trouble, or soon after it', () => {
    expect(contactBy(10_451, 15_400, 16_000)).toMatchObject({
      limitContactsKnowable: 1,
      limitContactsLatched: 0,
    });
    expect(contactBy(19_900, 20_400, 22_000)).toMatchObject({ limitContactsKnowable: 1 });
  });

  it('was latched when its press was made before', () => {
    expect(contactBy(9900, 9920, 11_500)).toMatchObject({
      limitContactsKnowable: 0,
      limitContactsLatched: 1,
    });
    expect(contactBy(10_400, 15_400, 16_000)).toMatchObject({
      limitContactsKnowable: 0,
      limitContactsLatched: 1,
    });
  });

  it('is neither when there was no trouble to blame', () => {
    expect(contactBy(3000, 3020, 5000)).toMatchObject({
      ...{ limitContacts: 1, limitContactsKnowable: 0, limitContactsLatched: 0, success: false },
    });
    expect(contactBy(40_000, 40_020, 42_000)).toMatchObject({
      limitContactsKnowable: 0,
      limitContactsLatched: 0,
    });
  });
});

describe('presses held back', () => {
  const presses = [pressOf(0, 5000), pressOf(1, 5700, { intent: 0 }), pressOf(2, 12_000), pressOf(3, 59_500)];

  it('are legitimate while no trouble is or was within 5 s', () => {
    const result = score(observedRunOf({ presses, troubles: [CUT] }));
    // The last one may still be on its way.
    expect(result).toMatchObject({ blocked: 3, blockedLegitimate: 2, blockedLegitimateRetries: 1 });
  });

  it('are none where there is no gate', () => {
    expect(score(observedRunOf({ presses, plan: planOf({ arm: 'monitor' }) })).blocked).toBe(0);
  });
});

describe('the delay of detection', () => {
  it('runs from the begin of each trouble to the first sign in it', () => {
    const again = { ...CUT, fromMs: 30_000, untilMs: 30_500 };
    const run = observedRunOf({
      troubles: [CUT, again],
      alarmsMs: [2000, 11_000],
      closed: [{ fromMs: 10_320, untilMs: 17_000 }],
    });
    expect(score(run).detectionDelaysMs).toEqual([320, null]);
  });

  it('is not asked of a trouble that begins with the end, and none that comes behind it counts', () => {
    const last = { fromMs: 59_500, untilMs: Number.POSITIVE_INFINITY, type: 'congested' } as const;
    const after = { ...CUT, fromMs: 70_000, untilMs: 75_000 };
    const run = observedRunOf({ troubles: [CUT, last, after], alarmsMs: [10_400] });
    expect(score(run)).toMatchObject({ detectionDelaysMs: [400], lateInOneTrouble: 0 });
    expect(score({ ...run, troubles: [after] }).lateInOneTrouble).toBeNull();
  });

  it('is nothing where the gate was closed already', () => {
    const run = observedRunOf({ troubles: [CUT], closed: [{ fromMs: 9000, untilMs: 17_000 }] });
    expect(score(run).detectionDelaysMs).toEqual([0]);
  });
});

describe('time', () => {
  it('closed is told apart by whether the network was well', () => {
    const closed = [
      { fromMs: 1000, untilMs: 2000 },
      { fromMs: 10_500, untilMs: 21_000 },
      { fromMs: 12_000, untilMs: 14_000 },
    ];
    const result = score(observedRunOf({ troubles: [CUT], closed }));
    // 10.5 to 20 s are within the trouble and 5 s after it.
    expect(result).toMatchObject({ closedSeconds: 9.5, closedHealthySeconds: 2 });
  });

  it('of a task counts from the end of the one before, and in full where it was not finished', () => {
    const run = observedRunOf({ taskEndsMs: [20_000, null, null], outcome: 'gave-up', endedAtMs: 30_000 });
    expect(score(run)).toMatchObject({ taskSeconds: 40, success: false, eachTaskSeconds: [20, null, null] });
  });

  it('in each state is taken from the bins', () => {
    const bins = binsOf(100, (index) => ({ state: index < 60 ? 'stable' : 'breakdown' }));
    expect(score(observedRunOf({ bins }))).toMatchObject({
      secondsInState: { idle: 0, stable: 3, unstable: 0, breakdown: 2, recovery: 0 },
      unproductiveSeconds: 2,
    });
    expect(score(observedRunOf())).toMatchObject({ secondsInState: null, unproductiveSeconds: null });
  });
});

describe('the way of the stage after the hand let go', () => {
  it('is the part of the motion behind the release, wherever the release was on its way', () => {
    const press = pressOf(0, 1000, { releasedAtMs: 2000 });
    const truth = [
      executionOf(press, 1000),
      { type: 'motion', atMs: 1000, axis: 'z', inputNumber: 1 } as const,
      { type: 'rest', atMs: 5000, axis: 'z', travelUm: 160, overshootUm: 4 } as const,
    ];
    expect(score(observedRunOf({ presses: [press], truth })).overshootUm).toBe(120);
  });

  it('is none where nothing was held', () => {
    const press = pressOf(0, 1000);
    const truth = [
      executionOf(press, 1000),
      { type: 'motion', atMs: 1010, axis: 'xy', inputNumber: 1 } as const,
      { type: 'rest', atMs: 2000, axis: 'xy', travelUm: 90, overshootUm: 0 } as const,
    ];
    expect(score(observedRunOf({ presses: [press], truth })).overshootUm).toBe(0);
  });
});

describe('rates', () => {
  it('are told for the wire, for input and for pictures, and in seconds for the first seed', () => {
    const press = pressOf(0, 1500);
    const run = observedRunOf({
      plan: planOf({ seed: 1 }),
      endedAtMs: 2000,
      presses: [press],
      truth: [executionOf(press, 1520)],
      bins: binsOf(40, () => ({ supplyBytes: 1000, state: 'stable' })),
      wire: [
        { upBytes: 1000, downBytes: 20_000 },
        { upBytes: 2000, downBytes: 30_000 },
      ],
      qualities: [5, 5, 3],
    });
    expect(score(run)).toMatchObject({
      wireUpBitsPerSecond: 12_000,
      wireDownBitsPerSecond: 200_000,
      inputBitsPerSecond: 24,
      supplyBitsPerSecond: 160_000,
      qMos: 4.053,
      series: {
        upKbps: [8, 16],
        presses: [0, 1],
        supplyKbps: [160, 160],
        states: ['stable', 'stable'],
      },
    });
  });
});

describe('any run', () => {
  it('gives counts that fit together, and a line that JSON can hold', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const result = score(run);
        for (const [name, value] of Object.entries(result)) {
          if (typeof value === 'number') expect(value, name).toBeGreaterThanOrEqual(0);
        }
        expect(result.actionsExecuted).toBeLessThanOrEqual(result.actionsMade);
        expect(result.unintendedExecuted).toBeLessThanOrEqual(result.actionsExecuted);
        for (const part of [result.lateExecuted, result.duplicateExecuted, result.givenUpExecuted]) {
          expect(part).toBeLessThanOrEqual(result.unintendedExecuted);
        }
        expect(result.blocked + result.actionsExecuted).toBeLessThanOrEqual(result.actionsMade);
        expect(result.blockedLegitimateRetries).toBeLessThanOrEqual(result.blockedLegitimate);
        expect(result.blockedLegitimate).toBeLessThanOrEqual(result.blocked);
        expect(result.limitContactsKnowable + result.limitContactsLatched).toBeLessThanOrEqual(
          result.limitContacts,
        );
        expect(JSON.parse(JSON.stringify(result))).toEqual(result);
      }),
      { numRuns: SESSION_RUNS },
    );
  });
});
