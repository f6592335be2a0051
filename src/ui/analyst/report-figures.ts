import type { ReportFigures } from '../../model/report/report-input.ts';
import { panelAmounts } from '../panel/panel-amounts.ts';
import type { Messages } from '../surroundings.ts';

/** The figures of a session report, in the language of the messages. */
export function reportFigures(messages: Messages): ReportFigures {
  const language = messages('uiLanguage') || undefined;
  const none = messages('uiNone');
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return {
    ...panelAmounts(messages),
    moment: (wallMs) => (Number.isFinite(wallMs) ? moment.format(wallMs) : none),
    span: (ms) => {
      const seconds = Math.max(0, Math.round(ms / 1000));
      const two = (value: number): string => String(value).padStart(2, '0');
      return `${Math.trunc(seconds / 3600)}:${two(Math.trunc(seconds / 60) % 60)}:${two(seconds % 60)}`;
    },
  };
}
