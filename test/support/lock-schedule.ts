/** Things that happen at times, in order; those of one time in the order they were planned. */
export class LockSchedule {
  nowMs = 0;
  readonly #plan: { readonly atMs: number; readonly act: () => void }[] = [];

  in(delayMs: number, act: () => void): void {
    const atMs = this.nowMs + Math.max(0, delayMs);
    let index = this.#plan.length;
    // The newest come last: few are passed on the way.
    while (index > 0 && (this.#plan[index - 1]?.atMs ?? 0) < atMs) index -= 1;
    // The list is kept backwards, so that the next one is taken off its end.
    while (index > 0 && (this.#plan[index - 1]?.atMs ?? 0) <= atMs) index -= 1;
    this.#plan.splice(index, 0, { atMs, act });
  }

  /** Until `untilMs`, or until `isOver`. */
  run(untilMs: number, isOver: () => boolean): void {
    for (;;) {
      const next = this.#plan.at(-1);
      if (next === undefined || next.atMs > untilMs || isOver()) break;
      this.#plan.pop();
      this.nowMs = next.atMs;
      next.act();
    }
    if (!isOver()) this.nowMs = Math.max(this.nowMs, untilMs);
  }
}
