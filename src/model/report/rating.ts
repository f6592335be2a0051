import { type Decoder, number, object } from '../decode/decode.ts';

/** How well the user could work, by their own word: 1 not at all, 5 as well as at the instrument. */
export type RatingValue = (typeof RATING_VALUES)[number];
export const RATING_VALUES = [1, 2, 3, 4, 5] as const;

/** The user's own answer about one session. */
export interface Rating {
  readonly value: RatingValue;
  /** When it was given; milliseconds since 1970 UTC. */
  readonly wallMs: number;
}

const value: Decoder<RatingValue> = (input, path, problems) => {
  const whole = number(1, 5)(input, path, problems);
  const found = RATING_VALUES.find((each) => each === whole);
  if (found === undefined && whole !== undefined) {
    problems.push({ path, code: 'range', expected: RATING_VALUES.map(String) });
  }
  return found;
};

export const ratingDecoder: Decoder<Rating> = object<Rating>({ value, wallMs: number(0, 8.64e15) });
