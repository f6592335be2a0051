import { NO_EVENTS } from '../../../src/model/report/event-tally.ts';
import type { ReportInput } from '../../../src/model/report/report-input.ts';
import { readingOf, rowsOf } from '../../support/reading-of.ts';

export const START_MS = Date.UTC(2026, 2, 14, 9, 30);

/** A report's input, but for what a test wants different. */
export function inputOf(different: Partial<ReportInput> = {}): ReportInput {
  return {
    facts: {
      session: '4b1c',
      origin: 'https://lab.example:6080',
      instrument: 'Titan µ',
      extension: '0.1.0',
      browser: 'Chrome 156',
      startWallMs: START_MS,
      lastWallMs: START_MS + 110_000,
      closed: true,
    },
    events: { ...NO_EVENTS, heldBack: 7, overrides: 1 },
    reading: readingOf(),
    rows: rowsOf(110),
    wallOffsetMs: START_MS - 1_000,
    rating: { value: 4, wallMs: START_MS + 120_000 },
    agreement: { count: 3, needed: 20, rmse: null, fittedRmse: null },
    madeWallMs: START_MS + 200_000,
    ...different,
  };
}
