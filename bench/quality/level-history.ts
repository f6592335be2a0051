const BEST = -23;
const WORST = -32;

/** Which quality the server was asked for, and when. */
export class LevelHistory {
  readonly #changes: { readonly atMs: number; readonly level: number }[] = [];

  /** The server gets this list from now on. Its one quality entry counts. */
  encodings(list: readonly number[], atMs: number): void {
    const entry = list.find((encoding) => WORST <= encoding && encoding <= BEST);
    if (entry === undefined) return;
    const level = entry - WORST;
    if (this.#changes.at(-1)?.level !== level) this.#changes.push({ atMs, level });
  }

  /** The first is none: the page has to ask for something. */
  changes(fromMs: number, untilMs: number): readonly { readonly atMs: number; readonly level: number }[] {
    return this.#changes.slice(1).filter(({ atMs }) => fromMs <= atMs && atMs < untilMs);
  }

  /** Weighted by time. */
  mean(fromMs: number, untilMs: number): number {
    const stretches = this.#stretches(fromMs, untilMs);
    return stretches.reduce((sum, { level, forMs }) => sum + level * forMs, 0) / (untilMs - fromMs);
  }

  lowest(fromMs: number, untilMs: number): number {
    return Math.min(...this.#stretches(fromMs, untilMs).map(({ level }) => level));
  }

  /** From `fromMs` until the quality is `level` or better; null: it never is. */
  untilAtLeast(level: number, fromMs: number, untilMs: number): number | null {
    const found = this.#stretches(fromMs, untilMs).find((each) => each.level >= level);
    return found === undefined ? null : found.fromMs - fromMs;
  }

  #stretches(
    fromMs: number,
    untilMs: number,
  ): readonly { readonly level: number; readonly fromMs: number; readonly forMs: number }[] {
    return this.#changes
      .map(({ atMs, level }, index) => {
        const beganMs = Math.max(atMs, fromMs);
        const endedMs = Math.min(this.#changes[index + 1]?.atMs ?? untilMs, untilMs);
        return { level, fromMs: beganMs, forMs: endedMs - beganMs };
      })
      .filter(({ forMs }) => forMs > 0);
  }
}
