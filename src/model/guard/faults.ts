/** Two faults within this time latch: the gate is not to be trusted again on this page. */
export const FAULT_LATCH_MS = 60_000;
/** After one fault presses stay blocked for so long, and until a fresh round trip. */
export const FAULT_BLOCK_MS = 5000;

/** Faults of the gate or the driver: visible, and never answered by letting presses through. */
export class Faults {
  #lastMs: number | null = null;
  #isLatched = false;

  note(nowMs: number): void {
    if (this.#lastMs !== null && nowMs - this.#lastMs <= FAULT_LATCH_MS) this.#isLatched = true;
    this.#lastMs = nowMs;
  }

  /** Presses stay blocked until the page is loaded anew. */
  get isLatched(): boolean {
    return this.#isLatched;
  }

  isBlocking(nowMs: number): boolean {
    // A clock that went backwards since the fault is no reason to trust the gate again.
    return this.#isLatched || (this.#lastMs !== null && !(nowMs - this.#lastMs >= FAULT_BLOCK_MS));
  }
}
