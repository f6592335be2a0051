import {
  ARMS,
  type ArmName,
  type CongestionControl,
  type ProfileName,
  type RealmName,
  type UserName,
} from '../plan.ts';
import type { RunResult } from '../result.ts';
import { HEED_PROBABILITY } from '../runner/options.ts';
import { type Estimate, meanOf, ratioOf } from './interval.ts';

/** A number of a run; null: the run has none. */
export type Reading = (result: RunResult) => number | null;

/** Which runs; what is not named is not asked. */
export interface Cell {
  readonly profile?: ProfileName;
  readonly user?: UserName;
  readonly arm?: ArmName;
}

/** What a study of sensitivity varies. */
export interface Variation {
  readonly patienceFactor: number;
  readonly retryProbability: number | null;
  readonly heedProbability: number;
  readonly congestionControl: CongestionControl;
}

/** As the users' file has it. */
export const UNVARIED: Variation = {
  patienceFactor: 1,
  retryProbability: null,
  heedProbability: HEED_PROBABILITY,
  congestionControl: 'cubic',
};

/** Results of one realm and one variation. */
export class Sample {
  readonly realm: RealmName;
  readonly results: readonly RunResult[];
  readonly #all: readonly RunResult[];

  constructor(all: readonly RunResult[], realm: RealmName, variation: Variation = UNVARIED) {
    this.realm = realm;
    this.#all = all.filter((result) => result.realm === realm);
    this.results = this.#all.filter(
      (result) =>
        result.patienceFactor === variation.patienceFactor &&
        result.retryProbability === variation.retryProbability &&
        result.heedProbability === variation.heedProbability &&
        result.congestionControl === variation.congestionControl,
    );
  }

  /** The same realm, with something varied. */
  varied(variation: Partial<Variation>): Sample {
    return new Sample(this.#all, this.realm, { ...UNVARIED, ...variation });
  }

  /** What there is a column for. The arm that came last is one only where it was run. */
  get arms(): readonly ArmName[] {
    return ARMS.filter((arm) => arm !== 'adaptive' || this.of({ arm }).length > 0);
  }

  of({ profile, user, arm }: Cell): readonly RunResult[] {
    return this.results.filter(
      (result) =>
        (profile === undefined || result.profile === profile) &&
        (user === undefined || result.user === user) &&
        (arm === undefined || result.arm === arm),
    );
  }

  mean(cell: Cell, reading: Reading): Estimate | null {
    return meanOf(this.of(cell).flatMap((result) => reading(result) ?? []));
  }

  /** The first less the second, run by run. Runs are paired by what the cells leave open, and by seed. */
  difference(cell: Cell, than: Cell, reading: Reading): Estimate | null {
    return meanOf(this.pairs(cell, than, reading).map(([value, other]) => value - other));
  }

  ratio(cell: Cell, to: Cell, reading: Reading): Estimate | null {
    return ratioOf(this.pairs(cell, to, reading));
  }

  pairs(cell: Cell, other: Cell, reading: Reading): readonly (readonly [number, number])[] {
    const name = ({ profile, user, arm, seed }: RunResult): string =>
      [
        cell.profile === undefined ? profile : '',
        cell.user === undefined ? user : '',
        cell.arm === undefined ? arm : '',
        seed,
      ].join(' ');
    const others = new Map(this.of(other).map((result) => [name(result), result]));
    return this.of(cell).flatMap((result) => {
      const partner = others.get(name(result));
      const value = reading(result);
      const than = partner === undefined ? null : reading(partner);
      return value === null || than === null ? [] : [[value, than] as const];
    });
  }
}
