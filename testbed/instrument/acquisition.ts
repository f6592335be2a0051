/** One slow scan of the whole picture. */
export const ACQUIRE_MS = 1500;

/** Takes pictures: counts them, and knows how far the present one is. */
export class Acquisition {
  #taken = 0;
  #running: { readonly sinceMs: number; readonly inputNumber: number } | null = null;

  /** Pictures taken. */
  get taken(): number {
    return this.#taken;
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** Part of the present picture that is scanned, 0 to 1; null: none is being taken. */
  progress(nowMs: number): number | null {
    if (this.#running === null) return null;
    return Math.min(1, Math.max(0, (nowMs - this.#running.sinceMs) / ACQUIRE_MS));
  }

  /** Begins a picture; false when one is being taken. */
  start(inputNumber: number, nowMs: number): boolean {
    if (this.#running !== null) return false;
    this.#running = { sinceMs: nowMs, inputNumber };
    return true;
  }

  /** Gives up the present picture. */
  abort(): void {
    this.#running = null;
  }

  /** Lets time pass; returns the input that asked for the picture when it is complete. */
  advance(nowMs: number): number | null {
    if (this.#running === null || nowMs - this.#running.sinceMs < ACQUIRE_MS) return null;
    const { inputNumber } = this.#running;
    this.#running = null;
    this.#taken += 1;
    return inputNumber;
  }
}
