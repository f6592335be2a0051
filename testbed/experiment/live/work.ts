import type { ScriptedUser, UserOutcome } from '../../users/user-input.ts';
import type { BrowserHand } from './browser-hand.ts';
import type { RearmOffer, View } from './percept-view.ts';

/** The offer takes no press before 600 ms; then somebody has to see it and get there. */
const REARM_AFTER_MS = 1200;
/** Timers of Node fire late, not early; an endless wait is asked again after this. */
const LONGEST_WAIT_MS = 1000;

/** Lets a user work until the outcome is known. */
export async function letWork(parts: {
  readonly user: ScriptedUser;
  readonly hand: Pick<BrowserHand, 'do' | 'rearm' | 'isDown'>;
  readonly view: { readonly now: View };
  /** Time since the begin of the run. */
  readonly clockMs: () => number;
  /** The listener is called when there is something else to see. */
  readonly onSight: (listener: () => void) => void;
}): Promise<UserOutcome> {
  const { user, hand, view, clockMs } = parts;
  const rearmer = new Rearmer();
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const step = (): void => {
      clearTimeout(timer);
      try {
        const { pose, isWarned, rearm } = view.now;
        const { inputs, wakeAtMs, outcome } = user.step({ pose, isWarned }, clockMs());
        hand.do(inputs);
        if (outcome !== 'working') {
          parts.onSight(() => {});
          resolve(outcome);
          return;
        }
        const offered = rearmer.due(rearm, hand.isDown, clockMs());
        if (offered !== null) hand.rearm(offered);
        timer = setTimeout(step, Math.max(0, Math.min(wakeAtMs - clockMs(), LONGEST_WAIT_MS)));
      } catch (error) {
        parts.onSight(() => {});
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    parts.onSight(step);
    step();
  });
}

/** Takes up RICE's offer to arm hazardous functions again, as any user has to before the work can go on. */
class Rearmer {
  #offeredMs: number | null = null;

  /** Where to click now; null: nowhere. */
  due(offer: RearmOffer | null, isHolding: boolean, nowMs: number): RearmOffer | null {
    if (offer === null) {
      this.#offeredMs = null;
      return null;
    }
    this.#offeredMs ??= nowMs;
    if (isHolding || nowMs - this.#offeredMs < REARM_AFTER_MS) return null;
    // Not again before it has had time to go away.
    this.#offeredMs = nowMs;
    return offer;
  }
}
