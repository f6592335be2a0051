import { isQualityLevel, LADDER, type QualityLevel } from '../codec/quality-level.ts';
import type { QualityChoice, QualityPolicy } from '../codec/quality-policy.ts';
import { choice, type Decoder, object, report, tagged } from '../decode/decode.ts';

export const qualityLevelDecoder: Decoder<QualityLevel> = (input, path, problems) =>
  typeof input === 'number' && isQualityLevel(input)
    ? input
    : report(problems, path, 'choice', LADDER.map(String));

type Bounds = Pick<QualityPolicy, 'lowest' | 'highest'>;

/** The decoder, and bounds of which the lowest is not above the highest. */
/* @__NO_SIDE_EFFECTS__ */
function ordered<T extends Bounds>(inner: Decoder<T>): Decoder<T> {
  return (input, path, problems) => {
    const value = inner(input, path, problems);
    // Where a field did not decode, the value holds undefined in its place.
    if (value === undefined || !(value.lowest > value.highest)) return value;
    return report(problems, path === '' ? 'highest' : `${path}.highest`, 'range', {
      from: value.lowest,
      to: 9,
    });
  };
}

const bounds = { lowest: qualityLevelDecoder, highest: qualityLevelDecoder };

/** What a person chose about the quality of the picture. */
export const qualityChoiceDecoder: Decoder<QualityChoice> = tagged<QualityChoice>({
  suggest: object<Extract<QualityChoice, { type: 'suggest' }>>({ type: choice('suggest') }),
  automatic: ordered(
    object<Extract<QualityChoice, { type: 'automatic' }>>({ type: choice('automatic'), ...bounds }),
  ),
  fixed: object<Extract<QualityChoice, { type: 'fixed' }>>({
    type: choice('fixed'),
    level: qualityLevelDecoder,
  }),
});

const shape = ordered(object<QualityPolicy>({ choice: qualityChoiceDecoder, ...bounds }));

/** A choice and its outer bounds. An automatic choice that lies wholly outside of them leaves nothing. */
export const qualityPolicyDecoder: Decoder<QualityPolicy> = (input, path, problems) => {
  const before = problems.length;
  const policy = shape(input, path, problems);
  if (policy === undefined || problems.length > before || policy.choice.type !== 'automatic') return policy;
  const { lowest, highest } = policy.choice;
  if (lowest <= policy.highest && highest >= policy.lowest) return policy;
  const place = path === '' ? 'choice' : `${path}.choice`;
  return report(problems, place, 'range', { from: policy.lowest, to: policy.highest });
};
