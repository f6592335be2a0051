import type { RunPlan } from '../plan.ts';
import type { RunResult } from '../result.ts';

/** Does one run after the other. */
export interface Worker {
  run(plan: RunPlan): Promise<RunResult>;
  stop(): Promise<void>;
  /** Ends it at once, and what it has started. */
  kill(): void;
}

export interface CrewEvents {
  done(result: RunResult): void;
  failed(plan: RunPlan, error: unknown): void;
}

/** How the work ended. */
export interface CrewReport {
  readonly done: number;
  readonly failed: number;
  /** Not begun, because it was to end. */
  readonly left: number;
}

/**
 * Shares runs among workers. A run that fails is told and ends nothing else. Once `signal` is aborted no run is begun
 * any more; those that are under way come to their end.
 */
export async function workThrough(
  plans: readonly RunPlan[],
  workers: readonly Worker[],
  events: CrewEvents,
  signal: AbortSignal,
): Promise<CrewReport> {
  const queue = [...plans];
  let [done, failed] = [0, 0];
  const work = async (worker: Worker): Promise<void> => {
    for (let plan = queue.shift(); plan !== undefined; plan = queue.shift()) {
      if (signal.aborted) {
        queue.unshift(plan);
        break;
      }
      try {
        const result = await worker.run(plan);
        done += 1;
        events.done(result);
      } catch (error) {
        failed += 1;
        events.failed(plan, error);
      }
    }
    await worker.stop();
  };
  await Promise.all(workers.map(work));
  return { done, failed, left: queue.length };
}
