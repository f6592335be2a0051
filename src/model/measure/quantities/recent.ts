/** The newest values, at most so many: the oldest makes room. */
export class Recent<T> {
  readonly #limit: number;
  #values: T[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(value: T): void {
    if (this.#values.length >= this.#limit) this.#values.shift();
    this.#values.push(value);
  }

  /** Drops from the oldest on what `isOver`; the list is in order of time, so it stops at the first that stays. */
  expire(isOver: (value: T) => boolean): void {
    let count = 0;
    for (const value of this.#values) {
      if (!isOver(value)) break;
      count += 1;
    }
    if (count > 0) this.#values.splice(0, count);
  }

  get values(): readonly T[] {
    return this.#values;
  }
}
