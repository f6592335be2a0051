import { fitRatings, MIN_RATINGS } from '../measure/quantities/rating-fit.ts';
import type { RatedSession } from './kept-session.ts';
import type { Agreement } from './report-input.ts';

/**
 * How well the estimate agrees with the user's own ratings. Says nothing before there are enough of them.
 * @param rated in any order
 */
export function agreementOf(rated: readonly RatedSession[]): Agreement {
  const inOrder = [...rated].sort((a, b) => a.rating.wallMs - b.rating.wallMs);
  const { count, errorOfPrior, errorLeftOut } = fitRatings(
    inOrder.map(({ terms, rating }) => ({ terms, rating: rating.value })),
  );
  const isEnough = count >= MIN_RATINGS;
  return {
    count,
    needed: MIN_RATINGS,
    rmse: isEnough ? errorOfPrior : null,
    fittedRmse: isEnough ? errorLeftOut : null,
  };
}
