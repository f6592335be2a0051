import type { Controls } from './controls.ts';
import { keySteering, steeringKeys } from './keys.ts';
import type { ControlName } from './layout.ts';
import type { Microscope } from './microscope.ts';

/** The keys: arrows jog while held, Escape halts, others work a control once. */
export class Keyboard {
  readonly #microscope: Microscope;
  readonly #controls: Controls;
  readonly #held = new Set<number>();
  /** The input that began the jog of the arrow keys. */
  #jogNumber = 0;

  constructor(microscope: Microscope, controls: Controls) {
    this.#microscope = microscope;
    this.#controls = controls;
  }

  /** The control that a held arrow key stands for. */
  get held(): ControlName | null {
    return keySteering(this.#held).control;
  }

  input(down: boolean, keysym: number, inputNumber: number): void {
    const wasSteering = this.held !== null;
    // A client repeats a held key's press: the motion stays that of the first.
    const isNew = down && !this.#held.has(keysym);
    if (down) this.#held.add(keysym);
    else this.#held.delete(keysym);
    if (down) this.#once(keysym, inputNumber);
    const { x, y, control } = keySteering(this.#held);
    if (!steeringKeys.arrows.has(keysym)) return;
    if (control !== null) {
      if (down && !isNew) return;
      if (down) {
        this.#jogNumber = inputNumber;
        this.#log(control, inputNumber);
      }
      this.#microscope.jog(x, y, this.#jogNumber);
    } else if (wasSteering) this.#microscope.release(this.#jogNumber);
  }

  /** Lets go of everything. */
  letGo(): void {
    if (this.held !== null) this.#microscope.release(this.#jogNumber);
    this.#held.clear();
  }

  #once(keysym: number, inputNumber: number): void {
    if (keysym === steeringKeys.escape) {
      this.#microscope.halt();
      this.#log('halt', inputNumber);
    }
    const name = steeringKeys.actions.get(keysym);
    if (name !== undefined) this.#controls.press(name, inputNumber);
  }

  #log(name: string, inputNumber: number): void {
    this.#microscope.log.write({ type: 'action', atMs: this.#microscope.nowMs, name, inputNumber });
  }
}
