import { expect, it } from 'vitest';
import { equalPressesTable } from '../../../../testbed/experiment/report/equal-presses.ts';
import { Sample } from '../../../../testbed/experiment/report/sample.ts';
import type { RunResult } from '../../../../testbed/experiment/result.ts';
import { madeUpResults } from '../../../support/made-up-results.ts';

const rowOf = (name: string, change: (result: RunResult) => Partial<RunResult>): string | undefined =>
  equalPressesTable(new Sample(madeUpResults(10, change), 'virtual'))
    .split('\n')
    .find((row) => row.startsWith(`| ${name} |`));

it('compares task times once of all pairs, once of those with as many presses', () => {
  // Every other guarded run went another way: three presses more, and twice the time.
  const row = rowOf('WAN', ({ arm, seed }) =>
    arm === 'guarded' && seed % 2 === 0
      ? { taskSeconds: 40, actionsMade: 13 }
      : { taskSeconds: 20, actionsMade: 10 },
  );
  expect(row).toMatch(
    /^\| WAN \| 20 \| 1\.500 \(1\.300 to 1\.700\) \| 10 \| 1\.000 \(1\.000 to 1\.000\) \|$/,
  );
});

it('says so where no pair has as many', () => {
  const row = rowOf('WAN', ({ arm }) => ({ actionsMade: arm === 'guarded' ? 11 : 10 }));
  expect(row).toMatch(/\| 0 \| – \|$/);
});
