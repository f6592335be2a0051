import type { Messages } from '../../ui/surroundings.ts';
import { timeSpan } from '../../ui/time-span.ts';

/** Times and spans as text, in the language of the messages. */
export interface RecordTexts {
  /** 13 Jul 2026, 10:15 */
  moment(wallMs: number): string;
  /** 10:15:03.250 */
  clock(wallMs: number): string;
  /** 1:02:03 */
  span(ms: number): string;
  /** 1,234 */
  count(value: number): string;
}

export function recordTexts(messages: Messages): RecordTexts {
  const language = messages('uiLanguage') || undefined;
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const clock = new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
  });
  const count = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  return {
    moment: (wallMs) => moment.format(wallMs),
    clock: (wallMs) => clock.format(wallMs),
    span: timeSpan(language),
    count: (value) => count.format(value),
  };
}
