import type { Messages } from './surroundings.ts';

/** Numbers with units as text, in the language of the messages. null and non-finite values become a dash. */
export interface Amounts {
  /** 42 ms; from one second on 1.2 s. */
  duration(ms: number | null): string;
  /** Whole seconds: 3 s. */
  seconds(ms: number | null): string;
  /** 950 b/s, 12 kb/s, 1.2 Mb/s. */
  rate(bitsPerSecond: number | null): string;
  /** 3.2, of something per second. */
  perSecond(value: number | null): string;
  count(value: number): string;
}

const RATES = [
  { from: 1e6, unit: 'megabit-per-second' },
  { from: 1e3, unit: 'kilobit-per-second' },
  { from: 1, unit: 'bit-per-second' },
] as const;

/**
 * @example amounts(messages).duration(1234) // '1.2 s'
 */
export function amounts(messages: Messages): Amounts {
  const language = messages('uiLanguage') || undefined;
  const none = messages('uiNone');
  const formats = new Map<string, Intl.NumberFormat>();

  /** At most as many formats as there are call sites below. */
  const format = (name: string, options: Intl.NumberFormatOptions): Intl.NumberFormat => {
    const known = formats.get(name);
    if (known !== undefined) return known;
    const made = new Intl.NumberFormat(language, options);
    formats.set(name, made);
    return made;
  };
  const unit = (value: number, name: string, digits: number): string =>
    format(`${name}${digits}`, {
      style: 'unit',
      unit: name,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(value);
  // Intl writes "sec" and "Sek.", which is wide and not the SI unit.
  const seconds = (value: number, digits: number): string => messages('uiSeconds', decimal(value, digits));
  const decimal = (value: number, digits: number): string =>
    format(`decimal${digits}`, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
      value,
    );
  const known = (value: number | null): value is number => value !== null && Number.isFinite(value);

  return {
    duration: (ms) => {
      if (!known(ms)) return none;
      const rounded = Math.round(ms);
      return rounded < 1000 ? unit(rounded, 'millisecond', 0) : seconds(ms / 1000, ms < 9950 ? 1 : 0);
    },
    seconds: (ms) => (known(ms) ? seconds(Math.trunc(ms / 1000), 0) : none),
    rate: (bitsPerSecond) => {
      if (!known(bitsPerSecond)) return none;
      // Half a unit of the last digit below a step is shown as the step: 999 960 b/s is 1.0 Mb/s.
      const step = RATES.find((each) => bitsPerSecond >= each.from * 0.9995) ?? RATES[2];
      const value = bitsPerSecond / step.from;
      return unit(value, step.unit, step.from > 1 && value < 9.95 ? 1 : 0);
    },
    perSecond: (value) => (known(value) ? decimal(value, 1) : none),
    count: (value) => (known(value) ? decimal(value, 0) : none),
  };
}
