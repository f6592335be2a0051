import { describe, expect, it } from 'vitest';
import type { RunPlan } from '../../../../testbed/experiment/plan.ts';
import { type CrewEvents, type Worker, workThrough } from '../../../../testbed/experiment/runner/crew.ts';
import { planOf } from '../../../support/observed-run-of.ts';
import { resultOf } from '../../../support/result-of.ts';

const PLANS = [1, 2, 3, 4, 5].map((seed) => planOf({ seed }));

class Watch implements CrewEvents {
  readonly doneSeeds: number[] = [];
  readonly failedSeeds: number[] = [];
  done({ seed }: RunPlan): void {
    this.doneSeeds.push(seed);
  }
  failed({ seed }: RunPlan): void {
    this.failedSeeds.push(seed);
  }
}

function workerOf(run: (plan: RunPlan) => void = () => {}): Worker & { stops: number } {
  return {
    stops: 0,
    async run(plan) {
      await Promise.resolve();
      run(plan);
      return resultOf(plan);
    },
    async stop() {
      this.stops += 1;
    },
    kill() {},
  };
}

describe('a crew', () => {
  it('does every run once, and stops its workers', async () => {
    const watch = new Watch();
    const workers = [workerOf(), workerOf()];
    const report = await workThrough(PLANS, workers, watch, new AbortController().signal);
    expect(report).toEqual({ done: 5, failed: 0, left: 0 });
    expect([...watch.doneSeeds].sort()).toEqual([1, 2, 3, 4, 5]);
    expect(workers.map(({ stops }) => stops)).toEqual([1, 1]);
  });

  it('goes on behind a run that fails', async () => {
    const watch = new Watch();
    const worker = workerOf(({ seed }) => {
      if (seed === 2) throw new Error('no display');
    });
    const report = await workThrough(PLANS, [worker], watch, new AbortController().signal);
    expect(report).toEqual({ done: 4, failed: 1, left: 0 });
    expect(watch.failedSeeds).toEqual([2]);
  });

  it('begins no run after it is to end, and loses none that is under way', async () => {
    const ending = new AbortController();
    const watch = new Watch();
    const worker = workerOf(({ seed }) => {
      if (seed === 3) ending.abort();
    });
    const report = await workThrough(PLANS, [worker], watch, ending.signal);
    expect(report).toEqual({ done: 3, failed: 0, left: 2 });
    expect(watch.doneSeeds).toEqual([1, 2, 3]);
    expect(worker.stops).toBe(1);
  });
});
