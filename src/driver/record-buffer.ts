import type { RecordEntry, RecordEvent } from '../model/record/record-event.ts';

/** Facts that wait to be told. At the limit new ones are only counted: the first ones tell how it began. */
export const MAX_RECORDED = 200;

/** Collects the facts of one connection between two pictures, with the time of both clocks. */
export class RecordBuffer {
  #entries: RecordEntry[] = [];
  #lost = 0;

  add(event: RecordEvent, atMs: number, wallMs: number): void {
    if (this.#entries.length >= MAX_RECORDED) this.#lost += 1;
    else this.#entries.push({ atMs, wallMs, event });
  }

  /** All of them, and how many were lost; empties the buffer. */
  take(atMs: number, wallMs: number): readonly RecordEntry[] {
    const entries = this.#entries;
    if (this.#lost > 0) entries.push({ atMs, wallMs, event: { type: 'gap', lost: this.#lost } });
    this.#entries = [];
    this.#lost = 0;
    return entries;
  }
}
