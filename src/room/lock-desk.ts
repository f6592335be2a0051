import type { LockView } from '../model/control/lock-view.ts';
import type { LockClaim } from '../model/room/content.ts';
import type { MemberId } from '../model/room/member.ts';
import { LockWitness } from './lock-witness.ts';
import type { SeatDesk } from './seat-desk.ts';

/**
 * - taken: it is how things stand
 * - older: something newer was told before
 * - fallen: its epoch is below one that was told before, which would give control a second time
 */
export type ViewOutcome = 'taken' | 'older' | 'fallen';

export interface LockDeskOptions {
  readonly self: MemberId;
  readonly nowMs: () => number;
  readonly seat: SeatDesk;
  /** The relay told others something else. */
  readonly onMismatch: (by: MemberId) => void;
}

/** The lock as this client was told: kept, compared with what others were told, and turned into the gate's orders. */
export class LockDesk {
  readonly #options: LockDeskOptions;
  readonly #witness = new LockWitness();
  #view: LockView | null = null;
  #viewAtMs = 0;

  constructor(options: LockDeskOptions) {
    this.#options = options;
  }

  get view(): LockView | null {
    return this.#view;
  }

  ageMs(): number {
    return this.#options.nowMs() - this.#viewAtMs;
  }

  /** @param isFirst of a new connection: its numbers may have begun anew with the relay, its epochs have not */
  told(view: LockView, isFirst: boolean): ViewOutcome {
    const known = this.#view;
    if (known !== null && !isFirst && view.seq < known.seq) return 'older';
    if (known !== null && view.epoch < known.epoch) return 'fallen';
    const { self, nowMs, seat, onMismatch } = this.#options;
    for (const by of this.#witness.told(view, self)) onMismatch(by);
    this.#view = view;
    this.#viewAtMs = nowMs();
    seat.viewed(view, self, isFirst);
    return 'taken';
  }

  claimed(by: MemberId, claim: LockClaim): void {
    if (this.#witness.claimed(by, claim)) this.#options.onMismatch(by);
  }

  lost(): void {
    this.#witness.newConnection();
  }
}
