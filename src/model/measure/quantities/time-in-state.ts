import type { SessionState } from '../../session/session-state.ts';
import type { Bin } from '../bin.ts';

/** How long the session was in each of the paper's five states (Fig. 4), and how long nobody could see it. */
export class TimeInState {
  readonly #ms: Record<SessionState, number> = {
    idle: 0,
    stable: 0,
    unstable: 0,
    breakdown: 0,
    recovery: 0,
  };
  #unseenMs = 0;

  add(bin: Bin): void {
    this.#ms[bin.state] += bin.lengthMs;
    if (bin.noData) this.#unseenMs += bin.lengthMs;
  }

  /** Milliseconds by state. */
  get reading(): Readonly<Record<SessionState, number>> {
    return { ...this.#ms };
  }

  /** Milliseconds of which nothing is known; they are in a state's time too. */
  get unseenMs(): number {
    return this.#unseenMs;
  }
}
