import { Acquisition } from './acquisition.ts';
import { STEP_MS } from './axis.ts';
import type { InstrumentSetup } from './instrument-setup.ts';
import { Lens } from './lens.ts';
import type { ScreenView } from './pose.ts';
import { StageDrive } from './stage-drive.ts';
import { type TruthEntry, TruthLog } from './truth-log.ts';
import { ZDrive } from './z-drive.ts';

/** A held jog button moves the picture this part of its width per second. */
const JOG_WIDTHS_PER_S = 0.32;

/** The machine behind the controls: drives, column, camera. What is done to it carries the number of the input. */
export class Microscope {
  readonly log = new TruthLog();
  readonly stage: StageDrive;
  readonly z: ZDrive;
  readonly lens: Lens;
  readonly acquisition = new Acquisition();
  #view: ScreenView = 'quad';
  #nowMs: number;
  /** The end of the last step of the physics. */
  #steppedMs: number;

  constructor(nowMs: number, setup: InstrumentSetup) {
    const write = (entry: TruthEntry) => this.log.write(entry);
    this.stage = new StageDrive(write);
    this.z = new ZDrive(setup.poleUm, write);
    this.lens = new Lens(setup);
    this.#nowMs = nowMs;
    this.#steppedMs = nowMs;
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  get view(): ScreenView {
    return this.#view;
  }

  get isMoving(): boolean {
    return this.stage.isMoving || this.z.isMoving;
  }

  /** Lets time pass. `eachStep` hears of every step's end, before the step. */
  advance(nowMs: number, eachStep: (atMs: number) => void): void {
    while (this.#steppedMs + STEP_MS <= nowMs) {
      this.#steppedMs += STEP_MS;
      this.#nowMs = this.#steppedMs;
      eachStep(this.#steppedMs);
      this.stage.step(this.#steppedMs);
      this.z.step(this.#steppedMs);
      const inputNumber = this.acquisition.advance(this.#steppedMs);
      if (inputNumber !== null) this.log.write({ type: 'acquired', atMs: this.#steppedMs, inputNumber });
    }
    this.#nowMs = Math.max(this.#nowMs, nowMs);
  }

  /** Passes over a time in which nothing can happen. */
  skip(nowMs: number): void {
    const steps = Math.floor((nowMs - this.#steppedMs) / STEP_MS);
    if (steps > 0) this.#steppedMs += steps * STEP_MS;
    this.#nowMs = Math.max(this.#nowMs, nowMs);
  }

  /** Nothing moves by itself. */
  get isIdle(): boolean {
    return this.stage.isIdle && this.z.isIdle && !this.acquisition.isRunning;
  }

  /** Jogs until told otherwise; each way -1, 0 or 1. */
  jog(xWay: number, yWay: number, inputNumber: number): void {
    const speed = this.lens.widthUm * JOG_WIDTHS_PER_S;
    this.stage.order({ type: 'jog', xUmPerS: xWay * speed, yUmPerS: yWay * speed }, inputNumber, this.#nowMs);
  }

  goTo(xUm: number, yUm: number, inputNumber: number): void {
    this.stage.order({ type: 'goTo', xUm, yUm }, inputNumber, this.#nowMs);
  }

  jogZ(towards: 'up' | 'down', inputNumber: number): void {
    this.z.order({ type: 'jog', towards }, inputNumber, this.#nowMs);
  }

  halt(): void {
    this.stage.halt(this.#nowMs);
    this.z.halt(this.#nowMs);
  }

  /** What this input had pressed was let go of. */
  release(inputNumber: number): void {
    this.stage.release(inputNumber, this.#nowMs);
    this.z.release(inputNumber, this.#nowMs);
  }

  /** Leaving the single view gives up a picture that is being taken. */
  toggleView(): void {
    this.#view = this.#view === 'quad' ? 'single' : 'quad';
    this.acquisition.abort();
  }

  /** False where it does nothing: in the quad view, or while a picture is being taken. */
  acquire(inputNumber: number): boolean {
    return this.#view === 'single' && this.acquisition.start(inputNumber, this.#nowMs);
  }
}
