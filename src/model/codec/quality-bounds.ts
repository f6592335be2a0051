import { FOCUS_LEVEL } from './law-constants.ts';
import type { LawBounds } from './law-state.ts';
import { rungOf } from './picture-meter.ts';
import { LADDER, type QualityLevel } from './quality-level.ts';
import type { QualityPolicy } from './quality-policy.ts';

/** How far the level may go: the facility's bounds first, then focus, then the user's own. */
export function boundsOf(policy: QualityPolicy, pageLevel: number, isFocused: boolean): LawBounds {
  const { choice } = policy;
  const own = choice.type === 'automatic' ? choice : policy;
  const floor = isFocused ? most(own.lowest, FOCUS_LEVEL) : own.lowest;
  const lowest = allowed(floor, policy);
  const highest = most(allowed(own.highest, policy), lowest);
  const page = LADDER[rungOf(pageLevel)] ?? lowest;
  return { lowest, highest, home: least(most(page, lowest), highest) };
}

/** As near as the facility lets it come. */
export function allowed(level: QualityLevel, { lowest, highest }: QualityPolicy): QualityLevel {
  return least(most(level, lowest), highest);
}

function most(a: QualityLevel, b: QualityLevel): QualityLevel {
  return a > b ? a : b;
}

function least(a: QualityLevel, b: QualityLevel): QualityLevel {
  return a < b ? a : b;
}
