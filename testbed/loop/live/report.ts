import type { Alarms, Stretch } from '../ledger.ts';
import type { OnsetLine } from '../onset.ts';
import { LATE_MS } from './machine-control.ts';

/** A minute of a session on a healthy link. */
export interface MinuteLine extends Stretch {
  readonly type: 'minute';
  readonly jitterMs: number;
  /** ISO 8601. */
  readonly endedAt: string;
}

const SECONDS_PER_HOUR = 3600;

/** One line per link: hours, round trips, and false alarms of each rule, those on a busy machine apart. */
export function reportHealthy(minutes: readonly MinuteLine[]): readonly string[] {
  const jitters = [...new Set(minutes.map(({ jitterMs }) => jitterMs))].sort((a, b) => a - b);
  return jitters.map((jitterMs) => {
    const ours = minutes.filter((each) => each.jitterMs === jitterMs);
    const roundTripsMs = ours.flatMap((each) => each.roundTripsMs).sort((a, b) => a - b);
    const seconds = sum(ours, 'seconds');
    const disturbedSeconds = sum(ours, 'disturbedSeconds');
    return JSON.stringify({
      jitterMs,
      hours: round(seconds / SECONDS_PER_HOUR, 3),
      hoursUndisturbed: round((seconds - disturbedSeconds) / SECONDS_PER_HOUR, 3),
      supplyMbitPerSecond: round((8 * sum(ours, 'supplyBytes')) / seconds / 1e6, 2),
      actions: sum(ours, 'actions'),
      probes: roundTripsMs.length,
      roundTripMs: Object.fromEntries(
        [50, 95, 99, 99.9, 100].map((p) => [p === 100 ? 'max' : `p${p}`, percentile(roundTripsMs, p)]),
      ),
      levels: total(ours.map((each) => each.levels)),
      gate: total(ours.map((each) => each.gate)),
      rivals: total(ours.map((each) => each.rivals)),
      worstLateMs: Math.max(...ours.map((each) => each.worstLateMs)),
    });
  });
}

/** One line per kind of onset: delay of each rule at p50 and p95, and how often it said nothing. */
export function reportOnsets(onsets: readonly OnsetLine[]): readonly string[] {
  return [...new Set(onsets.map(({ kind }) => kind))].map((kind) => {
    const ours = onsets.filter((each) => each.kind === kind);
    const names = Object.keys(ours[0]?.rivals ?? {});
    return JSON.stringify({
      kind,
      onsets: ours.length,
      disturbed: ours.filter((each) => each.worstLateMs > LATE_MS).length,
      warn: delays(ours.map((each) => each.warnMs)),
      bad: delays(ours.map((each) => each.badMs)),
      ...Object.fromEntries(
        names.map((name) => [name, delays(ours.map((each) => each.rivals[name] ?? null))]),
      ),
    });
  });
}

function delays(values: readonly (number | null)[]): object {
  const found = values.filter((each) => each !== null).sort((a, b) => a - b);
  return { p50: percentile(found, 50), p95: percentile(found, 95), missed: values.length - found.length };
}

/** The smallest value that at least `p` percent do not exceed; null of nothing. */
function percentile(sorted: readonly number[], p: number): number | null {
  return sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)] ?? null;
}

function sum<K extends 'seconds' | 'disturbedSeconds' | 'supplyBytes' | 'actions'>(
  lines: readonly Pick<MinuteLine, K>[],
  name: K,
): number {
  return lines.reduce((total, line) => total + line[name], 0);
}

function total(parts: readonly Readonly<Record<string, Alarms>>[]): Readonly<Record<string, Alarms>> {
  const sums: Record<string, Alarms> = {};
  for (const part of parts) {
    for (const [name, { all, disturbed }] of Object.entries(part)) {
      const before = sums[name] ?? { all: 0, disturbed: 0 };
      sums[name] = { all: before.all + all, disturbed: before.disturbed + disturbed };
    }
  }
  return sums;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
