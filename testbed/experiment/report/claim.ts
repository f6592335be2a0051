import type { ProfileName, UserName } from '../plan.ts';
import type { Estimate } from './interval.ts';
import { signOf } from './interval.ts';
import type { Measure } from './measures.ts';
import type { Sample } from './sample.ts';
import { estimateText, PROFILE_NAMES, USER_NAMES } from './words.ts';

/** undecided: the scatter is too large to say, or there are too few runs. */
export type ClaimVerdict = 'holds' | 'does not hold' | 'undecided' | 'not testable';

export interface Judgement {
  readonly verdict: ClaimVerdict;
  /** What it was judged by. */
  readonly numbers: string;
}

/** Something the paper says of its data that data can contradict. */
export interface Claim {
  /** Where it stands. */
  readonly source: string;
  readonly text: string;
  readonly judge: (sample: Sample) => Judgement;
  /** What to keep in mind, whatever the verdict. */
  readonly note?: string;
}

export const NOT_TESTABLE: Judgement = { verdict: 'not testable', numbers: 'not measured here' };

/** Of several that must all hold, the worst. */
export function all(judgements: readonly Judgement[]): Judgement {
  const order: readonly ClaimVerdict[] = ['does not hold', 'not testable', 'undecided', 'holds'];
  const verdict = order.find((each) => judgements.some((judgement) => judgement.verdict === each));
  return {
    verdict: verdict ?? 'not testable',
    numbers: judgements.map(({ numbers }) => numbers).join('; '),
  };
}

/** Whether an estimate lies within a range: surely where all of its interval does. */
export function within(estimate: Estimate | null, from: number, to: number, text: string): Judgement {
  if (estimate === null) return NOT_TESTABLE;
  const { value, low, high } = estimate;
  if (low === null || high === null) return { verdict: 'undecided', numbers: text };
  const is = (each: number): boolean => each >= from && each <= to;
  if (is(value)) return { verdict: is(low) && is(high) ? 'holds' : 'undecided', numbers: text };
  return { verdict: low <= to && high >= from ? 'undecided' : 'does not hold', numbers: text };
}

/** A measure in the arm without RICE, as the paper's sessions were. */
export function plainMean(
  sample: Sample,
  measure: Measure,
  profile: ProfileName,
  user?: UserName,
): Estimate | null {
  return sample.mean({ profile, arm: 'plain', ...(user === undefined ? {} : { user }) }, measure.of);
}

/** Whether a measure is more on the first network than on the second, for the same people. */
export function moreOn(
  sample: Sample,
  measure: Measure,
  more: ProfileName,
  less: ProfileName,
  user: UserName,
): Judgement {
  const [first, second] = [more, less].map((profile) => ({ profile, user, arm: 'plain' }) as const);
  if (first === undefined || second === undefined) return NOT_TESTABLE;
  const difference = sample.difference(first, second, measure.of);
  if (difference === null) return NOT_TESTABLE;
  const text = ({ profile }: typeof first): string =>
    `${PROFILE_NAMES[profile]} ${estimateText(sample.mean({ profile, user, arm: 'plain' }, measure.of), measure.form)}`;
  const unit = measure.form.unit === '' ? '' : ` ${measure.form.unit}`;
  return {
    verdict: moreVerdict(difference),
    numbers: `${USER_NAMES[user]}: ${text(first)}, ${text(second)}${unit}`,
  };
}

/** Whether a difference is above 0. */
export function moreVerdict(difference: Estimate): ClaimVerdict {
  if (signOf(difference) === 1) return 'holds';
  return difference.high !== null && difference.high <= 0 ? 'does not hold' : 'undecided';
}
