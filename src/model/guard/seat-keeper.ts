import { Seat } from '../control/seat.ts';
import type { SeatOrder } from '../control/seat-order.ts';
import type { GuardEffect } from '../gate/outcome.ts';
import type { Unacknowledged } from '../gate/unacknowledged.ts';
import type { ControlCause, RecordEvent } from '../record/record-event.ts';
import type { SeatReading } from '../snapshot.ts';

/** Why a connection cannot keep to the lock, and so cannot be given control. */
export type Unable = Extract<ControlCause, 'fault' | 'unguarded' | 'closed'>;

/** The seat of one connection: what it says to the arbiter, to the overlay and to the record. */
export class SeatKeeper {
  // The driver makes its numbers such as no other gate has: a trace replays with these.
  readonly #seat = new Seat(0);
  #epoch = 0;
  #grantedAtMs = 0;
  #cause: ControlCause = 'solo';
  /** The last order could not be taken in, and may have been the one to let go: shut until another one is. */
  isUntold = false;
  #noted: Extract<RecordEvent, { readonly type: 'control' }>['to'] = 'solo';

  /** Input may go out as far as the lock goes. By the time of this instant: no timer is needed to close it. */
  isOpen(nowMs: number): boolean {
    return !this.isUntold && this.#seat.isOpen(nowMs);
  }

  /** Control of a room is here. */
  isHeld(nowMs: number): boolean {
    return this.#seat.mode === 'granted' && this.isOpen(nowMs);
  }

  /** @param unable who cannot keep to the lock hands a grant back at once */
  order(order: SeatOrder, unable: Unable | null, nowMs: number): void {
    this.#seat.order(order);
    if (order.type !== 'renewed') {
      this.isUntold = false;
      this.#cause = order.type;
    }
    if (order.type === 'solo') this.#epoch = 0;
    if (order.type === 'granted' && order.epoch > this.#epoch && this.#seat.mode === 'granted') {
      this.#epoch = order.epoch;
      this.#grantedAtMs = nowMs;
    }
    if (unable !== null) this.giveUp(unable);
  }

  /** Control ends here, under this epoch for good. */
  giveUp(cause: Unable): void {
    if (this.#seat.mode !== 'granted') return;
    this.#seat.order({ type: 'drain', epoch: this.#epoch });
    this.#cause = cause;
  }

  /** What has to be said now; after the releases of a gate that closed. */
  words({ count, total }: Unacknowledged, lastAttemptMs: number, nowMs: number): readonly GuardEffect[] {
    const facts = {
      // What is let go of has to arrive, too, before somebody else takes over.
      unacknowledged: this.#seat.mode === 'drained' ? total : count,
      idleMs: nowMs - Math.max(lastAttemptMs, this.#grantedAtMs),
    };
    return this.#seat.tick(nowMs, facts).map((word) => ({ type: 'seat', word }));
  }

  /** The fact for the record if the gate opened or closed for the lock since this was asked last. */
  change({ total }: Unacknowledged, nowMs: number): RecordEvent | null {
    const { mode } = this.#seat;
    const was = this.#noted;
    this.#noted = !this.isOpen(nowMs) ? 'closed' : mode === 'solo' ? mode : 'open';
    if (this.#noted === was) return null;
    const isLate = mode === 'granted' && was === 'open';
    return {
      type: 'control',
      to: this.#noted,
      cause: this.isUntold ? 'fault' : isLate ? 'deadline' : this.#cause,
      epoch: this.#epoch,
      unacknowledged: total,
    };
  }

  reading({ total }: Unacknowledged, nowMs: number): SeatReading {
    if (this.isUntold) return { state: 'watching', leftMs: 0 };
    switch (this.#seat.mode) {
      case 'solo':
        return { state: 'solo', leftMs: 0 };
      case 'watch':
        return { state: 'watching', leftMs: 0 };
      case 'drained':
        return { state: total > 0 ? 'draining' : 'watching', leftMs: 0 };
      case 'granted':
        return this.isOpen(nowMs)
          ? { state: 'open', leftMs: this.#seat.openUntilMs - nowMs }
          : { state: 'opening', leftMs: 0 };
    }
  }
}
