import { describe, expect, test } from 'vitest';
import { alarms, closedStretches } from '../../../../testbed/experiment/live/guard-facts.ts';
import type { HistoryEntry } from '../../../support/session-history.ts';

function entry(atWallMs: number, different: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    ...{ atWallMs, state: 'stable', guarding: 'guarded', blocked: null, unacknowledged: 0, armed: true },
    ...{ normalCreditLimit: 8, stuckButtons: 0, roundTripMs: 40 },
    ...{ level: 'ok', probe: 'fence', confidence: 'high' },
    ...different,
  };
}

describe('what a guard said in a run', () => {
  test('the gate was closed from a block to the next word without one', () => {
    const history = [
      entry(-500),
      entry(1000, { blocked: 'probe-overdue' }),
      entry(1400, { blocked: 'breakdown' }),
      entry(3000),
      entry(8000, { blocked: 'probe-overdue' }),
    ];
    expect(closedStretches(history, 9000)).toEqual([
      { fromMs: 1000, untilMs: 3000 },
      { fromMs: 8000, untilMs: 9000 },
    ]);
  });

  test('what was closed before the begin, or after the end, does not count', () => {
    const history = [
      entry(-800, { blocked: 'probe-overdue' }),
      entry(200),
      entry(9500, { blocked: 'fault' }),
    ];
    expect(closedStretches(history, 9000)).toEqual([{ fromMs: 0, untilMs: 200 }]);
  });

  test('there is one alarm for each stretch in which the path is bad or stalled', () => {
    const history = [
      entry(100, { level: 'warn' }),
      entry(500, { level: 'bad' }),
      entry(900, { level: 'stall' }),
      entry(2000),
      entry(3000, { level: 'stall' }),
      entry(9100, { level: 'ok' }),
      entry(9200, { level: 'bad' }),
    ];
    expect(alarms(history, 9000)).toEqual([500, 3000]);
  });
});
