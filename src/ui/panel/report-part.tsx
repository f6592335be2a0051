import type { JSX } from 'preact';
import type { RatingValue } from '../../model/report/rating.ts';
import type { Analysis } from '../analyst/analyst-view.ts';
import { RatingQuestion } from '../analyst/rating-question.tsx';
import { REPORT_FORMATS, type ReportFormat } from '../analyst/report-file.ts';
import type { Messages } from '../surroundings.ts';

export interface ReportPartProps {
  readonly messages: Messages;
  /** null: nothing is known of the session yet. */
  readonly analysis: Analysis | null;
  readonly onReport: (format: ReportFormat) => void;
  readonly onRate: (value: RatingValue) => void;
}

const WORDS: Readonly<Record<ReportFormat, string>> = {
  html: 'uiReportHtml',
  json: 'uiReportJson',
  csv: 'uiReportCsv',
};

/** The report of the session so far, and, once it is over, the question how it was. */
export function ReportPart({ messages, analysis, onReport, onRate }: ReportPartProps): JSX.Element {
  return (
    <section class="report">
      <h3>{messages('uiReportMake')}</h3>
      {analysis === null ? (
        <p class="small">{messages('uiPhaseNothing')}</p>
      ) : (
        <>
          <div class="choices">
            {REPORT_FORMATS.map((format) => (
              <button key={format} type="button" class="action" onClick={() => onReport(format)}>
                {messages(WORDS[format])}
              </button>
            ))}
          </div>
          <p class="small">{messages('uiReportHint')}</p>
        </>
      )}
      {analysis?.mayRate === true && (
        <>
          <RatingQuestion messages={messages} value={analysis.rating?.value ?? null} onRate={onRate} />
          <p class="small" role="status">
            {analysis.rating !== null && messages('uiRatingKept')}
          </p>
        </>
      )}
    </section>
  );
}
