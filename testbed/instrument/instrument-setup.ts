/** What differs from run to run. Of these the screen shows the mark to go to; best focus and beam have to be found. */
export interface InstrumentSetup {
  /** The mark on the survey that the picture is to be centred on. */
  readonly target: { readonly xUm: number; readonly yUm: number };
  /** Eucentric height: the line in the drawing of the stage that the sample is to be raised to. */
  readonly eucentricUm: number;
  /** Where the pole piece is: the hard limit. */
  readonly poleUm: number;
  /** Focus setting at which the picture is sharp in the middle of the sample at z = 0. */
  readonly bestFocusUm: number;
  /** Beam setting at which the picture is brightest, in steps. */
  readonly bestBeam: number;
}

/** Of the demo, and of tests that do not mind. */
export const DEMO_SETUP: InstrumentSetup = {
  target: { xUm: 120, yUm: -80 },
  eucentricUm: 60,
  poleUm: 90,
  bestFocusUm: 0,
  bestBeam: 0,
};
