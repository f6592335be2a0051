import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  fitRatings,
  type OpinionWeights,
  PRIOR_WEIGHTS,
  type RatedSession,
} from '../../../../src/model/measure/quantities/rating-fit.ts';
import { randomFrom } from '../../../support/random-from.ts';

/** Ratings by people who weigh the terms like this, and err by `noise`. */
function ratings(count: number, weights: OpinionWeights, noise = 0, seed = 1): RatedSession[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => {
    const terms = { delay: 1.5 * random(), freeze: random(), retry: random() };
    const x = weights.delay * terms.delay + weights.freeze * terms.freeze + weights.retry * terms.retry;
    const rating = 1 + 4 * Math.exp(-x) + noise * (random() + random() + random() - 1.5);
    return { terms, rating: Math.min(5, Math.max(1, rating)) };
  });
}

describe('the fit to ratings', () => {
  test('keeps the weights of the model below twenty ratings, and says how wrong they were', () => {
    const fit = fitRatings(ratings(19, { delay: 2, freeze: 1, retry: 1 }));
    expect(fit).toMatchObject({ weights: PRIOR_WEIGHTS, isAdopted: false, count: 19 });
    expect(fit.errorOfPrior).toBeGreaterThan(0.2);
  });

  test('of no rating is the model as it is', () => {
    expect(fitRatings([])).toEqual({
      weights: PRIOR_WEIGHTS,
      isAdopted: false,
      count: 0,
      errorLeftOut: null,
      errorOfPrior: null,
    });
  });

  test('finds what people weigh differently, drawn towards the model', () => {
    const { weights, isAdopted } = fitRatings(ratings(200, { delay: 2, freeze: 0.5, retry: 1 }));
    expect(isAdopted).toBe(true);
    expect(weights.delay).toBeGreaterThan(1.8);
    expect(weights.delay).toBeLessThan(2);
    expect(weights.freeze).toBeGreaterThan(0.5);
    expect(weights.freeze).toBeLessThan(0.7);
    expect(weights.retry).toBeCloseTo(1, 1);
  });

  test('moves less for few ratings than for many', () => {
    const few = fitRatings(ratings(20, { delay: 2, freeze: 1, retry: 1 }));
    const many = fitRatings(ratings(300, { delay: 2, freeze: 1, retry: 1 }));
    expect(few.isAdopted).toBe(true);
    expect(few.weights.delay).toBeLessThan(many.weights.delay);
  });

  test('is not adopted where the model predicts ratings better than their fit does', () => {
    const random = randomFrom(3);
    const aimless = ratings(25, PRIOR_WEIGHTS, 0.2).map((each) => ({
      ...each,
      terms: { ...each.terms, freeze: 4 * random() * Number(random() < 0.1) },
    }));
    const { isAdopted, errorLeftOut, errorOfPrior } = fitRatings(aimless);
    expect(isAdopted).toBe((errorLeftOut ?? 0) <= (errorOfPrior ?? 0));
  });

  test('leaves a rating out to predict it: the error is about what people err by', () => {
    // Three even variables of width 1: standard deviation 0.5.
    const { errorLeftOut } = fitRatings(ratings(200, PRIOR_WEIGHTS, 1));
    expect(errorLeftOut).toBeGreaterThan(0.35);
    expect(errorLeftOut).toBeLessThan(0.6);
  });

  test('gives weights from 0 to 5 for any ratings', () => {
    const term = fc.double({ min: 0, max: 50, noNaN: true });
    const session = fc.record({
      terms: fc.record({ delay: term, freeze: term, retry: term }),
      rating: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(fc.array(session, { minLength: 20, maxLength: 30 }), (sessions) => {
        const { weights, errorLeftOut } = fitRatings(sessions);
        return (
          [weights.delay, weights.freeze, weights.retry].every((each) => each >= 0 && each <= 5) &&
          errorLeftOut !== null &&
          Number.isFinite(errorLeftOut)
        );
      }),
      { numRuns: 50 },
    );
  });
});
