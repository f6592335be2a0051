import { describe, expect, it } from 'vitest';
import { reportCsv } from '../../../src/model/report/report-csv.ts';
import { reportJson } from '../../../src/model/report/report-json.ts';
import { rowsOf } from '../../support/reading-of.ts';
import { inputOf, START_MS } from './input-of.ts';

describe('the report as CSV', () => {
  it('has a header and a row per second, with numbers as machines write them', () => {
    const lines = reportCsv(rowsOf(110), START_MS - 1_000).split('\r\n');
    expect(lines).toHaveLength(112);
    expect(lines[0]).toBe(
      'time_utc,at_ms,state,demand_per_s,delivered_per_s,supply_bit_per_s,rtt_eff_ms,rtt_base_ms,psi_net,q_mos_tight_model,q_mos_loose_model',
    );
    expect(lines[1]).toBe('2026-03-14T09:30:00.000Z,1000,idle,0,0,30000,45,40,0.98,,');
    expect(lines[21]?.split(',').slice(2, 4)).toEqual(['stable', '2.374']);
    expect(lines.at(-1)).toBe('');
  });

  it('is a header only when nothing is known', () => {
    expect(reportCsv([], 0).split('\r\n')).toHaveLength(2);
  });

  it('leaves out a time that no calendar has', () => {
    expect(reportCsv(rowsOf(1), 9e15).split('\r\n')[1]?.startsWith(',1000,')).toBe(true);
  });
});

describe('the report as JSON', () => {
  it('holds reading, rows, events and rating, and says what the estimate is', () => {
    const parsed: unknown = JSON.parse(reportJson(inputOf()));
    expect(parsed).toMatchObject({
      format: 'rice-novnc-report',
      version: 1,
      session: { instrument: 'Titan µ', start: '2026-03-14T09:30:00.000Z', closed: true },
      estimate: 'estimated MOS (model, uncalibrated)',
      rating: { value: 4 },
      events: { heldBack: 7 },
      reading: { gain: { value: 820, low: 610, high: 1_130, confidence: 'low', reason: 'few-samples' } },
      quantities: { gain: { symbol: 'G', unit: 'bit/bit' } },
    });
    expect(Reflect.get(Object(parsed), 'rows')).toEqual(inputOf().rows);
  });

  it('says null where nothing is known', () => {
    const parsed: unknown = JSON.parse(
      reportJson(inputOf({ reading: null, rows: [], rating: null, events: null, agreement: null })),
    );
    expect(parsed).toMatchObject({ reading: null, rows: [], rating: null, events: null });
  });
});
