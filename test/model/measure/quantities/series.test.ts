import { describe, expect, test } from 'vitest';
import { MAX_ROWS, type SeriesRow } from '../../../../src/model/measure/quantities/model-reading.ts';
import { Series } from '../../../../src/model/measure/quantities/series.ts';

const row = (second: number, parts: Partial<SeriesRow> = {}): SeriesRow => ({
  atMs: second * 1000,
  state: 'stable',
  demandPerSecond: 1,
  supplyBitsPerSecond: 1000,
  deliveredPerSecond: 1,
  effectiveMs: 40,
  baseMs: 40,
  pathQuality: 1,
  tight: 5,
  loose: 5,
  ...parts,
});

function seriesOf(seconds: number, at: (second: number) => Partial<SeriesRow> = () => ({})): Series {
  const series = new Series();
  for (let second = 1; second <= seconds; second++) series.add(row(second, at(second)));
  return series;
}

describe('the rows of a session', () => {
  test('are one a second, and can be asked for from a time on', () => {
    const series = seriesOf(100);
    expect(series.rows(Number.NEGATIVE_INFINITY)).toHaveLength(100);
    expect(series.rows(98_000).map(({ atMs }) => atMs)).toEqual([98_000, 99_000, 100_000]);
    expect(series.rows(100_001)).toEqual([]);
  });

  test('never are more than the limit, for a session of days', () => {
    const series = new Series();
    let most = 0;
    for (let second = 1; second <= 400_000; second++) {
      series.add(row(second));
      if (second % 7 === 0) most = Math.max(most, series.rows(second * 1000).length);
    }
    const rows = series.rows(0);
    expect(rows.length).toBeLessThan(MAX_ROWS);
    expect(rows.length).toBeGreaterThan(MAX_ROWS / 4);
    expect(series.rowMs).toBe(32_000);
    const steps = new Set(rows.slice(1).map(({ atMs }, i) => atMs - (rows[i]?.atMs ?? 0)));
    expect([...steps]).toEqual([32_000]);
    expect(most).toBeLessThan(MAX_ROWS);
  });

  test('that stand for more than a second hold means of rates and the worst of the rest', () => {
    const series = seriesOf(MAX_ROWS, (second) =>
      second % 2 === 0
        ? { demandPerSecond: 3, state: 'idle', effectiveMs: 10, pathQuality: 1, tight: null }
        : { demandPerSecond: 1, state: 'breakdown', effectiveMs: 4000, pathQuality: 0, tight: 2 },
    );
    expect(series.rows(0)).toHaveLength(MAX_ROWS / 2);
    expect(series.rows(0)[0]).toEqual(
      row(2, { demandPerSecond: 2, state: 'breakdown', effectiveMs: 4000, pathQuality: 0, tight: 2 }),
    );
  });

  test('keep the means of the session, however often they were merged', () => {
    const series = seriesOf(MAX_ROWS * 4, (second) => ({ supplyBitsPerSecond: second }));
    const rows = series.rows(0);
    const mean = rows.reduce((sum, each) => sum + each.supplyBitsPerSecond, 0) / rows.length;
    expect(mean).toBeCloseTo((rows.length * series.rowMs) / 2000 + 0.5, 3);
  });
});
