import { mkdirSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { FaultCase } from './fault-case.ts';
import type { CaseResult } from './run-case.ts';

/** The budget is 450 ms at p95 over many cuts; one cut on a busy machine may take this. */
const ONE_CUT_BUDGET_MS = 700;
const P95_BUDGET_MS = 450;
/** So many faults make a statistic. */
const ENOUGH_FAULTS = 10;

/** What must hold of every case with RICE, and what shows that the case could tell. */
export function expectCase(faultCase: FaultCase, result: CaseResult): void {
  keep(result);
  const { without, with: guarded } = result;
  expect(without.pressesMade).toBeGreaterThan(0);
  expect(without.wronglyBlocked ?? 0, 'inputs lost without RICE: the bench is at fault').toBe(0);

  expect(guarded.executedLateOfOneFault).toBeLessThanOrEqual(guarded.credit ?? 0);
  expect(guarded.leftDown === 0 || guarded.warned, `${guarded.leftDown} left down without a word`).toBe(true);
  if (guarded.gateClosedMs !== null) {
    const budgetMs = guarded.faults >= ENOUGH_FAULTS ? P95_BUDGET_MS : ONE_CUT_BUDGET_MS;
    expect(guarded.gateClosedMs).toBeLessThanOrEqual(budgetMs);
  }
  expect(guarded.wronglyBlocked ?? 0).toBe(0);
  if (faultCase.type === 'spikes') {
    expect(guarded.bannersShown).toEqual([]);
    expect(guarded.rearmAsked).toBe(false);
  }
  // Without RICE the same fault does harm: more presses than the credit come late.
  if (isHarmful(faultCase)) {
    expect(without.executedLateOfOneFault).toBeGreaterThan(guarded.credit ?? 0);
    expect(guarded.notExecuted).toBeGreaterThan(0);
  }
}

/** Whether input piles up for so long that it comes late. */
function isHarmful(faultCase: FaultCase): boolean {
  switch (faultCase.type) {
    case 'cut':
      return faultCase.side !== 'down' && Math.max(...faultCase.cutsMs) >= 5000;
    case 'pause':
      return true;
    case 'spikes':
    case 'kill':
    case 'leave':
    case 'reconnects':
    case 'healthy':
      return false;
  }
}

/** Prints the measurement and keeps it among the artifacts of the run. */
function keep({ without, with: guarded }: CaseResult): void {
  const lines = [without, guarded].map((each) => JSON.stringify(each));
  mkdirSync('artifacts/faults', { recursive: true });
  const { case: name, browser, server } = guarded;
  writeFileSync(`artifacts/faults/${name}-${browser}-${server}.jsonl`, `${lines.join('\n')}\n`);
  console.log(lines.join('\n'));
}
