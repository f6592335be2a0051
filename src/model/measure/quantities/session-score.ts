/** Seconds of use before a session has a score. */
const MIN_SECONDS = 60;
/** Newer seconds count more: people judge by what they remember. A second ten minutes ago counts 1 / e. */
const KEEP = Math.exp(-1 / 600);
const MEAN_SHARE = 0.7;
const TENTH = 0.1;
/** Classes of the scale from 1 to 5, each 0.02 wide. */
const CLASSES = 201;

/**
 * The session's q_mos so far: 0.7 times the mean of its seconds plus 0.3 times their tenth percentile, because bad
 * moments are remembered. Weights in classes, so a session of any length takes the same memory.
 */
export class SessionScore {
  readonly #weights = new Float64Array(CLASSES);
  #weight = 0;
  #mean = 0;
  #seconds = 0;

  /** A second in which the session was used, 1 to 5. */
  add(opinion: number): void {
    for (let index = 0; index < CLASSES; index++) this.#weights[index] = (this.#weights[index] ?? 0) * KEEP;
    const index = Math.min(CLASSES - 1, Math.max(0, Math.round((opinion - 1) * 50)));
    this.#weights[index] = (this.#weights[index] ?? 0) + 1;
    this.#weight = this.#weight * KEEP + 1;
    this.#mean += (opinion - this.#mean) / this.#weight;
    this.#seconds += 1;
  }

  /** null before a minute of use. */
  get reading(): number | null {
    if (this.#seconds < MIN_SECONDS) return null;
    return MEAN_SHARE * this.#mean + (1 - MEAN_SHARE) * this.#tenth;
  }

  get #tenth(): number {
    let below = 0;
    for (let index = 0; index < CLASSES; index++) {
      below += this.#weights[index] ?? 0;
      if (below >= TENTH * this.#weight) return 1 + index / 50;
    }
    return 5;
  }
}
