import { LADDER, type QualityLevel } from '../../model/codec/quality-level.ts';
import type { QualityChoice, QualityPolicy } from '../../model/codec/quality-policy.ts';

/** Between which levels something is chosen. */
export type LevelBounds = Pick<QualityPolicy, 'lowest' | 'highest'>;

type Bounds = Readonly<Record<keyof LevelBounds, number>>;

/** From the fewest bytes to the best picture. */
export function levelsWithin({ lowest, highest }: Bounds): readonly QualityLevel[] {
  return LADDER.filter((level) => level >= lowest && level <= highest);
}

/**
 * Each choice that can be made, the one that is made with its own levels.
 *
 * @param fixed where "fixed" begins
 */
export function choiceList(
  choice: QualityChoice,
  { lowest, highest }: LevelBounds,
  fixed: QualityLevel,
): readonly QualityChoice[] {
  return [
    { type: 'suggest' },
    choice.type === 'automatic' ? choice : { type: 'automatic', lowest, highest },
    choice.type === 'fixed' ? choice : { type: 'fixed', level: fixed },
  ];
}

/** Takes the other bound along where the new one goes beyond it. */
export function withLowest<B extends LevelBounds>(bounds: B, lowest: QualityLevel): B {
  return { ...bounds, lowest, ...(lowest > bounds.highest ? { highest: lowest } : {}) };
}

/** Takes the other bound along where the new one goes beyond it. */
export function withHighest<B extends LevelBounds>(bounds: B, highest: QualityLevel): B {
  return { ...bounds, highest, ...(highest < bounds.lowest ? { lowest: highest } : {}) };
}
