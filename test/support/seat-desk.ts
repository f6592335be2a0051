import { LEASE_GUARD_MS, LEASE_MS } from '../../src/model/control/lock-times.ts';
import type { SeatOrder, SeatWord } from '../../src/model/control/seat-order.ts';
import type { GuardBench } from './guard-bench.ts';

type Renewal = Extract<SeatWord, { readonly type: 'renew' }>;

/**
 * The arbiter's end of one gate, and what it may believe of it: it counts by itself until when the gate may be open,
 * from when each renewal that was answered was sent.
 */
export class SeatDesk {
  readonly #bench: GuardBench;
  readonly #sentAtMs = new Map<number, number>();
  #seen = 0;
  #epoch = 0;
  #mode: 'solo' | 'watch' | 'granted' = 'solo';
  #openUntilMs = Number.NEGATIVE_INFINITY;
  /** Renewals that nobody has answered. */
  readonly waiting: Renewal[] = [];

  constructor(bench: GuardBench) {
    this.#bench = bench;
  }

  /** Every word the gate has said. */
  get words(): readonly SeatWord[] {
    return this.#bench.effects.flatMap((effect) => (effect.type === 'seat' ? [effect.word] : []));
  }

  /** What was said since this was asked last. Ask at least once a tick. */
  hear(): readonly SeatWord[] {
    const { effects } = this.#bench;
    const words: SeatWord[] = [];
    for (; this.#seen < effects.length; this.#seen++) {
      const effect = effects[this.#seen];
      if (effect?.type === 'seat') words.push(effect.word);
    }
    for (const word of words) {
      if (word.type === 'drained') this.#close();
      if (word.type !== 'renew') continue;
      this.#sentAtMs.set(word.nonce, this.#bench.nowMs);
      this.waiting.push(word);
    }
    return words;
  }

  /** The gate may send presses now. */
  get mayPress(): boolean {
    return this.#mode === 'solo' || this.#bench.nowMs < this.#openUntilMs;
  }

  order(order: SeatOrder): readonly SeatWord[] {
    const { guard, nowMs } = this.#bench;
    this.hear();
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
    this.#bench.perform(guard.order(order, nowMs));
    return this.hear();
  }

  /** Answers the oldest renewal that waits. */
  answer(): void {
    const word = this.waiting.shift();
    if (word !== undefined) this.order({ type: 'renewed', epoch: word.epoch, nonce: word.nonce });
  }

  /** Grants control and answers at once. */
  grant(epoch: number): void {
    this.order({ type: 'granted', epoch });
    this.answer();
  }

  /** Lets time pass, and answers every renewal at once. */
  run(ms: number): void {
    this.#bench.run(ms, () => {
      this.hear();
      while (this.waiting.length > 0) this.answer();
    });
  }

  /** Lets time pass, and answers nothing. */
  runUnanswered(ms: number): void {
    this.#bench.run(ms, () => void this.hear());
  }

  #close(): void {
    this.#openUntilMs = Number.NEGATIVE_INFINITY;
    this.#sentAtMs.clear();
  }
}
