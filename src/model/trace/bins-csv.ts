import type { Bin, BinActivity } from '../measure/bin.ts';

type Column = readonly [string, (bin: Bin) => string | number | boolean | null];

const sum = (of: (activity: BinActivity) => number) => (bin: Bin) =>
  bin.activity.reduce((total, each) => total + of(each), 0);

/** Names with their units; activity is summed over the functions, whose names stand in one column. */
const COLUMNS: readonly Column[] = [
  ['atMs', ({ atMs }) => atMs],
  ['lengthMs', ({ lengthMs }) => lengthMs],
  ['state', ({ state }) => state],
  ['level', ({ level }) => level],
  ['noData', ({ noData }) => noData],
  ['idleLabel', ({ idleLabel }) => idleLabel],
  ['probe', ({ probe }) => probe],
  ['settled', ({ settled }) => settled],
  ['actions', sum(({ actions }) => actions)],
  ['retries', sum(({ retries }) => retries)],
  ['delivered', sum(({ delivered }) => delivered)],
  ['attemptedBytes', sum(({ attemptedBytes }) => attemptedBytes)],
  ['deliveredBytes', sum(({ deliveredBytes }) => deliveredBytes)],
  ['messages', sum(({ messages }) => messages)],
  ['functions', ({ activity }) => activity.map((each) => each.function).join(' | ')],
  ['supplyBytes', ({ supplyBytes }) => supplyBytes],
  ['updates', ({ updates }) => updates],
  ['trainBytes', ({ trainBytes }) => trainBytes],
  ['trainMs', ({ trainMs }) => trainMs],
  ['responseMs', ({ responseMs }) => responseMs],
  ['noResponse', ({ noResponse }) => noResponse],
  ['roundTripMs', ({ roundTripMs }) => roundTripMs],
  ['effectiveMs', ({ effectiveMs }) => effectiveMs],
  ['baseMs', ({ baseMs }) => baseMs],
  ['quality', ({ quality }) => quality],
  ['unacknowledged', ({ unacknowledged }) => unacknowledged],
  ['retryRatio', ({ retryRatio }) => retryRatio],
  ['freezes', ({ freezes }) => freezes],
  ['frozenRatio', ({ frozenRatio }) => frozenRatio],
];

/** Bins as CSV (RFC 4180): a line of names, then one line a bin; what is not known is empty. */
export function binsCsv(bins: readonly Bin[]): string {
  const lines = bins.map((bin) => COLUMNS.map(([, of]) => field(of(bin))).join(','));
  return [COLUMNS.map(([name]) => name).join(','), ...lines, ''].join('\r\n');
}

function field(value: string | number | boolean | null): string {
  if (value === null) return '';
  const text = String(value);
  // A name that begins like a formula would be one to a spreadsheet.
  const shown = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}
