import { afterEach, describe, expect, it } from 'vitest';
import { childWorker } from '../../../../testbed/experiment/runner/child-worker.ts';
import type { Worker } from '../../../../testbed/experiment/runner/crew.ts';
import { planOf } from '../../../support/observed-run-of.ts';

const STAND_IN = new URL('../../../support/stand-in-child.ts', import.meta.url);
const TSX = ['--import', 'tsx'];

describe('a worker with a process of its own', () => {
  let worker: Worker | undefined;
  afterEach(() => worker?.stop());

  it('does run after run in the same process', async () => {
    worker = childWorker(STAND_IN, { execArgv: TSX });
    const first = await worker.run(planOf({ seed: 1, arm: 'plain' }));
    const second = await worker.run(planOf({ seed: 2 }));
    expect(first).toMatchObject({ seed: 1, arm: 'plain' });
    expect(second).toMatchObject({ seed: 2, taskSeconds: first.taskSeconds });
    expect(first.taskSeconds).not.toBe(process.pid);
  });

  it('tells what went wrong, and does the next run with a new process', async () => {
    worker = childWorker(STAND_IN, { limitMs: 60_000, execArgv: TSX });
    await expect(worker.run(planOf({ seed: 13 }))).rejects.toThrow('no display');
    await expect(worker.run(planOf({ seed: 14 }))).rejects.toThrow('ended with 3');
    await expect(worker.run(planOf({ seed: 16 }))).rejects.toThrow('no result');
    expect(await worker.run(planOf({ seed: 4 }))).toMatchObject({ seed: 4 });
  });

  it('fails the run under way when it is killed', async () => {
    worker = childWorker(STAND_IN, { execArgv: TSX });
    await worker.run(planOf({ seed: 1 }));
    const hanging = worker.run(planOf({ seed: 15 }));
    worker.kill();
    await expect(hanging).rejects.toThrow('ended');
  });

  it('gives up a run that does not end', async () => {
    worker = childWorker(STAND_IN, { limitMs: 1500, execArgv: TSX });
    await expect(worker.run(planOf({ seed: 15 }))).rejects.toThrow('more than 1.5 s');
  });
});
