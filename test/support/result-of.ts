import type { RunResult } from '../../testbed/experiment/result.ts';
import { score } from '../../testbed/experiment/score.ts';
import { observedRunOf } from './observed-run-of.ts';

const QUIET = score(observedRunOf());

/** The result of a guarded run of an expert in which nothing happened, but for what is told. */
export function resultOf(parts: Partial<RunResult> = {}): RunResult {
  return { ...QUIET, ...parts };
}
