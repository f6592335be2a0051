import type { Quantity } from '../measure/quantities/quantity.ts';
import type { QuantityUnit } from '../measure/quantities/quantity-table.ts';
import type { ReportFigures, ReportTexts } from './report-input.ts';

/** One quantity in words. */
export interface QuantityText {
  /** With its unit; a dash when it is not known. */
  readonly value: string;
  /** "1.5 to 2.4 Mb/s"; empty when there is none. */
  readonly interval: string;
  /** How far it can be trusted, and why not further. */
  readonly confidence: string;
}

type Figures = Pick<ReportFigures, 'rate' | 'perSecond' | 'ratio' | 'count'>;

/** @example quantityText(reading.gain, 'bit/bit', texts, figures).value // '820' */
export function quantityText(
  quantity: Quantity,
  unit: QuantityUnit,
  texts: ReportTexts,
  figures: Figures,
): QuantityText {
  const { value, low, high, confidence, reason } = quantity;
  const trust = texts(confidenceKey(confidence));
  return {
    value: value === null ? texts('uiNone') : amountText(value, unit, texts, figures),
    interval:
      low === null || high === null
        ? ''
        : texts('uiInterval', amountText(low, unit, texts, figures), amountText(high, unit, texts, figures)),
    confidence: reason === null ? trust : texts('uiTrustBecause', trust, texts(reasonKey(reason))),
  };
}

/** A value with its unit. */
export function amountText(value: number, unit: QuantityUnit, texts: ReportTexts, figures: Figures): string {
  switch (unit) {
    case 'bit/s':
      return figures.rate(value);
    case 'actions/s':
      return texts('uiPerSecond', figures.perSecond(value));
    case 'bit/bit':
      return figures.count(value);
    case 'ratio':
      return figures.ratio(value);
    default:
      return unit satisfies never;
  }
}

function confidenceKey(confidence: Quantity['confidence']): string {
  return `uiTrust_${confidence}`;
}

function reasonKey(reason: NonNullable<Quantity['reason']>): string {
  return `uiWhy_${reason.replaceAll('-', '_')}`;
}
