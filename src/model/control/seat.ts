import { LEASE_GUARD_MS, LEASE_MS, RENEW_MS } from './lock-times.ts';
import type { SeatOrder, SeatWord } from './seat-order.ts';

/**
 * - solo: no room, always open
 * - watch: in a room, without control
 * - granted: control is ours under an epoch; open while its lease runs
 * - drained: control was ours and is over
 */
export type SeatMode = 'solo' | 'watch' | 'granted' | 'drained';

/** What the guard knows when it ticks. */
export interface SeatFacts {
  /** Actions that may still execute, the releases of a drain among them. */
  readonly unacknowledged: number;
  /** Since the user last did anything. */
  readonly idleMs: number;
}

/**
 * The gate's side of the control lock: whether presses may go out now, by its own clock and without asking anybody.
 * All times are of one clock that never goes back and also counts sleep: {@link Elapsed}.
 *
 * The lease counts from when the renewal was *sent*, so no delay on any way can stretch it. An epoch that was drained
 * never opens again, nor does an older one; a second `granted` of the same epoch only renews at once.
 */
export class Seat {
  #mode: SeatMode = 'solo';
  /** The newest epoch that was granted here. */
  #epoch = 0;
  /** The newest epoch that is over. */
  #endedEpoch = 0;
  #nonce: number;
  /** When each renewal of this grant was sent; those that could open nothing any more are gone. */
  readonly #sentAtMs = new Map<number, number>();
  readonly #openMs: number;
  #openUntilMs = 0;
  #wordDueMs = 0;
  /** Unacknowledged actions, as told last; -1: not told. */
  #told = -1;

  /**
   * @param firstNonce one that no other gate of this member has come near, such as a random number below 2^48: an
   * answer to a page that was reloaded must not look like one to this
   * @param openMs how long a renewal opens, counted from when it was sent
   */
  constructor(firstNonce: number, openMs: number = LEASE_MS - LEASE_GUARD_MS) {
    this.#nonce = firstNonce;
    this.#openMs = openMs;
  }

  get mode(): SeatMode {
    return this.#mode;
  }

  /** When it closes unless another renewal is answered; of no meaning unless it is granted. */
  get openUntilMs(): number {
    return this.#openUntilMs;
  }

  /** Presses are permitted, as far as the lock goes. Releases are never asked about. */
  isOpen(nowMs: number): boolean {
    return this.#mode === 'solo' || (this.#mode === 'granted' && nowMs < this.#openUntilMs);
  }

  /** Tick at once after it: what it asks to be said is due. */
  order(order: SeatOrder): void {
    switch (order.type) {
      case 'solo':
        // Epochs are a room's own; the next room may count lower.
        this.#epoch = 0;
        this.#endedEpoch = 0;
        this.#become('solo');
        return;
      case 'watch':
        // What a drained gate still has to say is said to its end.
        if (this.#mode !== 'drained') this.#become('watch');
        return;
      case 'granted':
        if (order.epoch <= this.#endedEpoch || order.epoch < this.#epoch) return;
        if (order.epoch > this.#epoch || this.#mode !== 'granted') this.#become('granted');
        this.#epoch = order.epoch;
        this.#wordDueMs = 0;
        return;
      case 'renewed':
        if (order.epoch === this.#epoch) this.#renewed(order.nonce);
        return;
      case 'drain':
        if (order.epoch < Math.max(this.#epoch, this.#endedEpoch)) return;
        this.#endedEpoch = order.epoch;
        // Of a grant that an earlier page of this member had, this gate can prove nothing: it keeps silent, and the
        // lease runs out.
        this.#become(order.epoch === this.#epoch ? 'drained' : 'watch');
    }
  }

  /** What is to be said now. */
  tick(nowMs: number, facts: SeatFacts): readonly SeatWord[] {
    const epoch = this.#epoch;
    const { unacknowledged, idleMs } = facts;
    const isDue = nowMs >= this.#wordDueMs;
    if (this.#mode === 'granted' && isDue) {
      for (const [nonce, sentAtMs] of this.#sentAtMs) {
        if (sentAtMs + this.#openMs <= nowMs) this.#sentAtMs.delete(nonce);
      }
      this.#wordDueMs = nowMs + RENEW_MS;
      this.#nonce += 1;
      this.#sentAtMs.set(this.#nonce, nowMs);
      return [{ type: 'renew', epoch, nonce: this.#nonce, idleMs: Math.round(idleMs), unacknowledged }];
    }
    if (this.#mode === 'drained' && (unacknowledged !== this.#told || (unacknowledged > 0 && isDue))) {
      this.#wordDueMs = nowMs + RENEW_MS;
      this.#told = unacknowledged;
      return [{ type: 'drained', epoch, unacknowledged }];
    }
    return [];
  }

  #become(mode: SeatMode): void {
    this.#mode = mode;
    this.#sentAtMs.clear();
    this.#openUntilMs = 0;
    this.#told = -1;
  }

  #renewed(nonce: number): void {
    const sentAtMs = this.#sentAtMs.get(nonce);
    if (sentAtMs !== undefined) this.#openUntilMs = Math.max(this.#openUntilMs, sentAtMs + this.#openMs);
  }
}
