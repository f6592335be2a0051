/** An override is begun by holding for this long (design.md, The gate, 8). */
export const HOLD_MS = 1_500;
/**
 * At most so much of the time between two looks counts. While the page stands still, a release waits unheard behind
 * the timers: time that nobody watched is no proof of holding.
 */
export const MAX_STEP_MS = 100;

export type HoldPhase = 'idle' | 'holding' | 'done';

/**
 * A press that must last. Whoever began it, a pointer or a key, must end it too; anything else that ends it is a
 * letting go.
 */
export class Hold {
  #by: string | null = null;
  #lastMs = 0;
  #heldMs = 0;

  get phase(): HoldPhase {
    if (this.#by === null) return 'idle';
    return this.#heldMs >= HOLD_MS ? 'done' : 'holding';
  }

  /** How much of it is done, 0 to 1. */
  get ratio(): number {
    return this.#by === null ? 0 : Math.min(1, this.#heldMs / HOLD_MS);
  }

  /** @param by which pointer or key. A second one beside the first changes nothing. */
  begin(by: string, nowMs: number): void {
    if (this.#by !== null) return;
    this.#by = by;
    this.#lastMs = nowMs;
    this.#heldMs = 0;
  }

  look(nowMs: number): HoldPhase {
    if (this.#by === null) return 'idle';
    this.#heldMs += Math.min(MAX_STEP_MS, Math.max(0, nowMs - this.#lastMs));
    this.#lastMs = nowMs;
    return this.phase;
  }

  /** Lets go: of one pointer or key, or of whatever holds. Whether that was what held. */
  end(by?: string): boolean {
    if (this.#by === null || (by !== undefined && by !== this.#by)) return false;
    this.#by = null;
    return true;
  }
}
