import type { SeriesRow } from '../measure/quantities/model-reading.ts';

/** Name in the file, and how the field is made of a row. Units are in the names; there is no text of a user. */
const COLUMNS: readonly (readonly [
  name: string,
  of: (row: SeriesRow, wallOffsetMs: number) => string | number | null,
])[] = [
  ['time_utc', (row, offset) => isoTime(row.atMs + offset)],
  ['at_ms', (row) => rounded(row.atMs)],
  ['state', (row) => row.state],
  ['demand_per_s', (row) => rounded(row.demandPerSecond)],
  ['delivered_per_s', (row) => rounded(row.deliveredPerSecond)],
  ['supply_bit_per_s', (row) => rounded(row.supplyBitsPerSecond)],
  ['rtt_eff_ms', (row) => rounded(row.effectiveMs)],
  ['rtt_base_ms', (row) => rounded(row.baseMs)],
  ['psi_net', (row) => rounded(row.pathQuality)],
  ['q_mos_tight_model', (row) => rounded(row.tight)],
  ['q_mos_loose_model', (row) => rounded(row.loose)],
];

/**
 * The session as CSV (RFC 4180): a header, then one row per second; what is not known is empty.
 * @param wallOffsetMs to be added to `atMs` for the time of day
 */
export function reportCsv(rows: readonly SeriesRow[], wallOffsetMs: number): string {
  const lines = [COLUMNS.map(([name]) => name).join(',')];
  for (const row of rows) lines.push(COLUMNS.map(([, of]) => of(row, wallOffsetMs) ?? '').join(','));
  return `${lines.join('\r\n')}\r\n`;
}

/** An empty field for a clock that shows no date. */
function isoTime(wallMs: number): string | null {
  return Math.abs(wallMs) <= 8.64e15 ? new Date(wallMs).toISOString() : null;
}

function rounded(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : Math.round(value * 1000) / 1000;
}
