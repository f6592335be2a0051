/**
 * What somebody reads from the instrument's screen, as far as it is shown: numbers with the digits of the display, and
 * what the picture looks like. The strip at the top of the screen (pose-strip.ts) says the same in black and white
 * squares, so that a program can read it from decoded pixels, however coarse the JPEG.
 */
export interface Pose {
  /** Counts the drawings of the screen, modulo 65536: a picture that does not change any more is a frozen one. */
  readonly drawing: number;
  readonly view: ScreenView;
  /** Stage, from the middle of the sample; y grows downwards as in the picture. */
  readonly xUm: number;
  readonly yUm: number;
  /** Height of the sample. Grows towards the pole piece. */
  readonly zUm: number;
  readonly focusUm: number;
  /** Width of the live picture on the sample. */
  readonly widthUm: number;
  /** Setting of the beam's alignment, in steps. */
  readonly beam: number;
  /** How sharp and how bright the live picture is, 0 to 1, in steps of 1/255: what hands follow when they turn knobs. */
  readonly sharpness: number;
  readonly brightness: number;
  readonly isMoving: boolean;
  /** The sample touches the pole piece, or has touched it: the lamp stays on. */
  readonly hasContact: boolean;
  /** Pictures taken, modulo 256. */
  readonly acquired: number;
  /** A picture is being taken. */
  readonly isAcquiring: boolean;
}

/** All four panels, or the live picture alone. */
export type ScreenView = 'quad' | 'single';
