import type { Pose } from '../instrument/pose.ts';
import type { Percept } from './user-input.ts';

/** What can be seen now, and since when. */
export class Eyes {
  #nowMs = 0;
  #pose: Pose | null = null;
  #isWarned = false;
  #changedAtMs = 0;

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Whether there is a picture at all. */
  get isOpen(): boolean {
    return this.#pose !== null;
  }

  get pose(): Pose {
    if (this.#pose === null) throw new Error('[user] nothing is seen yet');
    return this.#pose;
  }

  get isWarned(): boolean {
    return this.#isWarned;
  }

  /** When the picture changed last: even at rest its noise does, with every drawing. */
  get changedAtMs(): number {
    return this.#changedAtMs;
  }

  look({ pose, isWarned }: Percept, nowMs: number): void {
    if (nowMs < this.#nowMs) throw new Error('[user] time went back');
    this.#nowMs = nowMs;
    this.#isWarned = isWarned;
    if (pose === null) return;
    if (pose.drawing !== this.#pose?.drawing) this.#changedAtMs = nowMs;
    this.#pose = pose;
  }
}
