import type { Snapshot } from '../../../src/model/snapshot.ts';
import { safetyOffer } from '../../../src/ui/safety/offer.ts';

/** The offer takes no press before 600 ms; then somebody has to see it and get there. As in the live realm. */
const REARM_AFTER_MS = 1200;

/** Takes up RICE's offer to arm hazardous functions again, as any user has to before the work can go on. */
export class Rearmer {
  #offeredMs: number | null = null;

  /** Whether it is taken up now. */
  isDue(snapshot: Snapshot, nowMs: number): boolean {
    if (!safetyOffer(snapshot, false).rearm) {
      this.#offeredMs = null;
      return false;
    }
    this.#offeredMs ??= nowMs;
    if (nowMs - this.#offeredMs < REARM_AFTER_MS) return false;
    // Not again before it has had time to go away.
    this.#offeredMs = nowMs;
    return true;
  }
}
