import { describe, expect, test } from 'vitest';
import { Feedback, feedbackSign } from '../../../../src/model/measure/quantities/feedback.ts';
import { unknown } from '../../../../src/model/measure/quantities/quantity.ts';
import { WeightedLine } from '../../../../src/model/measure/quantities/weighted-line.ts';
import { randomFrom } from '../../../support/random-from.ts';

/** A user who acts `mean + slope * x` times a second, one second after x of the picture was missing. */
function feedbackOf(slope: number, noise: number, slots = 200, seed = 1) {
  const random = randomFrom(seed);
  const feedback = new Feedback();
  const shortfalls: number[] = [0, 0];
  for (let i = 0; i < slots; i++) {
    const earlier = shortfalls[i] ?? 0;
    const shortfall = random() < 0.5 ? 0 : random();
    shortfalls.push(shortfall);
    feedback.add(3 + slope * earlier + noise * (random() + random() + random() - 1.5), shortfall);
  }
  return feedback.reading;
}

describe('H', () => {
  test('is minus what the user adds when all is missing: pushing is negative', () => {
    expect(feedbackOf(2, 0).value).toBeCloseTo(-2, 1);
    expect(feedbackOf(-2, 0).value).toBeCloseTo(2, 1);
  });

  test('holds the truth within two standard errors in about 19 of 20 noisy sessions', () => {
    let held = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const { low, high } = feedbackOf(2, 2, 300, seed);
      if (low !== null && high !== null && low <= -2 && -2 <= high) held += 1;
    }
    expect(held).toBeGreaterThanOrEqual(180);
  });

  test('of a user who does not care is rarely given a sign', () => {
    let signs = 0;
    for (let seed = 1; seed <= 200; seed++) {
      if (feedbackSign(feedbackOf(0, 2, 300, seed), 0) !== 'unknown') signs += 1;
    }
    expect(signs).toBeLessThanOrEqual(20);
  });

  test('is never more than a weak claim', () => {
    expect(feedbackOf(2, 1).confidence).toBe('low');
  });

  test('is not told before twenty slots', () => {
    expect(feedbackOf(2, 0, 15)).toMatchObject({ value: null, reason: 'few-samples' });
  });

  test('cannot be told while nothing is missing', () => {
    const feedback = new Feedback();
    for (let i = 0; i < 100; i++) feedback.add(i % 3, 0);
    expect(feedback.reading).toMatchObject({ value: null, reason: 'no-variation' });
  });

  test('does not pair what lies on two sides of a gap', () => {
    const feedback = new Feedback();
    for (let i = 0; i < 100; i++) {
      feedback.add(i % 3, i % 2);
      if (i % 2 === 1) feedback.interrupt();
    }
    expect(feedback.reading).toMatchObject({ value: null, samples: 0 });
  });
});

describe('the sign of H', () => {
  const significant = { ...unknown('few-samples'), value: 1, low: 0.2, high: 1.8 };

  test('is that of a significant slope', () => {
    expect(feedbackSign(significant, 0)).toBe('yields');
    expect(feedbackSign({ ...significant, value: -1, low: -1.8, high: -0.2 }, 0)).toBe('pushes');
    expect(feedbackSign({ ...significant, low: -0.1 }, 0)).toBe('unknown');
  });

  test('is decided by the retry index, whatever the slope says', () => {
    expect(feedbackSign(significant, 0.3)).toBe('pushes');
    expect(feedbackSign(unknown('few-samples'), 0.3)).toBe('pushes');
    expect(feedbackSign(unknown('few-samples'), 0.29)).toBe('unknown');
  });
});

describe('a line through samples that fade', () => {
  test('is the least-squares line where nothing fades', () => {
    const line = new WeightedLine(1);
    // By hand: mean 2 and 4; Sxx = 2, Sxy = 3, rests 1/2, -1, 1/2: s^2 = 1.5, se = sqrt(1.5 / 2).
    for (const [x, y] of [
      [1, 3],
      [2, 3],
      [3, 6],
    ] as const)
      line.add(x, y);
    const fit = line.fit();
    expect(fit?.slope).toBeCloseTo(1.5);
    expect(fit?.effectiveCount).toBeCloseTo(3);
    expect(fit?.standardError).toBeCloseTo(Math.sqrt(0.75));
  });

  test('is less sure where neighbours are alike: ten copies of a sample are no ten samples', () => {
    const random = randomFrom(9);
    const [single, copied] = [new WeightedLine(1), new WeightedLine(1)];
    for (let i = 0; i < 100; i++) {
      const [x, y] = [random(), random()];
      single.add(x, y);
      for (let copy = 0; copy < 10; copy++) copied.add(x, y);
    }
    const [one, ten] = [single.fit(), copied.fit()];
    expect(ten?.slope).toBeCloseTo(one?.slope ?? Number.NaN, 6);
    // Without a correction it would be a third: 1 / sqrt(10).
    expect((ten?.standardError ?? 0) / (one?.standardError ?? 1)).toBeGreaterThan(0.7);
  });

  test('equals weighted least squares on all samples', () => {
    const random = randomFrom(7);
    const samples = Array.from({ length: 80 }, () => ({ x: random(), y: random() }));
    const line = new WeightedLine(0.98);
    for (const { x, y } of samples) line.add(x, y);
    const weighted = samples.map((sample, i) => ({ ...sample, w: 0.98 ** (samples.length - 1 - i) }));
    const sum = (of: (each: { x: number; y: number; w: number }) => number): number =>
      weighted.reduce((total, each) => total + each.w * of(each), 0);
    const weight = sum(() => 1);
    const [meanX, meanY] = [sum(({ x }) => x) / weight, sum(({ y }) => y) / weight];
    const slope = sum(({ x, y }) => (x - meanX) * (y - meanY)) / sum(({ x }) => (x - meanX) ** 2);
    expect(line.fit()?.slope).toBeCloseTo(slope, 9);
  });

  test('stays finite and exact through days in which x does not move', () => {
    const line = new WeightedLine(0.98);
    for (let i = 0; i < 100; i++) line.add(i % 2, 5 + (i % 2));
    for (let i = 0; i < 2_000_000; i++) line.add(0, 1e6);
    expect(line.fit()).toBeNull();
    for (let i = 0; i < 400; i++) line.add(i % 2, 1e6 + 3 * (i % 2));
    expect(line.fit()?.slope).toBeCloseTo(3, 2);
  });
});
