import { describe, expect, test } from 'vitest';
import type { Bin } from '../../../../src/model/measure/bin.ts';
import { PathShare } from '../../../../src/model/measure/quantities/path-share.ts';
import { counted, unknown } from '../../../../src/model/measure/quantities/quantity.ts';
import { binsOf } from '../../../support/bin-of.ts';

function sharesOf(bins: readonly Bin[], capacity = counted(8e6)) {
  const path = new PathShare();
  for (const bin of bins) path.add(bin);
  return path.reading(capacity);
}

/** An excess of 210 ms: psi = exp(-180 / 200). */
const late = { effectiveMs: 250, baseMs: 40, quality: Math.exp(-0.9), level: 'bad' } as const;

describe('psi', () => {
  test('is 1 both ways where nothing queues', () => {
    expect(sharesOf(binsOf(20))).toMatchObject({
      path: { value: 1, confidence: 'high' },
      forward: { value: 1, confidence: 'low', reason: 'inferred' },
      reverse: { value: 1, confidence: 'low', reason: 'inferred' },
    });
  });

  test('belongs to the way back where what arrived explains the wait', () => {
    // 8 Mbit/s for 210 ms are 210 kB; half of it must have arrived in the last 250 ms: 5 bins of 21 kB.
    expect(sharesOf(binsOf(20, () => ({ ...late, supplyBytes: 21_001 })))).toMatchObject({
      path: { value: Math.exp(-0.9), confidence: 'high' },
      forward: { value: 1 },
      reverse: { value: Math.exp(-0.9), confidence: 'low', reason: 'inferred' },
    });
  });

  test('belongs to the way there, or to what both share, where it does not', () => {
    expect(sharesOf(binsOf(20, () => ({ ...late, supplyBytes: 20_990 })))).toMatchObject({
      forward: { value: Math.exp(-0.9) },
      reverse: { value: 1 },
    });
  });

  test('counts what arrived during the life of the probe, not before', () => {
    const bins = binsOf(20, (i) => ({ ...late, supplyBytes: i < 15 ? 100_000 : 0 }));
    expect(sharesOf(bins).reverse.value).toBe(1);
  });

  test('is at most what it would be without what the server adds to a probe', () => {
    const psi = (excessMs: number) => Math.exp(-(excessMs - 30) / 200);
    expect(sharesOf(binsOf(20, () => late)).path).toMatchObject({
      low: psi(210),
      high: psi(190),
      confidence: 'high',
    });
    // A refresh may take twice as long as the path.
    const { path } = sharesOf(binsOf(20, () => ({ ...late, probe: 'refresh' })));
    expect(path).toMatchObject({ low: psi(210), confidence: 'low', reason: 'slow-probe' });
    expect(path.high).toBeCloseTo(psi(105), 12);
  });

  test('is not split in a stall, nor without a capacity', () => {
    const stall = { ...late, effectiveMs: 3000, quality: 0, level: 'stall' } as const;
    expect(sharesOf(binsOf(20, () => stall))).toMatchObject({
      path: { value: 0 },
      forward: { value: null, reason: 'inferred' },
      reverse: { value: null, reason: 'inferred' },
    });
    expect(
      sharesOf(
        binsOf(20, () => late),
        unknown('few-samples'),
      ).forward.value,
    ).toBeNull();
  });

  test('is less sure while the base is learned, and says after 30 s that there is no probe', () => {
    expect(sharesOf(binsOf(20, () => ({ settled: false }))).path).toMatchObject({
      confidence: 'low',
      reason: 'few-samples',
    });
    expect(sharesOf(binsOf(700, () => ({ settled: false }))).path.reason).toBe('no-probe');
    expect(sharesOf(binsOf(20, () => ({ effectiveMs: null, baseMs: null }))).path).toMatchObject({
      value: null,
      reason: 'no-probe',
    });
  });
});
