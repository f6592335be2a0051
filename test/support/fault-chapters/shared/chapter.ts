import type { FaultBench, FaultBenchOptions } from '../../fault-bench.ts';
import type { FaultSwitch } from '../../fault-sites.ts';

/** A part of the scenario that has a connection of its own. */
export interface Chapter {
  readonly name: string;
  readonly options?: Omit<FaultBenchOptions, 'guard'>;
  readonly play: (bench: FaultBench, faults: FaultSwitch) => void;
}

/** So many sites are passed first, so that the guard itself has to catch the fault. */
export const INSIDE = 8;
