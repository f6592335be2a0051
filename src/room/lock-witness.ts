import type { LockView } from '../model/control/lock-view.ts';
import type { LockClaim } from '../model/room/content.ts';
import type { MemberId } from '../model/room/member.ts';

/** What was told about the lock is remembered for so many views, and so many claims of each member about later ones. */
const MAX_TOLD = 256;
const MAX_CLAIMS = 4;
const MAX_CLAIMING = 64;

/** What a view says of who may open its gate. */
export function claimOf({ seq, epoch, phase }: LockView): LockClaim {
  return { type: 'lock-claim', seq, epoch, holder: phase.type === 'held' ? phase.holder : null };
}

/**
 * Compares what the relay told this member of the lock with what it told the others. Two views under one number that
 * differ, or two holders in one epoch: the relay lies to somebody, or has split in two.
 */
export class LockWitness {
  readonly #bySeq = new Map<number, string>();
  readonly #byEpoch = new Map<number, MemberId>();
  /** Claims that nothing here could be compared with yet. */
  readonly #claims = new Map<MemberId, readonly LockClaim[]>();
  #seq = -1;

  /** @returns who claims otherwise; the relay itself may have told two things, then `self` */
  told(view: LockView, self: MemberId): readonly MemberId[] {
    const claim = claimOf(view);
    const contradicting = this.#contradicts(claim) ? [self] : [];
    // After a restart of the relay numbers may begin anew; epochs do not.
    if (claim.seq < this.#seq) this.#bySeq.clear();
    this.#seq = claim.seq;
    keep(this.#bySeq, claim.seq, shape(claim));
    if (claim.holder !== null && !this.#byEpoch.has(claim.epoch)) {
      keep(this.#byEpoch, claim.epoch, claim.holder);
    }
    const claimants = [...this.#claims].filter(([, claims]) =>
      claims.some((each) => this.#contradicts(each)),
    );
    return [...contradicting, ...claimants.map(([by]) => by)];
  }

  /** @returns whether it contradicts what was told here */
  claimed(by: MemberId, claim: LockClaim): boolean {
    const claims = [...(this.#claims.get(by) ?? []), claim].slice(-MAX_CLAIMS);
    this.#claims.delete(by);
    this.#claims.set(by, claims);
    for (const old of [...this.#claims.keys()].slice(0, -MAX_CLAIMING)) this.#claims.delete(old);
    return this.#contradicts(claim);
  }

  /** The relay answers anew: what was told before a restart may have other numbers. */
  newConnection(): void {
    this.#claims.clear();
    this.#bySeq.clear();
  }

  #contradicts(claim: LockClaim): boolean {
    const told = this.#bySeq.get(claim.seq);
    if (told !== undefined && told !== shape(claim)) return true;
    const holder = this.#byEpoch.get(claim.epoch);
    return claim.holder !== null && holder !== undefined && holder !== claim.holder;
  }
}

function shape({ epoch, holder }: LockClaim): string {
  return `${epoch} ${holder}`;
}

function keep<V>(map: Map<number, V>, key: number, value: V): void {
  map.set(key, value);
  for (const old of map.keys()) {
    if (map.size <= MAX_TOLD) return;
    map.delete(old);
  }
}
