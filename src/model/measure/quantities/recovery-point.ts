import type { Bin } from '../bin.ts';
import type { PhasePoint } from './model-reading.ts';
import { IDLE_AFTER_MS, type Presence } from './presence.ts';

/**
 * (s0', d0') of Fig. 5: demand and supply at the user's last action in Unstable or Breakdown, once the session is in
 * Recovery and the user has let go for 2 s. Where only the gate held the input back, the user has not given up.
 */
export class RecoveryPoint {
  #atLastAction: PhasePoint | null = null;
  #reading: PhasePoint | null = null;

  add(bin: Bin, presence: Presence, point: PhasePoint): void {
    switch (bin.state) {
      case 'unstable':
      case 'breakdown':
        if (presence.sinceActionMs === 0) this.#atLastAction = point;
        return;
      case 'recovery':
        if (this.#atLastAction === null || presence.sinceActionMs < IDLE_AFTER_MS) return;
        this.#reading = this.#atLastAction;
        this.#atLastAction = null;
        return;
      case 'idle':
      case 'stable':
        this.#atLastAction = null;
    }
  }

  /** null: nobody has given up yet. */
  get reading(): PhasePoint | null {
    return this.#reading;
  }
}
