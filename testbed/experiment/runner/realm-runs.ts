import type { LiveBench } from '../live/live-bench.ts';
import type { ObservedRun } from '../observed-run.ts';
import type { RunPlan } from '../plan.ts';

/** Does runs in either realm. What they share is started with the first that needs it. */
export class RealmRuns {
  #bench: Promise<LiveBench> | null = null;

  async observe(plan: RunPlan): Promise<ObservedRun> {
    switch (plan.realm) {
      case 'virtual': {
        const { runVirtual } = await import('../virtual/run-virtual.ts');
        return runVirtual(plan);
      }
      case 'live': {
        const [{ runLive }, { startLiveBench }] = await Promise.all([
          import('../live/run-live.ts'),
          import('../live/live-bench.ts'),
        ]);
        this.#bench ??= startLiveBench();
        return runLive(plan, { bench: await this.#bench });
      }
    }
  }

  async stop(): Promise<void> {
    const bench = await this.#bench?.catch(() => null);
    this.#bench = null;
    await bench?.stop();
  }
}
