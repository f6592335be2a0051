import type { FaultBench } from '../../fault-bench.ts';
import { work } from './deeds.ts';

/** A cut, the override, and everything tried in it. */
export function overridden(b: FaultBench): void {
  b.cut();
  b.run(2500);
  b.command({ type: 'override', reason: 'stop-motion' });
  b.run(100);
  work(b);
}
