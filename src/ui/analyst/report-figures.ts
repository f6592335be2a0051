import type { ReportFigures } from '../../model/report/report-input.ts';
import { panelAmounts } from '../panel/panel-amounts.ts';
import type { Messages } from '../surroundings.ts';
import { timeSpan } from '../time-span.ts';

/** The figures of a session report, in the language of the messages. */
export function reportFigures(messages: Messages): ReportFigures {
  const language = messages('uiLanguage') || undefined;
  const none = messages('uiNone');
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return {
    ...panelAmounts(messages),
    moment: (wallMs) => (Number.isFinite(wallMs) ? moment.format(wallMs) : none),
    span: timeSpan(language),
  };
}
