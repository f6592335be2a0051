import type { LockView } from '../model/control/lock-view.ts';
import type { SeatOrder } from '../model/control/seat-order.ts';
import type { MemberId } from '../model/room/member.ts';

/**
 * Tells the gate what the lock means for it: each order once, and again when somebody may have missed it. While the
 * relay is lost it says nothing: the gate's own deadline ends the permit.
 */
export class SeatDesk {
  readonly #onOrder: (order: SeatOrder) => void;
  #standing: SeatOrder | null = null;

  constructor(onOrder: (order: SeatOrder) => void) {
    this.#onOrder = onOrder;
  }

  /** @param isAnew the relay was away, and the gate may have let go: what holds is said in any case */
  viewed(view: LockView, self: MemberId, isAnew: boolean): void {
    const order = orderOf(view, self);
    const isSame = this.#standing?.type === order.type && epochOf(this.#standing) === epochOf(order);
    if (!isSame || isAnew) this.#give(order);
  }

  renewed(epoch: number, nonce: number): void {
    if (this.#standing?.type === 'granted' && this.#standing.epoch === epoch) {
      this.#onOrder({ type: 'renewed', epoch, nonce });
    }
  }

  /** The gate is another one: what holds is said again. */
  repeat(): void {
    if (this.#standing !== null) this.#onOrder(this.#standing);
  }

  /** Nothing was ever ordered: a gate that never was in the room stays as it is. */
  get hasOrdered(): boolean {
    return this.#standing !== null;
  }

  watch(): void {
    if (this.#standing?.type !== 'watch') this.#give({ type: 'watch' });
  }

  solo(): void {
    if (this.#standing?.type !== 'solo') this.#give({ type: 'solo' });
  }

  #give(order: SeatOrder): void {
    this.#standing = order;
    this.#onOrder(order);
  }
}

function orderOf({ epoch, phase }: LockView, self: MemberId): SeatOrder {
  switch (phase.type) {
    case 'held':
      return phase.holder === self ? { type: 'granted', epoch } : { type: 'watch' };
    case 'draining':
      return phase.from === self ? { type: 'drain', epoch } : { type: 'watch' };
    case 'free':
    case 'offered':
    case 'frozen':
      return { type: 'watch' };
  }
}

function epochOf(order: SeatOrder): number | null {
  return order.type === 'granted' || order.type === 'drain' ? order.epoch : null;
}
