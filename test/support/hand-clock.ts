/** Clocks and timers that a test moves. */
export class HandClock {
  #monotonicMs = 1000;
  #wallMs = Date.UTC(2026, 0, 5, 9);
  #timers: { atMs: number; callback: () => void }[] = [];

  readonly monotonicMs = () => this.#monotonicMs;
  readonly wallMs = () => this.#wallMs;

  readonly later = (delayMs: number, callback: () => void): (() => void) => {
    const timer = { atMs: this.#monotonicMs + delayMs, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  };

  every(periodMs: number, callback: () => void): void {
    this.later(periodMs, () => {
      this.every(periodMs, callback);
      callback();
    });
  }

  get timerCount(): number {
    return this.#timers.length;
  }

  pass(ms: number): void {
    const untilMs = this.#monotonicMs + ms;
    for (;;) {
      const [next] = this.#timers.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs);
      if (next === undefined) break;
      this.#timers = this.#timers.filter((each) => each !== next);
      this.#move(Math.max(0, next.atMs - this.#monotonicMs));
      next.callback();
    }
    this.#move(untilMs - this.#monotonicMs);
  }

  #move(ms: number): void {
    this.#monotonicMs += ms;
    this.#wallMs += ms;
  }
}
