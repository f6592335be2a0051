import { parseArgs } from 'node:util';
import {
  type ArmName,
  armsOf,
  type CongestionControl,
  PROFILES,
  type ProfileName,
  REALMS,
  type RealmName,
  USERS,
  type UserName,
} from '../plan.ts';

/** Which runs are wanted, and how. */
export interface Options {
  readonly realm: RealmName;
  /** null: what the choice of runs says, all as a rule. */
  readonly profiles: readonly ProfileName[] | null;
  readonly users: readonly UserName[] | null;
  readonly arms: readonly ArmName[] | null;
  readonly seeds: readonly number[] | null;
  readonly patienceFactors: readonly number[];
  readonly retryProbabilities: readonly (number | null)[];
  readonly heedProbabilities: readonly number[];
  readonly congestionControls: readonly CongestionControl[];
  readonly choice: 'given' | 'quick' | 'grid';
  readonly out: string;
  /** Runs at the same time. */
  readonly jobs: number;
}

export const USAGE = `npm run experiment -- [--profile wan,fault] [--user expert] [--arm plain,guarded] [--seeds 30 | --seeds 31-60]
  --realm virtual|live   virtual (default): all in virtual time; live: real browser, noVNC, Xvnc and packets, where
                         there is the arm adaptive as well
  --quick                a meaningful part in 10 minutes
  --grid                 every profile, user and arm with at least 30 seeds
  --out FILE             testbed/results/REALM.jsonl; runs that it holds already are left out
  --jobs N               runs at the same time: 2, live 1
  --patience 0.5,1,2     factor of the patience; --retry 0.3,0.7 probability of a repetition;
  --heed 0,0.5,1         probability that a warned user waits; --congestion cubic,bbr
What is not given means all, and 5 seeds.`;

/**
 * How likely a warned user waits, where nothing is said: nobody does, as the users see nothing but the picture, and as a
 * study of an indicator of the network found (docs/experiments.md). 0.5 and 1 are run as well.
 */
export const HEED_PROBABILITY = 0;
const MOST_SEEDS = 10_000;
const MOST_JOBS = 64;

/** Reads the command line. Throws with a text for people where it cannot. */
export function readOptions(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{ profile: text, user: text, arm: text, seeds: text, realm: text, out: text, jobs: text },
      ...{ patience: text, retry: text, heed: text, congestion: text, quick: flag, grid: flag },
    },
  });
  if (values.quick && values.grid) throw new Error('[experiment] --quick or --grid, not both');
  const realm = oneOf('--realm', REALMS, values.realm ?? 'virtual');
  return {
    realm,
    profiles: named('--profile', PROFILES, values.profile),
    users: named('--user', USERS, values.user),
    arms: named('--arm', armsOf(realm), values.arm),
    seeds: values.seeds === undefined ? null : seedsOf(values.seeds),
    patienceFactors: numbers('--patience', values.patience, 0.01, 100) ?? [1],
    retryProbabilities: numbers('--retry', values.retry, 0, 1) ?? [null],
    heedProbabilities: numbers('--heed', values.heed, 0, 1) ?? [HEED_PROBABILITY],
    congestionControls: named('--congestion', ['cubic', 'bbr'] as const, values.congestion) ?? ['cubic'],
    choice: values.quick ? 'quick' : values.grid ? 'grid' : 'given',
    out: values.out ?? `testbed/results/${realm}.jsonl`,
    jobs: values.jobs === undefined ? (realm === 'live' ? 1 : 2) : whole('--jobs', values.jobs, MOST_JOBS),
  };
}

function oneOf<const Name extends string>(option: string, names: readonly Name[], wanted: string): Name {
  const found = names.find((name) => name === wanted);
  if (found === undefined) throw new Error(`[experiment] ${option} ${wanted}: one of ${names.join(', ')}`);
  return found;
}

function named<const Name extends string>(
  option: string,
  names: readonly Name[],
  value: string | undefined,
): readonly Name[] | null {
  if (value === undefined || value === 'all') return null;
  return value.split(',').map((each) => oneOf(option, names, each.trim()));
}

function numbers(
  option: string,
  value: string | undefined,
  min: number,
  max: number,
): readonly number[] | null {
  if (value === undefined) return null;
  return value.split(',').map((each) => {
    const parsed = each.trim() === '' ? Number.NaN : Number(each);
    if (!(parsed >= min && parsed <= max))
      throw new Error(`[experiment] ${option} ${each}: ${min} to ${max}`);
    return parsed;
  });
}

function whole(option: string, value: string, max: number): number {
  const parsed = Number(value);
  if (!Number.isInteger(parsed) || parsed < 1 || parsed > max) {
    throw new Error(`[experiment] ${option} ${value}: a whole number from 1 to ${max}`);
  }
  return parsed;
}

/** `30` are the seeds 1 to 30, `31-60` those. */
function seedsOf(value: string): readonly number[] {
  const [first, last] = value.includes('-') ? value.split('-') : ['1', value];
  const from = whole('--seeds', first ?? '', MOST_SEEDS);
  const to = whole('--seeds', last ?? '', MOST_SEEDS);
  if (to < from) throw new Error(`[experiment] --seeds ${value}: the lower one first`);
  return Array.from({ length: to - from + 1 }, (_each, index) => from + index);
}
