import { type AxisState, STEP_MS } from './axis.ts';
import { MotionTrack } from './motion-track.ts';
import { OrderLine } from './order-line.ts';
import type { TruthEntry } from './truth-log.ts';
import { stepZ, type ZCommand, zAtRest } from './z-axis.ts';

/** The height of the sample with its controller. Remembers whether the sample ever touched the pole piece. */
export class ZDrive {
  readonly #orders = new OrderLine<ZCommand>({ type: 'halt' });
  readonly #poleUm: number;
  readonly #write: (entry: TruthEntry) => void;
  readonly #track: MotionTrack;
  #state: AxisState = zAtRest;
  #hasContact = false;

  constructor(poleUm: number, write: (entry: TruthEntry) => void) {
    this.#poleUm = poleUm;
    this.#write = write;
    this.#track = new MotionTrack('z', write);
  }

  get zUm(): number {
    return this.#state.positionUm;
  }

  get speedUmPerS(): number {
    return this.#state.speedUmPerS;
  }

  get isMoving(): boolean {
    return this.#state.speedUmPerS !== 0;
  }

  get hasContact(): boolean {
    return this.#hasContact;
  }

  /** Nothing moves, and nothing is about to. */
  get isIdle(): boolean {
    return this.#orders.isEmpty && !this.isMoving && this.#orders.given.command.type === 'halt';
  }

  order(command: ZCommand, inputNumber: number, nowMs: number): void {
    this.#orders.give(command, inputNumber, nowMs);
  }

  /** The motion that is halted stays the motion of the input that began it. */
  halt(nowMs: number): void {
    this.#orders.give({ type: 'halt' }, this.#orders.given.inputNumber, nowMs);
  }

  /** A held control was let go of: the drive halts, and what it still goes is overshoot. */
  release(inputNumber: number, nowMs: number): void {
    const { command, inputNumber: givenBy } = this.#orders.given;
    if (givenBy !== inputNumber) return;
    this.#track.released(inputNumber);
    if (command.type === 'jog') this.halt(nowMs);
  }

  /** One step of the physics, which ends at `atMs`. A contact ends every order: it takes a new press to go on. */
  step(atMs: number): void {
    this.#orders.advance(atMs - STEP_MS);
    const { command, inputNumber } = this.#orders.inForce;
    const beforeUm = this.#state.positionUm;
    const { state, contactUmPerS } = stepZ(this.#state, command, this.#poleUm);
    this.#state = state;
    this.#track.step(inputNumber, Math.abs(state.positionUm - beforeUm), !this.isMoving, atMs);
    if (contactUmPerS === null) return;
    this.#hasContact = true;
    this.#orders.cut({ type: 'halt' });
    this.#write({ type: 'contact', atMs, inputNumber, speedUmPerS: contactUmPerS });
  }
}
