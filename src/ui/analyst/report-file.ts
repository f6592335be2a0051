import { reportCsv } from '../../model/report/report-csv.ts';
import type { ReportInput } from '../../model/report/report-input.ts';
import { reportJson } from '../../model/report/report-json.ts';
import { reportPage } from '../../model/report/report-page.ts';
import type { Messages } from '../surroundings.ts';
import { reportFigures } from './report-figures.ts';

/** What a session report can be had as. */
export type ReportFormat = 'html' | 'json' | 'csv';
export const REPORT_FORMATS: readonly ReportFormat[] = ['html', 'json', 'csv'];

export interface ReportFile {
  readonly name: string;
  readonly mimeType: string;
  readonly text: string;
}

/**
 * @example reportFile(input, 'csv', messages).name // rice-report-lab.example-20260713T101500Z.csv
 */
export function reportFile(input: ReportInput, format: ReportFormat, messages: Messages): ReportFile {
  const name = `rice-report-${hostOf(input.facts.origin)}-${stamp(input.facts.startWallMs)}.${format}`;
  switch (format) {
    case 'html':
      return { name, mimeType: 'text/html', text: reportPage(input, messages, reportFigures(messages)) };
    case 'json':
      return { name, mimeType: 'application/json', text: reportJson(input) };
    case 'csv':
      return { name, mimeType: 'text/csv', text: reportCsv(input.rows, input.wallOffsetMs) };
    default:
      return format satisfies never;
  }
}

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).hostname.replace(/[^\w.-]/g, '_') : 'unknown';
}

function stamp(wallMs: number): string {
  return new Date(wallMs).toISOString().replace(/[-:]|\.\d+/g, '');
}
