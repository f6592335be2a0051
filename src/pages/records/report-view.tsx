import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { agreementText } from '../../model/report/report-page.ts';
import { RatingQuestion } from '../../ui/analyst/rating-question.tsx';
import { reportFigures } from '../../ui/analyst/report-figures.ts';
import { REPORT_FORMATS, type ReportFormat } from '../../ui/analyst/report-file.ts';
import type { MessageKey, Text } from '../../ui/message-key.ts';
import type { Messages } from '../../ui/surroundings.ts';
import type { ReportStore } from './report-store.ts';

const WORDS: Readonly<Record<ReportFormat, MessageKey>> = {
  html: 'uiReportHtml',
  json: 'uiReportJson',
  csv: 'uiReportCsv',
};

export interface ReportViewProps {
  readonly reports: ReportStore;
  readonly session: string;
  readonly text: Text;
  readonly messages: Messages;
}

/** The report of a kept session, and what its user said of it. */
export function ReportView({ reports, session, text, messages }: ReportViewProps): JSX.Element | null {
  const [said, setSaid] = useState('');
  const open = reports.open.value;
  if (open === undefined || open.session !== session) return null;
  const { kept, agreement } = open;
  const { model } = kept;
  return (
    <section class="report" aria-label={text('uiReportTitle')}>
      <h2>{text('uiReportTitle')}</h2>
      <p class="hint">{model === null ? text('uiReportNoModel') : text('uiReportHint')}</p>
      <div class="row">
        {REPORT_FORMATS.map((format) => (
          <button
            key={format}
            type="button"
            onClick={() =>
              void reports.save(session, format, messages).then((name) => {
                setSaid(name === undefined ? text('uiRecordsFailed') : text('uiRecordsReported', name));
              })
            }
          >
            {text(WORDS[format])}
          </button>
        ))}
      </div>
      {model !== null && (
        <RatingQuestion
          key={session}
          messages={messages}
          value={model.rating?.value ?? null}
          onRate={(value) =>
            void reports.rate(session, value).then((isKept) => {
              setSaid(isKept ? text('uiRatingKept') : text('uiRecordsFailed'));
            })
          }
        />
      )}
      <p role="status">{said}</p>
      {agreement !== null && (
        <p class="hint">{agreementText(agreement, messages, reportFigures(messages))}</p>
      )}
    </section>
  );
}
