import { Controls } from './controls.ts';
import type { InputEntry, InputEvent, InputKind } from './input-log.ts';
import { DEMO_SETUP, type InstrumentSetup } from './instrument-setup.ts';
import { Keyboard } from './keyboard.ts';
import type { ControlName } from './layout.ts';
import { Microscope } from './microscope.ts';
import { Mouse } from './mouse.ts';
import type { Pose } from './pose.ts';
import type { TruthEntry } from './truth-log.ts';

/** The microscope at its desk: turns pointer and key input into motion. Draws nothing, and asks nobody for the time. */
export class Instrument {
  readonly setup: InstrumentSetup;
  readonly #microscope: Microscope;
  readonly #mouse: Mouse;
  readonly #keyboard: Keyboard;
  #inputs = 0;
  #drawings = 0;

  constructor(nowMs: number, setup: InstrumentSetup = DEMO_SETUP) {
    this.setup = setup;
    this.#microscope = new Microscope(nowMs, setup);
    const controls = new Controls(this.#microscope);
    this.#mouse = new Mouse(this.#microscope, controls);
    this.#keyboard = new Keyboard(this.#microscope, controls);
  }

  /** What really happened, oldest first. */
  get truth(): readonly TruthEntry[] {
    return this.#microscope.log.entries;
  }

  /** Where the stage was told to go, null when it is not on its way to a place. */
  get goal(): { readonly xUm: number; readonly yUm: number } | null {
    const { command } = this.#microscope.stage;
    return command.type === 'goTo' ? command : null;
  }

  /** Speed of the stage, all axes together. */
  get speedUmPerS(): number {
    return Math.hypot(this.#microscope.stage.speedUmPerS, this.#microscope.z.speedUmPerS);
  }

  get magnification(): number {
    return this.#microscope.lens.magnification;
  }

  /** What the detector sees: the exact place, and the blur. */
  get sight(): {
    readonly xUm: number;
    readonly yUm: number;
    readonly widthUm: number;
    readonly blurUm: number;
  } {
    const { stage, z, lens } = this.#microscope;
    return {
      xUm: stage.xUm,
      yUm: stage.yUm,
      widthUm: lens.widthUm,
      blurUm: lens.blurUm(stage.xUm, z.zUm),
    };
  }

  /** The control that is held down, for drawing it so. */
  get pressed(): ControlName | null {
    return this.#mouse.held?.name ?? this.#keyboard.held;
  }

  /** Part of the picture that is being taken, 0 to 1; null: none is. */
  get acquiredPart(): number | null {
    return this.#microscope.acquisition.progress(this.#microscope.nowMs);
  }

  /** Counts one more drawing of the screen: the next pose says so. */
  countDrawing(): void {
    this.#drawings = (this.#drawings + 1) % 0x10000;
  }

  /** What the screen says, with the digits it says it with. */
  pose(): Pose {
    const { stage, z, lens, acquisition, view, isMoving } = this.#microscope;
    return {
      drawing: this.#drawings,
      view,
      xUm: tenths(stage.xUm),
      yUm: tenths(stage.yUm),
      zUm: tenths(z.zUm),
      focusUm: lens.focusUm,
      widthUm: lens.widthUm,
      beam: lens.beam,
      sharpness: Math.round(lens.sharpness(stage.xUm, z.zUm) * 255) / 255,
      brightness: Math.round(lens.brightness * 255) / 255,
      isMoving,
      hasContact: z.hasContact,
      acquired: acquisition.taken % 256,
      isAcquiring: acquisition.isRunning,
    };
  }

  /** Lets time pass: drives move, held buttons repeat. */
  advance(nowMs: number): void {
    if (this.#microscope.isIdle && this.#mouse.held === null) this.#microscope.skip(nowMs);
    else this.#microscope.advance(nowMs, (atMs) => this.#mouse.repeat(atMs));
  }

  /** Acts on an input message and says what it was. */
  input(event: InputEvent, nowMs: number): InputKind {
    this.advance(nowMs);
    this.#inputs += 1;
    const kind = this.#kindOf(event);
    const input: InputEntry = { number: this.#inputs, timeMs: nowMs, kind, event };
    this.#microscope.log.write({ type: 'input', atMs: nowMs, input });
    if (event.type === 'key') this.#keyboard.input(event.down, event.keysym, input.number);
    else this.#mouse.input(event.mask, event.x, event.y, input.number);
    return kind;
  }

  /** Lets go of everything, as a server does for a client that has left. */
  releaseAll(nowMs: number): void {
    this.advance(nowMs);
    this.#mouse.letGo();
    this.#keyboard.letGo();
  }

  #kindOf(event: InputEvent): InputKind {
    if (event.type === 'key') return event.down ? 'keyDown' : 'keyUp';
    return this.#mouse.kindOf(event.mask);
  }
}

function tenths(um: number): number {
  // + 0: no negative zero on a display.
  return Math.round(um * 10) / 10 + 0;
}
