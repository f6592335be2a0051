import { Frame } from './frame.ts';
import type { Instrument } from './instrument.ts';
import { dataBar, livePanel } from './layout.ts';
import { RAMP_STEPS, type RampName, ramp, surface } from './palette.ts';
import type { Pose } from './pose.ts';

/** Longest scale bar. */
const SCALE_PX = 170;

/** Draws the line under the single view's picture: the column's data, a scale bar of a round length, the focus. */
export function drawDataBar(frame: Frame, instrument: Instrument, pose: Pose): void {
  frame.fill(dataBar, surface.bar);
  const columns = [
    ['HV', '15.0 kV'],
    ['MAG', `×${Math.round(instrument.magnification).toLocaleString('en')}`],
    ['FIELD', `${pose.widthUm} µm`],
    ['X', `${signed(pose.xUm, 1)} µm`],
    ['Y', `${signed(pose.yUm, 1)} µm`],
    ['DET', 'SE'],
  ] as const;
  const widths = [82, 96, 82, 110, 110, 52];
  let x = 18;
  columns.forEach(([title, value], i) => {
    frame.text(x, dataBar.y + 12, title, 'label', 'barDim');
    frame.text(x, dataBar.y + 31, value, 'value', 'barText');
    x += widths[i] ?? 0;
  });
  drawScale(frame, pose.widthUm, livePanel('single').width, 730, dataBar.y + 10, SCALE_PX);
  const middle = 844;
  centred(frame, middle, dataBar.y + 12, 'FOCUS', 'label', 'barDim');
  centred(frame, middle, dataBar.y + 31, signed(pose.focusUm, 0), 'value', 'barText');
}

/** Draws a scale bar that ends at `right`, with its length above it. */
export function drawScale(
  frame: Frame,
  widthUm: number,
  widthPx: number,
  right: number,
  y: number,
  longestPx: number,
): void {
  const pxPerUm = widthPx / widthUm;
  const lengthUm = roundLength(longestPx / pxPerUm);
  const lengthPx = Math.round(lengthUm * pxPerUm);
  const white = ramp.barText + RAMP_STEPS - 1;
  const left = right - lengthPx;
  centred(frame, Math.round((left + right) / 2), y, `${lengthUm} µm`, 'value', 'barText');
  frame.fill({ x: left, y: y + 32, width: lengthPx, height: 3 }, white);
  for (const x of [left, right - 2]) frame.fill({ x, y: y + 26, width: 2, height: 15 }, white);
}

function centred(
  frame: Frame,
  x: number,
  y: number,
  text: string,
  font: 'label' | 'value',
  colour: RampName,
): void {
  frame.text(x - Math.round(Frame.textWidth(text, font) / 2), y, text, font, colour);
}

/** The longest of 1, 2, 5, 10, 20, 50 ... that is not above `longest`. */
function roundLength(longest: number): number {
  const decade = 10 ** Math.floor(Math.log10(longest));
  const factor = [5, 2, 1].find((step) => step * decade <= longest) ?? 1;
  return factor * decade;
}

/** A number with its sign, so that columns do not jump. */
export function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return `${value < 0 && Number(text) !== 0 ? '−' : '+'}${text}`;
}
