/**
 * A complete picture stays at full quality for so long, or until somebody presses something: what moves would fill the
 * link otherwise, and what does not stays as it is anyway.
 */
const KEPT_MS = 10_000;
/** A press that follows so soon belongs to the asking, as the keys of a shortcut do. */
const ASKING_MS = 1000;
/** A refresh that has not come after so long will not. */
const PATIENCE_MS = 30_000;

/** off -> asked (the level goes to the server) -> coming (the refresh was asked for) -> complete -> off. */
export type FullPhase = 'off' | 'asked' | 'coming' | 'complete';

/** "Full quality now": the highest level that is allowed, one refresh of the screen, and word of when it is all there. */
export class FullQuality {
  #phase: FullPhase = 'off';
  #sinceMs = 0;

  get phase(): FullPhase {
    return this.#phase;
  }

  ask(nowMs: number): void {
    this.#phase = 'asked';
    this.#sinceMs = nowMs;
  }

  end(): void {
    this.#phase = 'off';
  }

  /** The user acts: from here on a quick picture is worth more than a fine one. */
  acted(nowMs: number): void {
    if (this.#phase !== 'asked' || nowMs - this.#sinceMs >= ASKING_MS) this.end();
  }

  /**
   * Every tick. True: the refresh has to go out now.
   * @param isReady updates come at the full level, and a request could be sent
   * @param share of the screen that has come since the refresh was asked for
   */
  tick(isReady: boolean, share: number, nowMs: number): boolean {
    if (this.#phase === 'off') return false;
    const forMs = nowMs - this.#sinceMs;
    if (this.#phase === 'complete') {
      if (forMs >= KEPT_MS) this.end();
    } else if (this.#phase === 'coming' && share >= 1) {
      this.#enter('complete', nowMs);
    } else if (forMs >= PATIENCE_MS) {
      this.end();
    } else if (this.#phase === 'asked' && isReady) {
      this.#enter('coming', nowMs);
      return true;
    }
    return false;
  }

  #enter(phase: FullPhase, nowMs: number): void {
    this.#phase = phase;
    this.#sinceMs = nowMs;
  }
}
