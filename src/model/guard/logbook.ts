import type { GuardEffect } from '../gate/outcome.ts';
import type { RecordEvent } from '../record/record-event.ts';

/** Blocks of one kind that follow each other within this time are told as one. */
const TOGETHER_MS = 1000;
/** Facts between two looks of the driver. More cannot happen in one call but by a fault of ours. */
const MAX_FACTS = 100;

type Block = Extract<RecordEvent, { readonly type: 'block' }>;

/** Collects the facts for the record until the driver takes them. */
export class Logbook {
  #facts: RecordEvent[] = [];
  #lost = 0;
  #block: Block | null = null;
  #blockSinceMs = 0;

  note(fact: RecordEvent | null, nowMs: number): void {
    if (fact === null) return;
    const block = this.#block;
    const isSame =
      block !== null &&
      fact.type === 'block' &&
      fact.reason === block.reason &&
      fact.inputClass === block.inputClass &&
      fact.function === block.function;
    if (isSame) {
      this.#block = { ...block, count: block.count + fact.count };
      return;
    }
    this.#closeBlock();
    if (fact.type === 'block') {
      this.#block = fact;
      this.#blockSinceMs = nowMs;
    } else this.#push(fact);
  }

  /** Everything that is complete, as effects. `isLast`: nothing follows that could be told with it. */
  take(nowMs: number, isLast = false): readonly GuardEffect[] {
    if (this.#block !== null && (isLast || nowMs - this.#blockSinceMs >= TOGETHER_MS)) this.#closeBlock();
    if (this.#facts.length === 0) return [];
    const facts = this.#facts;
    if (this.#lost > 0) facts.push({ type: 'gap', lost: this.#lost });
    this.#facts = [];
    this.#lost = 0;
    return facts.map((event) => ({ type: 'record', event }));
  }

  #closeBlock(): void {
    if (this.#block !== null) this.#push(this.#block);
    this.#block = null;
  }

  #push(fact: RecordEvent): void {
    if (this.#facts.length < MAX_FACTS) this.#facts.push(fact);
    else this.#lost += 1;
  }
}
