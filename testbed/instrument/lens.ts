import type { InstrumentSetup } from './instrument-setup.ts';

/** A press of a focus button. */
export const FOCUS_STEP_UM = 1;
export const FOCUS_LIMIT_UM = 40;
/** A press of a beam button is one step. */
export const BEAM_LIMIT = 40;
/** Widths of the picture on the sample, from near to far: each 1.25 times the one before. */
export const WIDTHS_UM: readonly number[] = [30, 38, 47, 59, 74, 92, 115, 144, 180, 225, 281, 351];
const FIRST_WIDTH = WIDTHS_UM.indexOf(180);
/** Opening angle of the beam: micrometres of blur per micrometre out of focus. */
const BLUR_PER_UM = 0.16;
/** The sample is tilted, so that far from the middle it has to be focused again. */
const TILT = 0.035;
/** The column follows the height by itself, all but this part of it. */
const FOCUS_PER_HEIGHT = 0.2;
/** So far out of focus the picture is half as sharp; so many steps off the beam leaves half of the light. */
const HALF_SHARP_UM = 6;
const HALF_BRIGHT_STEPS = 8;
/** Magnification is counted against a print of this width, as on most electron microscopes. */
const PRINT_WIDTH_UM = 127_000;

/** The column: focus, beam and magnification, and what they make of the picture. */
export class Lens {
  readonly #setup: InstrumentSetup;
  #focusUm = 0;
  #beam = 0;
  #width = FIRST_WIDTH;

  constructor(setup: InstrumentSetup) {
    this.#setup = setup;
  }

  get focusUm(): number {
    return this.#focusUm;
  }

  /** Setting of the beam's alignment, in steps. */
  get beam(): number {
    return this.#beam;
  }

  /** Width of the picture on the sample. */
  get widthUm(): number {
    return WIDTHS_UM[this.#width] ?? 180;
  }

  get magnification(): number {
    return PRINT_WIDTH_UM / this.widthUm;
  }

  focusBy(steps: number): void {
    this.#focusUm = limited(this.#focusUm + steps * FOCUS_STEP_UM, FOCUS_LIMIT_UM);
  }

  beamBy(steps: number): void {
    this.#beam = limited(this.#beam + steps, BEAM_LIMIT);
  }

  magnifyBy(steps: number): void {
    this.#width = Math.min(WIDTHS_UM.length - 1, Math.max(0, this.#width - steps));
  }

  /** How far the focus is from the sample's surface at this place and height. */
  defocusUm(xUm: number, zUm: number): number {
    return Math.abs(this.#focusUm - this.#setup.bestFocusUm - TILT * xUm - FOCUS_PER_HEIGHT * zUm);
  }

  /** Diameter of a point of the sample in the picture. */
  blurUm(xUm: number, zUm: number): number {
    return this.defocusUm(xUm, zUm) * BLUR_PER_UM;
  }

  /** 1 in focus, and falling all the way, so that a hand can feel where it gets better. */
  sharpness(xUm: number, zUm: number): number {
    return 1 / (1 + this.defocusUm(xUm, zUm) / HALF_SHARP_UM);
  }

  /** 1 where the beam goes through the middle of its aperture. */
  get brightness(): number {
    return 1 / (1 + Math.abs(this.#beam - this.#setup.bestBeam) / HALF_BRIGHT_STEPS);
  }
}

function limited(value: number, limit: number): number {
  return Math.min(limit, Math.max(-limit, value));
}
