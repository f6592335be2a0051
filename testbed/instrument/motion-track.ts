import type { TruthEntry } from './truth-log.ts';

/** Less is the rounding of numbers. */
const LEAST_UM = 1e-6;

interface Motion {
  readonly inputNumber: number;
  travelUm: number;
  overshootUm: number;
}

/** Follows one drive's motions and writes them down, each with the input that caused it. */
export class MotionTrack {
  readonly #axis: 'xy' | 'z';
  readonly #write: (entry: TruthEntry) => void;
  #motion: Motion | null = null;
  #releasedNumber = 0;

  constructor(axis: 'xy' | 'z', write: (entry: TruthEntry) => void) {
    this.#axis = axis;
    this.#write = write;
  }

  /** What this input had pressed was let go of: what it still moves is overshoot. */
  released(inputNumber: number): void {
    this.#releasedNumber = inputNumber;
  }

  /** One step of the physics: how far the drive went by order of which input, and whether it stands still now. */
  step(inputNumber: number, movedUm: number, rests: boolean, atMs: number): void {
    if (movedUm > LEAST_UM && this.#motion?.inputNumber !== inputNumber) {
      this.#end(atMs);
      this.#motion = { inputNumber, travelUm: 0, overshootUm: 0 };
      this.#write({ type: 'motion', atMs, axis: this.#axis, inputNumber });
    }
    if (this.#motion === null) return;
    this.#motion.travelUm += movedUm;
    if (this.#releasedNumber === this.#motion.inputNumber) this.#motion.overshootUm += movedUm;
    if (rests) this.#end(atMs);
  }

  #end(atMs: number): void {
    if (this.#motion === null) return;
    const { travelUm, overshootUm } = this.#motion;
    this.#write({ type: 'rest', atMs, axis: this.#axis, travelUm, overshootUm });
    this.#motion = null;
  }
}
