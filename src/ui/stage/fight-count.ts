/** So many times within FIGHT_WINDOW_MS the page must have hidden the overlay before that is called a fight. */
const FIGHT_LIMIT = 3;
const FIGHT_WINDOW_MS = 10_000;
/** In a fight the overlay is put back this seldom: both sides take turns of the same main thread. */
const FIGHT_PAUSE_MS = 1_000;

/** Counts how often the overlay had to be put back, and says when to do it. */
export class FightCount {
  /** At most FIGHT_LIMIT newest times; older ones do not matter. */
  #times: number[] = [];

  /** Whether to put the overlay back now; counts it. */
  mayPutBack(nowMs: number): boolean {
    const last = this.#times.at(-1);
    if (last !== undefined && this.isFight(nowMs) && nowMs - last < FIGHT_PAUSE_MS) return false;
    this.#times = [...this.#times, nowMs].slice(-FIGHT_LIMIT);
    return true;
  }

  /** The page keeps hiding the overlay. Ends FIGHT_WINDOW_MS after the last time but two. */
  isFight(nowMs: number): boolean {
    const [first] = this.#times;
    return this.#times.length === FIGHT_LIMIT && first !== undefined && nowMs - first < FIGHT_WINDOW_MS;
  }
}
