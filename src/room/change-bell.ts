export interface ChangeBellOptions {
  readonly quietMs: number;
  readonly nowMs: () => number;
  readonly later: (delayMs: number, callback: () => void) => () => void;
  readonly onRing: () => void;
}

/** Tells that something is new, at most once in `quietMs`; what comes meanwhile is told at its end. */
export class ChangeBell {
  readonly #options: ChangeBellOptions;
  #cancel: (() => void) | null = null;
  #rangAtMs = Number.NEGATIVE_INFINITY;
  #isStopped = false;

  constructor(options: ChangeBellOptions) {
    this.#options = options;
  }

  ring(): void {
    if (this.#cancel !== null || this.#isStopped) return;
    const { quietMs, nowMs, later, onRing } = this.#options;
    this.#cancel = later(Math.max(0, this.#rangAtMs + quietMs - nowMs()), () => {
      this.#cancel = null;
      this.#rangAtMs = nowMs();
      onRing();
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
  }
}
