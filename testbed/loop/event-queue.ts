interface Entry {
  readonly atMs: number;
  /** Entries of the same time happen in the order in which they were made. */
  readonly order: number;
  readonly action: () => void;
}

/** More at once is a mistake in the simulation: something asks for events faster than they happen. */
const MAX_ENTRIES = 1_000_000;

/**
 * Virtual time: what is to happen, in the order of its time. No real clock is read, so a run depends on nothing but
 * what is put in.
 *
 * @example
 * const queue = new EventQueue();
 * queue.at(20, () => console.log(queue.nowMs)); // 20
 * queue.run(100);
 */
export class EventQueue {
  /** A binary heap: the next entry first. */
  readonly #heap: Entry[] = [];
  #nowMs = 0;
  #made = 0;

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Entries that wait. */
  get size(): number {
    return this.#heap.length;
  }

  /** Lets something happen at a time, now at the earliest. Returns the way to call it off. */
  at(atMs: number, action: () => void): () => void {
    if (this.#heap.length >= MAX_ENTRIES) throw new Error('[loop] too many events');
    let isOff = false;
    const entry: Entry = {
      atMs: Math.max(atMs, this.#nowMs),
      order: this.#made++,
      action: () => {
        if (!isOff) action();
      },
    };
    this.#heap.push(entry);
    this.#rise(this.#heap.length - 1);
    return () => {
      isOff = true;
    };
  }

  after(ms: number, action: () => void): () => void {
    return this.at(this.#nowMs + ms, action);
  }

  /** Lets everything happen up to and including this time; the clock stands there afterwards. */
  run(untilMs: number): void {
    for (let next = this.#heap[0]; next !== undefined && next.atMs <= untilMs; next = this.#heap[0]) {
      this.#takeFirst();
      this.#nowMs = next.atMs;
      next.action();
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs);
  }

  #takeFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink();
  }

  #rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfBefore(at, parent)) return;
      at = parent;
    }
  }

  #sink(): void {
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const right = left + 1;
      const child = this.#isBefore(right, left) ? right : left;
      if (!this.#swapIfBefore(child, at)) return;
      at = child;
    }
  }

  #swapIfBefore(a: number, b: number): boolean {
    if (!this.#isBefore(a, b)) return false;
    const [first, second] = [this.#heap[a], this.#heap[b]];
    if (first === undefined || second === undefined) return false;
    this.#heap[a] = second;
    this.#heap[b] = first;
    return true;
  }

  #isBefore(a: number, b: number): boolean {
    const [first, second] = [this.#heap[a], this.#heap[b]];
    if (first === undefined || second === undefined) return false;
    return first.atMs < second.atMs || (first.atMs === second.atMs && first.order < second.order);
  }
}
