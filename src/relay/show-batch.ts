import type { MemberId } from '../model/room/member.ts';
import { MAX_SHOWN, MAX_SHOWN_OF_ONE } from '../model/room/room-limits.ts';
import type { ShownEntry } from '../model/room/room-message.ts';

/**
 * From one batch to the next. Each write to a socket costs the same, large or small, so this and not the number of
 * pointers is what a busy room costs: 20 writes a second for each member. A pointer comes every 100 ms, so it is late
 * by 25 ms in the mean; one that is alone is not late at all.
 */
export const BATCH_MS = 50;
/** A relay whose timers ring late has no time left for so many writes: by each ms they are late, batches get farther apart. */
const LATE_FACTOR = 5;
/** Not farther than this: pointers 6 times a second are still pointers. */
export const MAX_BATCH_MS = 150;
/** Characters of a batch: a lock view that is written behind it has little to wait for. A larger box goes alone. */
export const BATCH_CHARACTERS = 16_384;
/** Of an entry beside its box, at most. */
const ENTRY_CHARACTERS = 100;

export interface ShowBatchOptions {
  readonly nowMs: () => number;
  readonly later: (delayMs: number, callback: () => void) => () => void;
  readonly send: (entries: readonly ShownEntry[]) => void;
}

/**
 * Gathers what members show, and sends it together: at once after a quiet while, else when BATCH_MS are over, more where
 * the relay is busy, or it is full. The relay cannot see which box replaces which, so all are kept in their order, but of one member the newest.
 */
export class ShowBatch {
  readonly #options: ShowBatchOptions;
  #entries: ShownEntry[] = [];
  #characters = 0;
  #waitMs = BATCH_MS;
  /** Of the time in which nothing more is sent; null: it is over. */
  #cancel: (() => void) | null = null;

  constructor(options: ShowBatchOptions) {
    this.#options = options;
  }

  add(entry: ShownEntry): void {
    const characters = charactersOf(entry);
    this.#dropOldestOf(entry.from);
    if (this.#entries.length === MAX_SHOWN || this.#characters + characters > BATCH_CHARACTERS) this.flush();
    this.#entries.push(entry);
    this.#characters += characters;
    if (this.#cancel === null) this.flush();
  }

  /** Sends what there is, without waiting. */
  flush(): void {
    if (this.#entries.length === 0) return;
    const entries = this.#entries;
    this.#entries = [];
    this.#characters = 0;
    this.#cancel?.();
    const { nowMs, later, send } = this.#options;
    const dueMs = nowMs() + this.#waitMs;
    this.#cancel = later(this.#waitMs, () => {
      this.#cancel = null;
      this.#waitMs = Math.min(MAX_BATCH_MS, BATCH_MS + LATE_FACTOR * Math.max(0, nowMs() - dueMs));
      this.flush();
    });
    send(entries);
  }

  /** What waits is not sent any more. */
  stop(): void {
    this.#cancel?.();
    this.#entries = [];
  }

  #dropOldestOf(from: MemberId): void {
    let count = 0;
    for (const entry of this.#entries) if (entry.from === from) count += 1;
    if (count < MAX_SHOWN_OF_ONE) return;
    const oldest = this.#entries.findIndex((entry) => entry.from === from);
    for (const entry of this.#entries.splice(oldest, 1)) this.#characters -= charactersOf(entry);
  }
}

function charactersOf({ box }: ShownEntry): number {
  return ENTRY_CHARACTERS + box.length;
}
