// The instrument draws in 256 colours: an electron microscope's picture is grey, and one byte per pixel
// is what Tight's palette filter (RFB 6143bis section 7.7.6) sends anyway.

/** Red, green, blue, 0 to 255. */
export type Colour = readonly [number, number, number];

/** Greys of the picture: indices 0 to GREYS - 1, dark to light. */
export const GREYS = 64;
/** Steps from a background to a text colour: one per alpha value of a glyph. */
export const RAMP_STEPS = 16;

const panel: Colour = [17, 22, 29];
const bar: Colour = [8, 10, 14];
const button: Colour = [38, 48, 61];
const pressed: Colour = [32, 128, 168];
const alarm: Colour = [196, 38, 34];

/** Text and line colours, each as RAMP_STEPS indices from its background to itself. */
const rampColours = [
  { name: 'text', from: panel, to: [226, 233, 240] },
  { name: 'dim', from: panel, to: [126, 141, 158] },
  { name: 'accent', from: panel, to: [88, 206, 250] },
  { name: 'good', from: panel, to: [104, 211, 145] },
  { name: 'busy', from: panel, to: [255, 190, 92] },
  { name: 'bad', from: panel, to: [255, 92, 82] },
  { name: 'barText', from: bar, to: [236, 240, 244] },
  { name: 'barDim', from: bar, to: [140, 150, 162] },
  { name: 'buttonText', from: button, to: [222, 231, 240] },
  { name: 'buttonDim', from: button, to: [112, 126, 142] },
  { name: 'pressedText', from: pressed, to: [255, 255, 255] },
  { name: 'alarmText', from: alarm, to: [255, 255, 255] },
] as const satisfies readonly { name: string; from: Colour; to: Colour }[];

export type RampName = (typeof rampColours)[number]['name'];

/** First index of a ramp: its background; `+ RAMP_STEPS - 1` is its full colour. */
export const ramp: Readonly<Record<RampName, number>> = rampIndices();

/** Background indices, by the surface they paint. */
export const surface = {
  panel: ramp.text,
  bar: ramp.barText,
  button: ramp.buttonText,
  pressed: ramp.pressedText,
  alarm: ramp.alarmText,
};

/** All colours, PALETTE_SIZE entries. */
export const palette: readonly Colour[] = colours();

function rampIndices(): Record<RampName, number> {
  const first = (name: RampName) => GREYS + rampColours.findIndex((r) => r.name === name) * RAMP_STEPS;
  return {
    text: first('text'),
    dim: first('dim'),
    accent: first('accent'),
    good: first('good'),
    busy: first('busy'),
    bad: first('bad'),
    barText: first('barText'),
    barDim: first('barDim'),
    buttonText: first('buttonText'),
    buttonDim: first('buttonDim'),
    pressedText: first('pressedText'),
    alarmText: first('alarmText'),
  };
}

function colours(): Colour[] {
  const list: Colour[] = [];
  for (let grey = 0; grey < GREYS; grey++) {
    const value = Math.round((grey * 255) / (GREYS - 1));
    list.push([value, value, value]);
  }
  for (const { from, to } of rampColours) {
    for (let step = 0; step < RAMP_STEPS; step++) {
      const part = step / (RAMP_STEPS - 1);
      list.push([mix(from[0], to[0], part), mix(from[1], to[1], part), mix(from[2], to[2], part)]);
    }
  }
  return list;
}

function mix(from: number, to: number, part: number): number {
  return Math.round(from + (to - from) * part);
}
