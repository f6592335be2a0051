import { faultSnapshot } from '../../src/driver/fault-snapshot.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';

/** A picture of a healthy connection, but for what a test wants different. */
export function snapshotOf(different: Partial<Snapshot> = {}): Snapshot {
  return {
    ...faultSnapshot('1', 1000, null, 'unverified'),
    guarding: 'guarded',
    guardingReason: null,
    state: 'stable',
    blocked: null,
    ...different,
  };
}
