import type { ControlName } from './layout.ts';
import type { Microscope } from './microscope.ts';

/** A held focus, beam or magnification button acts again after this time, then at this period. */
const REPEAT_AFTER_MS = 450;
const REPEAT_EVERY_MS = 130;

/** The control that is held down. */
export interface HeldControl {
  readonly name: ControlName;
  readonly inputNumber: number;
  readonly sinceMs: number;
  readonly repeats: number;
}

/** What the controls do, whether a mouse or a key works them. */
export class Controls {
  readonly #microscope: Microscope;

  constructor(microscope: Microscope) {
    this.#microscope = microscope;
  }

  /** A control is pressed. Jog and z buttons move until `release`. */
  press(name: ControlName, inputNumber: number): void {
    if (!this.#act(name, inputNumber)) return;
    this.#microscope.log.write({ type: 'action', atMs: this.#microscope.nowMs, name, inputNumber });
  }

  /** A held control repeats; returns it with its repeats counted. */
  repeat(held: HeldControl, nowMs: number): HeldControl {
    if (!repeats(held.name)) return held;
    const heldMs = nowMs - held.sinceMs;
    const due = heldMs < REPEAT_AFTER_MS ? 0 : 1 + Math.floor((heldMs - REPEAT_AFTER_MS) / REPEAT_EVERY_MS);
    if (due <= held.repeats) return held;
    this.#act(held.name, held.inputNumber);
    return { ...held, repeats: held.repeats + 1 };
  }

  /** Whether it did something. */
  #act(name: ControlName, inputNumber: number): boolean {
    const microscope = this.#microscope;
    switch (name) {
      case 'jogUp':
        microscope.jog(0, -1, inputNumber);
        return true;
      case 'jogDown':
        microscope.jog(0, 1, inputNumber);
        return true;
      case 'jogLeft':
        microscope.jog(-1, 0, inputNumber);
        return true;
      case 'jogRight':
        microscope.jog(1, 0, inputNumber);
        return true;
      case 'home':
        microscope.goTo(0, 0, inputNumber);
        return true;
      case 'zUp':
        microscope.jogZ('up', inputNumber);
        return true;
      case 'zDown':
        microscope.jogZ('down', inputNumber);
        return true;
      case 'focusUp':
        microscope.lens.focusBy(1);
        return true;
      case 'focusDown':
        microscope.lens.focusBy(-1);
        return true;
      case 'beamUp':
        microscope.lens.beamBy(1);
        return true;
      case 'beamDown':
        microscope.lens.beamBy(-1);
        return true;
      case 'magUp':
        microscope.lens.magnifyBy(1);
        return true;
      case 'magDown':
        microscope.lens.magnifyBy(-1);
        return true;
      case 'viewToggle':
        microscope.toggleView();
        return true;
      case 'acquire':
        return microscope.acquire(inputNumber);
    }
  }
}

function repeats(name: ControlName): boolean {
  return name.startsWith('focus') || name.startsWith('beam') || name.startsWith('mag');
}
