import { REALMS } from '../plan.ts';
import type { RunResult } from '../result.ts';
import { readResults } from '../results-file.ts';

/** Of the report, from the project's folder. */
export const PAGE = 'docs/experiments.md';

/** The results that are part of the project, of both realms. A line that is no result is an error here. */
export function committedResults(): readonly RunResult[] {
  return REALMS.flatMap((realm) => {
    const path = `testbed/results/${realm}.jsonl`;
    const { results, bad } = readResults(path);
    if (bad.length > 0) throw new Error(`[report] ${path}, line ${bad[0]?.line}: no result`);
    return results;
  });
}
