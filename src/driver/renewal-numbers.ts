import type { SeatOrder, SeatWord } from '../model/control/seat-order.ts';

/** Below 2^48: counting on from there stays exact. */
const BYTES = 6;

/** The guard counts its renewals from 0, so that a trace replays; no two gates may use the same numbers. */
export class RenewalNumbers {
  readonly #first: number;

  constructor(randomBytes: (count: number) => Uint8Array) {
    const bytes = randomBytes(BYTES);
    let first = 0;
    // By index, and without asking for the length: a page may have changed both.
    for (let at = 0; at < BYTES; at++) first = first * 0x100 + (bytes[at] ?? 0);
    this.#first = first;
  }

  /** As the room hears it. */
  toRoom(word: SeatWord): SeatWord {
    return word.type === 'renew' ? { ...word, nonce: word.nonce + this.#first } : word;
  }

  /** As the guard hears it. One that was asked with an earlier page's number is none of ours; 0 is no renewal's. */
  toGuard(order: SeatOrder): SeatOrder {
    return order.type === 'renewed' ? { ...order, nonce: Math.max(0, order.nonce - this.#first) } : order;
  }
}
