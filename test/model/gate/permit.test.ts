import { describe, expect, it } from 'vitest';
import { inputAgeLimitMs, type PermitFacts, permit } from '../../../src/model/gate/permit.ts';
import type { PathReading } from '../../../src/model/measure/readings.ts';

const path = (rest: Partial<PathReading> = {}): PathReading => ({
  probe: 'fence',
  confidence: 'high',
  roundTripMs: 40,
  effectiveMs: 40,
  baseMs: 40,
  excessMs: 0,
  trendMsPerSecond: 0,
  unansweredMs: 30,
  stallAfterMs: 250,
  level: 'ok',
  quality: 1,
  probeBitsPerSecond: 0,
  ...rest,
});
const facts = (rest: Partial<PermitFacts> = {}): PermitFacts => ({
  path: path(),
  oldestUnacknowledgedAtMs: null,
  maxInputAgeMs: 1500,
  hidden: false,
  noData: false,
  earned: true,
  unverified: false,
  faulty: false,
  interfered: false,
  closed: false,
  seated: true,
  nowMs: 10_000,
  ...rest,
});

describe('the permit', () => {
  it('is there when nothing speaks against it', () => {
    expect(permit(facts())).toBeNull();
  });

  it.each([
    ['closed', { closed: true }],
    ['fault', { faulty: true }],
    ['no-control', { seated: false }],
    ['no-control', { seated: false, unverified: true, hidden: true, earned: false, noData: true }],
    ['unverified', { unverified: true }],
    ['interfered', { interfered: true }],
    ['no-data', { hidden: true }],
    ['breakdown', { earned: false }],
    ['no-data', { noData: true }],
    ['no-data', { path: path({ unansweredMs: Number.POSITIVE_INFINITY }) }],
    ['probe-overdue', { path: path({ unansweredMs: 251 }) }],
    ['probe-overdue', { path: path({ unansweredMs: 1501, stallAfterMs: 9000 }) }],
    ['probe-overdue', { path: path({ unansweredMs: Number.NaN }) }],
    ['input-overdue', { oldestUnacknowledgedAtMs: 9499 }],
    ['input-overdue', { oldestUnacknowledgedAtMs: Number.NaN }],
  ] as const)('is gone: %s', (reason, rest) => {
    expect(permit(facts(rest))).toBe(reason);
  });

  it('lasts exactly to its limits', () => {
    expect(permit(facts({ path: path({ unansweredMs: 250 }), oldestUnacknowledgedAtMs: 9500 }))).toBeNull();
  });

  it('names the gravest reason first', () => {
    const reasons = [
      ['closed', { closed: true }],
      ['fault', { faulty: true }],
      ['unverified', { unverified: true }],
      ['interfered', { interfered: true }],
      ['no-data', { hidden: true }],
      ['breakdown', { earned: false }],
      ['no-data', { noData: true }],
      ['probe-overdue', { path: path({ unansweredMs: 251 }) }],
      ['input-overdue', { oldestUnacknowledgedAtMs: 0 }],
    ] as const;
    for (const [index, [reason]] of reasons.entries()) {
      const graver = reasons.slice(index).map(([, each]) => each);
      expect(permit(facts(Object.assign({}, ...graver) as Partial<PermitFacts>))).toBe(reason);
    }
  });
});

describe('the age that unacknowledged input may reach', () => {
  it.each([
    [20, 500],
    [167, 500.5],
    [300, 700],
    [600, 1150],
    [2000, 1500],
  ])('is for a base of %d ms %d ms', (baseMs, limitMs) => {
    expect(inputAgeLimitMs(path({ baseMs }), 1500)).toBe(limitMs);
  });

  it('is 500 ms before a base is known, and never above the policy', () => {
    expect(inputAgeLimitMs(path({ baseMs: null }), 1500)).toBe(500);
    expect(inputAgeLimitMs(path({ baseMs: 600 }), 300)).toBe(300);
  });

  it('is the same for both probes that are answered in order', () => {
    expect(inputAgeLimitMs(path({ probe: 'clipboard', baseMs: 600 }), 1500)).toBe(1150);
    expect(inputAgeLimitMs(path({ probe: 'clipboard', baseMs: 600 }), 300)).toBe(300);
    expect(inputAgeLimitMs(path({ probe: 'refresh', baseMs: 600 }), 1500)).toBe(1500);
  });

  it('leaves room for a second question where only one can be open at a time', () => {
    expect(inputAgeLimitMs(path({ probe: 'refresh', baseMs: 300 }), 1500)).toBe(1400);
  });

  it('is the policy where nothing acknowledges', () => {
    expect(inputAgeLimitMs(path({ probe: 'none', baseMs: null }), 1500)).toBe(1500);
  });
});
