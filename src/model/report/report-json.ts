import { QUANTITIES } from '../measure/quantities/quantity-table.ts';
import type { ReportInput } from './report-input.ts';

export const REPORT_FORMAT = 'rice-novnc-report';

/** The session as JSON, for whoever goes on computing: what is in the page, with the units beside. */
export function reportJson({ facts, ...input }: ReportInput): string {
  const { madeWallMs, wallOffsetMs, rating, events, agreement, reading, rows } = input;
  return `${JSON.stringify(
    {
      format: REPORT_FORMAT,
      version: 1,
      made: isoTime(madeWallMs),
      session: {
        ...facts,
        start: isoTime(facts.startWallMs),
        last: isoTime(facts.lastWallMs),
      },
      estimate: 'estimated MOS (model, uncalibrated)',
      rating,
      agreement,
      events,
      quantities: QUANTITIES,
      reading,
      wallOffsetMs,
      rows,
    },
    null,
    1,
  )}\n`;
}

function isoTime(wallMs: number): string | null {
  return Math.abs(wallMs) <= 8.64e15 ? new Date(wallMs).toISOString() : null;
}
