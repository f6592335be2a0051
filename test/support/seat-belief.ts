import { LEASE_GUARD_MS, LEASE_MS } from '../../src/model/control/lock-times.ts';
import type { SeatOrder, SeatWord } from '../../src/model/control/seat-order.ts';

type Renewal = Extract<SeatWord, { readonly type: 'renew' }>;

/** Until when a gate may be open, counted apart from it: by what it was told, and from when it asked. */
export class SeatBelief {
  readonly #sentAtMs = new Map<number, number>();
  #epoch = 0;
  #mode: 'solo' | 'watch' | 'granted' = 'solo';
  #openUntilMs = Number.NEGATIVE_INFINITY;
  /** Renewals that nobody has answered. */
  readonly waiting: Renewal[] = [];
  hasHadRoom = false;

  /** The newest epoch that it was told of; 0: no room. */
  get epoch(): number {
    return this.#epoch;
  }

  mayPress(nowMs: number): boolean {
    return this.#mode === 'solo' || nowMs < this.#openUntilMs;
  }

  heard(word: SeatWord, nowMs: number): void {
    if (word.type === 'drained') this.#close();
    if (word.type !== 'renew') return;
    this.#sentAtMs.set(word.nonce, nowMs);
    this.waiting.push(word);
  }

  told(order: SeatOrder): void {
    this.hasHadRoom ||= order.type !== 'solo';
    if (order.type === 'renewed') {
      const sentAtMs = this.#sentAtMs.get(order.nonce);
      const isCurrent = this.#mode === 'granted' && order.epoch === this.#epoch && sentAtMs !== undefined;
      if (isCurrent) this.#openUntilMs = Math.max(this.#openUntilMs, sentAtMs + LEASE_MS - LEASE_GUARD_MS);
    } else if (order.type === 'granted') {
      if (order.epoch > this.#epoch) this.#close();
      this.#epoch = Math.max(this.#epoch, order.epoch);
      this.#mode = 'granted';
    } else if (order.type !== 'drain' || order.epoch >= this.#epoch) {
      this.#close();
      this.#mode = order.type === 'solo' ? 'solo' : 'watch';
      if (order.type === 'solo') this.#epoch = 0;
    }
  }

  /** The answer to the oldest renewal that waits; null: none does. */
  nextAnswer(): SeatOrder | null {
    const word = this.waiting.shift();
    return word === undefined ? null : { type: 'renewed', epoch: word.epoch, nonce: word.nonce };
  }

  #close(): void {
    this.#openUntilMs = Number.NEGATIVE_INFINITY;
    this.#sentAtMs.clear();
  }
}
