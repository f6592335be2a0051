import { type Amounts, amounts } from '../amounts.ts';
import type { Messages } from '../surroundings.ts';

/** The amounts only the panel shows, beside those of the badge. */
export interface PanelAmounts extends Amounts {
  /** 0.97: path quality. */
  ratio(value: number): string;
  /** 42%. */
  percent(value: number): string;
  /** 14:05:09, local time. */
  clock(epochMs: number): string;
}

/**
 * @example panelAmounts(messages).percent(0.42) // '42%'
 */
export function panelAmounts(messages: Messages): PanelAmounts {
  const language = messages('uiLanguage') || undefined;
  const none = messages('uiNone');
  const ratio = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const percent = new Intl.NumberFormat(language, { style: 'percent' });
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'medium', hourCycle: 'h23' });
  return {
    ...amounts(messages),
    ratio: (value) => (Number.isFinite(value) ? ratio.format(value) : none),
    percent: (value) => (Number.isFinite(value) ? percent.format(value) : none),
    clock: (epochMs) => (Number.isFinite(epochMs) ? time.format(epochMs) : none),
  };
}
