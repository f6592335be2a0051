import type { OpinionTerms } from './mean-opinion.ts';

/** The terms of X over a session, as the model weighs them, and what its user said of it: 1 to 5. */
export interface RatedSession {
  readonly terms: OpinionTerms;
  readonly rating: number;
}

/** Factors on the terms; 1: as the model has them. */
export type OpinionWeights = OpinionTerms;

export interface RatingFit {
  readonly weights: OpinionWeights;
  /** Whether the weights are in use: enough ratings, and no worse than the model on those it has not seen. */
  readonly isAdopted: boolean;
  /** Ratings it rests on. */
  readonly count: number;
  /** Root mean square error of each rating predicted from the others, and by the model as it is; null: no rating. */
  readonly errorLeftOut: number | null;
  readonly errorOfPrior: number | null;
}

export const PRIOR_WEIGHTS: OpinionWeights = { delay: 1, freeze: 1, retry: 1 };
/** Weights fitted to fewer ratings say more about the raters than about the session. */
export const MIN_RATINGS = 20;
/** The newest ratings that count. */
const MAX_RATINGS = 200;
/** Pull towards the prior: (0.7 grades of disagreement between people / 0.5 of doubt in a weight) squared. */
const RIDGE = 2;
const STEPS = 8;
const MAX_WEIGHT = 5;
const NAMES = ['delay', 'freeze', 'retry'] as const;

/**
 * Fits the three weights of eq. 6's q = 1 + 4 exp(-w X) to ratings, drawn towards what the model has: the least of the
 * sum of (q - rating)^2 + 2 |w - 1|^2 by Gauss-Newton steps. Nothing is adopted before {@link MIN_RATINGS} ratings.
 *
 * @example
 * const { weights, isAdopted, count, errorLeftOut } = fitRatings(sessions);
 */
export function fitRatings(sessions: readonly RatedSession[]): RatingFit {
  const rated = sessions.slice(-MAX_RATINGS);
  const count = rated.length;
  const weights = fitted(rated);
  const errorLeftOut = rootMeanSquare(
    rated.map((each, index) => opinion(each.terms, fitted(without(rated, index), weights)) - each.rating),
  );
  const errorOfPrior = rootMeanSquare(rated.map((each) => opinion(each.terms, PRIOR_WEIGHTS) - each.rating));
  const isBetter = errorLeftOut !== null && errorOfPrior !== null && errorLeftOut <= errorOfPrior;
  const isAdopted = count >= MIN_RATINGS && isBetter;
  return { weights: isAdopted ? weights : PRIOR_WEIGHTS, isAdopted, count, errorLeftOut, errorOfPrior };
}

function without<T>(values: readonly T[], index: number): readonly T[] {
  return values.filter((_value, each) => each !== index);
}

function opinion(terms: OpinionTerms, weights: OpinionWeights): number {
  const x = weights.delay * terms.delay + weights.freeze * terms.freeze + weights.retry * terms.retry;
  return 1 + 4 * Math.exp(-x);
}

function fitted(rated: readonly RatedSession[], from: OpinionWeights = PRIOR_WEIGHTS): OpinionWeights {
  let weights = from;
  for (let step = 0; step < STEPS; step++) {
    const next = improved(rated, weights);
    const moved = NAMES.reduce((most, name) => Math.max(most, Math.abs(next[name] - weights[name])), 0);
    weights = next;
    if (moved < 1e-4) break;
  }
  return weights;
}

/** One Gauss-Newton step, halved until it makes nothing worse. */
function improved(rated: readonly RatedSession[], weights: OpinionWeights): OpinionWeights {
  const normal = NAMES.map((_row, i) => NAMES.map((_column, j) => Number(i === j) * RIDGE));
  const right = NAMES.map((name): number => RIDGE * (1 - weights[name]));
  for (const { terms, rating } of rated) {
    const value = opinion(terms, weights);
    const slopes = NAMES.map((name) => -(value - 1) * terms[name]);
    slopes.forEach((slope, i) => {
      right[i] = (right[i] ?? 0) + slope * (rating - value);
      slopes.forEach((other, j) => {
        const row = normal[i];
        if (row !== undefined) row[j] = (row[j] ?? 0) + slope * other;
      });
    });
  }
  const [delay = 0, freeze = 0, retry = 0] = solved(normal, right);
  const before = loss(rated, weights);
  for (let part = 1; part > 1e-3; part /= 2) {
    const next = {
      delay: bounded(weights.delay + part * delay),
      freeze: bounded(weights.freeze + part * freeze),
      retry: bounded(weights.retry + part * retry),
    };
    if (loss(rated, next) <= before) return next;
  }
  return weights;
}

function loss(rated: readonly RatedSession[], weights: OpinionWeights): number {
  // In a loop of its own: this is called some thousand times.
  let sum = RIDGE * NAMES.reduce((pull, name) => pull + (weights[name] - 1) ** 2, 0);
  for (const { terms, rating } of rated) sum += (opinion(terms, weights) - rating) ** 2;
  return sum;
}

/** A delay that makes a session better is noise. */
function bounded(weight: number): number {
  return Math.min(MAX_WEIGHT, Math.max(0, weight));
}

/** Gaussian elimination; the ridge keeps the diagonal away from nothing. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  for (const [i, pivot] of rows.entries()) {
    for (const [j, row] of rows.entries()) {
      if (j === i) continue;
      const factor = (row[i] ?? 0) / (pivot[i] ?? 1);
      for (let k = i; k < row.length; k++) row[k] = (row[k] ?? 0) - factor * (pivot[k] ?? 0);
    }
  }
  return rows.map((row, i) => (row.at(-1) ?? 0) / (row[i] ?? 1));
}

function rootMeanSquare(errors: readonly number[]): number | null {
  if (errors.length === 0) return null;
  return Math.sqrt(errors.reduce((sum, each) => sum + each * each, 0) / errors.length);
}
