import { armsOf, FIRST_SEED_THAT_COUNTS, PROFILES, type RunPlan, USERS } from '../plan.ts';
import type { Options } from './options.ts';

type Cell = Pick<RunPlan, 'profile' | 'user' | 'arm'>;

const GRID_SEEDS = 30;
const SEEDS_THAT_COUNT = Array.from({ length: GRID_SEEDS }, (_each, index) => FIRST_SEED_THAT_COUNTS + index);
const DEFAULT_SEEDS = 5;

/** The runs that are asked for, seed by seed, so that a part of them is a smaller experiment and not a broken one. */
export function plansOf(options: Options): readonly RunPlan[] {
  const cells = cellsOf(options);
  return seedsOf(options).flatMap((seed) =>
    options.congestionControls.flatMap((congestionControl) =>
      options.patienceFactors.flatMap((patienceFactor) =>
        options.retryProbabilities.flatMap((retryProbability) =>
          options.heedProbabilities.flatMap((heedProbability) =>
            cells.map(
              (cell): RunPlan => ({
                ...{ realm: options.realm, ...cell, seed, patienceFactor, retryProbability },
                ...{ heedProbability, congestionControl },
              }),
            ),
          ),
        ),
      ),
    ),
  );
}

function seedsOf({ seeds, choice, realm }: Options): readonly number[] {
  const upTo = (count: number): readonly number[] =>
    Array.from({ length: count }, (_each, index) => index + 1);
  switch (choice) {
    case 'given':
      return seeds ?? upTo(DEFAULT_SEEDS);
    case 'grid':
      return seeds !== null && seeds.length >= GRID_SEEDS ? seeds : SEEDS_THAT_COUNT;
    case 'quick':
      return seeds ?? upTo(realm === 'live' ? 1 : DEFAULT_SEEDS);
  }
}

/**
 * Quick: what the targets compare, and novices without RICE, whom the paper has too. In real time only the networks in
 * which most is at stake.
 */
function cellsOf({ profiles, users, arms, choice, realm }: Options): readonly Cell[] {
  const all = PROFILES.flatMap((profile) =>
    USERS.flatMap((user) => armsOf(realm).map((arm): Cell => ({ profile, user, arm }))),
  );
  const isKey = ({ profile, user, arm }: Cell): boolean => {
    if (choice !== 'quick') return true;
    const isOfExpert = user === 'expert' && (arm === 'plain' || arm === 'guarded');
    if (realm === 'virtual') return isOfExpert || (user === 'novice' && arm === 'plain');
    return isOfExpert && (profile === 'direct' || profile === 'congested-wan' || profile === 'fault');
  };
  return all.filter(
    (cell) =>
      (profiles?.includes(cell.profile) ?? true) &&
      (users?.includes(cell.user) ?? true) &&
      (arms?.includes(cell.arm) ?? true) &&
      isKey(cell),
  );
}
