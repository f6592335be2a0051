import { STEP_MS } from './axis.ts';
import { MotionTrack } from './motion-track.ts';
import { OrderLine } from './order-line.ts';
import { atRest, type StageCommand, type StageState, stageAtRest, stepStage } from './stage.ts';
import type { TruthEntry } from './truth-log.ts';

/** The stage with its controller: takes orders, moves, and writes down what it did. */
export class StageDrive {
  readonly #orders = new OrderLine<StageCommand>({ type: 'halt' });
  readonly #track: MotionTrack;
  #state: StageState = stageAtRest;

  constructor(write: (entry: TruthEntry) => void) {
    this.#track = new MotionTrack('xy', write);
  }

  get xUm(): number {
    return this.#state.x.positionUm;
  }

  get yUm(): number {
    return this.#state.y.positionUm;
  }

  get speedUmPerS(): number {
    return Math.hypot(this.#state.x.speedUmPerS, this.#state.y.speedUmPerS);
  }

  get isMoving(): boolean {
    return !atRest(this.#state);
  }

  /** The latest order, which may not be in force yet. */
  get command(): StageCommand {
    return this.#orders.given.command;
  }

  /** Nothing moves, and nothing is about to. */
  get isIdle(): boolean {
    return this.#orders.isEmpty && !this.isMoving && this.command.type !== 'jog' && this.#isThere();
  }

  order(command: StageCommand, inputNumber: number, nowMs: number): void {
    this.#orders.give(command, inputNumber, nowMs);
  }

  /** The motion that is halted stays the motion of the input that began it. */
  halt(nowMs: number): void {
    this.#orders.give({ type: 'halt' }, this.#orders.given.inputNumber, nowMs);
  }

  /** A held control was let go of: the drive halts, and what it still goes is overshoot. */
  release(inputNumber: number, nowMs: number): void {
    const { command, inputNumber: givenBy } = this.#orders.given;
    // A stage on its way to a place is not held by anything.
    if (givenBy !== inputNumber || command.type === 'goTo') return;
    this.#track.released(inputNumber);
    if (command.type === 'jog') this.halt(nowMs);
  }

  /** One step of the physics, which ends at `atMs`. */
  step(atMs: number): void {
    this.#orders.advance(atMs - STEP_MS);
    const { command, inputNumber } = this.#orders.inForce;
    const before = this.#state;
    this.#state = stepStage(before, command);
    const { x, y } = this.#state;
    const movedUm = Math.hypot(x.positionUm - before.x.positionUm, y.positionUm - before.y.positionUm);
    this.#track.step(inputNumber, movedUm, atRest(this.#state), atMs);
  }

  #isThere(): boolean {
    return stepStage(this.#state, this.command) === this.#state;
  }
}
