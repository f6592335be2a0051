import type { SeatOrder, SeatWord } from '../../src/model/control/seat-order.ts';
import type { GuardBench } from './guard-bench.ts';
import { SeatBelief } from './seat-belief.ts';

/** The arbiter's end of one gate, and what it may believe of it. */
export class SeatDesk {
  readonly #bench: GuardBench;
  readonly #belief = new SeatBelief();
  #seen = 0;

  constructor(bench: GuardBench) {
    this.#bench = bench;
  }

  /** Renewals that nobody has answered. */
  get waiting(): SeatBelief['waiting'] {
    return this.#belief.waiting;
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
    for (const word of words) this.#belief.heard(word, this.#bench.nowMs);
    return words;
  }

  /** The gate may send presses now. */
  get mayPress(): boolean {
    return this.#belief.mayPress(this.#bench.nowMs);
  }

  order(order: SeatOrder): readonly SeatWord[] {
    const { guard, nowMs } = this.#bench;
    this.hear();
    this.#belief.told(order);
    this.#bench.perform(guard.order(order, nowMs));
    return this.hear();
  }

  /** Answers the oldest renewal that waits. */
  answer(): void {
    const answer = this.#belief.nextAnswer();
    if (answer !== null) this.order(answer);
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
}
