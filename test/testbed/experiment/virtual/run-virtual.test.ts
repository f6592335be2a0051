import { describe, expect, it } from 'vitest';
import type { Network, NetworkWay } from '../../../../testbed/experiment/network.ts';
import type { ObservedRun } from '../../../../testbed/experiment/observed-run.ts';
import { armsOf, type RunPlan, USERS } from '../../../../testbed/experiment/plan.ts';
import { score } from '../../../../testbed/experiment/score.ts';
import { runVirtual } from '../../../../testbed/experiment/virtual/run-virtual.ts';
import { PLAN } from '../../users/perfect-bench.ts';

const WAY: NetworkWay = { rateBitsPerSecond: 20e6, delayMs: 20, jitterMs: 3, queueMs: 200, lossRatio: 0 };
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const CUT_MS = 5000;

/** A cut of 5 s, from so long after the begin. */
function cutAt(atMs: number): Network {
  const step = { up: WAY, down: WAY, flows: 0 };
  return {
    steps: [
      { ...step, atMs: 0, cut: 'none' },
      { ...step, atMs, cut: 'both' },
      { ...step, atMs: atMs + CUT_MS, cut: 'none' },
    ],
  };
}

function plan(change: Partial<RunPlan>): RunPlan {
  return { ...PLAN, profile: 'wan', ...change };
}

const late = (runs: readonly ObservedRun[]): number =>
  runs.reduce((sum, run) => sum + score(run).lateExecuted, 0);

describe('a run in virtual time', () => {
  it('is the same for the same plan, and another for another seed', () => {
    for (const arm of armsOf('virtual')) {
      const of = plan({ profile: 'fault', arm, seed: 3 });
      expect(runVirtual(of)).toEqual(runVirtual(of));
    }
    expect(runVirtual(plan({ seed: 1 })).presses).not.toEqual(runVirtual(plan({ seed: 2 })).presses);
  });

  it('is finished on a healthy path in every arm, and nothing that was pressed is held back', () => {
    for (const profile of ['direct', 'isolated-lan', 'wan'] as const) {
      for (const user of USERS) {
        for (const arm of armsOf('virtual')) {
          for (const seed of [1, 2, 3]) {
            const run = runVirtual(plan({ profile, user, arm, seed }));
            const { success, blocked, unintendedExecuted, strayExecuted, limitContacts } = score(run);
            expect([run.outcome, success]).toEqual(['success', true]);
            expect([blocked, unintendedExecuted, strayExecuted, limitContacts]).toEqual([0, 0, 0, 0]);
            expect(run.alarmsMs).toEqual([]);
          }
        }
      }
    }
  });

  it('is the same work in every arm while nothing is wrong', () => {
    const [plain, ...others] = armsOf('virtual').map((arm) => runVirtual(plan({ profile: 'direct', arm })));
    for (const other of others) expect(other.presses).toEqual(plain?.presses);
  });

  it('executes presses late after a cut without a gate, and W at most with one', () => {
    const runs = (arm: RunPlan['arm']) =>
      SEEDS.map((seed) => runVirtual(plan({ arm, seed }), cutAt(3500 + 700 * seed)));
    expect(late(runs('plain'))).toBeGreaterThan(20);
    for (const run of runs('guarded')) {
      const { lateExecuted, creditAtTrouble } = score(run);
      expect(lateExecuted).toBeLessThanOrEqual(creditAtTrouble ?? 0);
    }
    expect(late(runs('guarded'))).toBeLessThan(late(runs('plain')) / 4);
  });

  it('closes the gate within half a second of a cut, and opens it again', () => {
    for (const seed of SEEDS) {
      const run = runVirtual(plan({ arm: 'guarded', seed }), cutAt(4000));
      const closed = run.closed.find(({ fromMs }) => fromMs >= 4000);
      expect(closed?.fromMs).toBeLessThan(4500);
      expect(closed?.untilMs).toBeGreaterThan(4000 + CUT_MS);
      // Who hit the pole piece with a motion that was under way stops before that.
      if (run.outcome === 'success') expect(run.closed.at(-1)?.untilMs).toBeLessThan(run.endedAtMs);
    }
  });

  it('knows no more of the guard in the plain arm than one who looks on', () => {
    const { closed, creditAtTrouble, bins, alarmsMs } = runVirtual(plan({ arm: 'plain' }), cutAt(4000));
    expect([closed, creditAtTrouble]).toEqual([[], [null]]);
    expect(bins.length).toBeGreaterThan(200);
    expect(alarmsMs.length).toBeGreaterThan(0);
  });

  it('shows a warning to whom RICE tells of trouble, and they may wait for it to pass', () => {
    const pressesIn = (heedProbability: number): number =>
      SEEDS.flatMap((seed) => {
        const run = runVirtual(plan({ arm: 'monitor', seed, heedProbability }), cutAt(8000));
        return run.presses.filter(({ madeAtMs }) => madeAtMs > 8700 && madeAtMs < 12_500);
      }).length;
    expect(pressesIn(1)).toBeLessThan(pressesIn(0) / 3);
  });

  it('is the same with a warning that nobody minds as without one', () => {
    const [plain, monitor] = (['plain', 'monitor'] as const).map((arm) =>
      runVirtual(plan({ arm }), cutAt(8000)),
    );
    expect(monitor?.alarmsMs.length).toBeGreaterThan(0);
    expect(monitor?.presses).toEqual(plain?.presses);
  });

  it('counts the wire second by second, with the acknowledgements of the pictures', () => {
    const { wire, endedAtMs } = runVirtual(plan({}));
    expect(wire.length).toBe(Math.floor(endedAtMs / 1000) + 1);
    const up = wire.reduce((sum, { upBytes }) => sum + upBytes, 0);
    const down = wire.reduce((sum, { downBytes }) => sum + downBytes, 0);
    const segments = down / 1514;
    // One of 66 bytes for two segments, and the messages on top.
    expect(up).toBeGreaterThan(0.8 * 33 * segments);
    expect(up).toBeLessThan(33 * segments + (endedAtMs / 1000) * 12_000);
  });
});
