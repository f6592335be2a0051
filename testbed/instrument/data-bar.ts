import type { Frame } from './frame.ts';
import type { Instrument } from './instrument.ts';
import { dataBar, livePanel } from './layout.ts';
import { RAMP_STEPS, ramp, surface } from './palette.ts';
import { centred } from './panel-frame.ts';
import type { Pose } from './pose.ts';

/** Longest scale bar. */
const SCALE_PX = 170;

/** Draws the line under the single view's picture: the column's data and a scale bar of a round length. */
export function drawDataBar(frame: Frame, instrument: Instrument, pose: Pose): void {
  frame.fill(dataBar, surface.bar);
  const columns = [
    ['HV', '15.0 kV'],
    ['MAG', `×${Math.round(instrument.magnification).toLocaleString('en')}`],
    ['FIELD', `${pose.widthUm} µm`],
    ['FOCUS', `${signed(pose.focusUm, 0)} µm`],
    ['DET', 'SE'],
    ['SCAN', pose.isMoving ? 'fast' : pose.isAcquiring ? 'acquire' : 'slow'],
  ] as const;
  const widths = [82, 96, 82, 96, 52, 80];
  let x = 18;
  columns.forEach(([title, value], i) => {
    frame.text(x, dataBar.y + 12, title, 'label', 'barDim');
    frame.text(x, dataBar.y + 31, value, 'value', 'barText');
    x += widths[i] ?? 0;
  });
  drawScale(frame, pose.widthUm, dataBar.x + dataBar.width - 20);
}

/** Draws a scale bar of a round length that ends at `right`, with its length above it. */
function drawScale(frame: Frame, widthUm: number, right: number): void {
  const pxPerUm = livePanel('single').width / widthUm;
  const lengthUm = roundLength(SCALE_PX / pxPerUm);
  const lengthPx = Math.round(lengthUm * pxPerUm);
  const white = ramp.barText + RAMP_STEPS - 1;
  const left = right - lengthPx;
  centred(frame, Math.round((left + right) / 2), dataBar.y + 10, `${lengthUm} µm`, 'value', 'barText');
  frame.fill({ x: left, y: dataBar.y + 42, width: lengthPx, height: 3 }, white);
  for (const x of [left, right - 2]) frame.fill({ x, y: dataBar.y + 36, width: 2, height: 15 }, white);
}

/** The longest of 1, 2, 5, 10, 20, 50 ... that is not above `longest`. */
export function roundLength(longest: number): number {
  const decade = 10 ** Math.floor(Math.log10(longest));
  const factor = [5, 2, 1].find((step) => step * decade <= longest) ?? 1;
  return factor * decade;
}

/** A number with its sign, so that columns do not jump. */
export function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return `${value < 0 && Number(text) !== 0 ? '−' : '+'}${text}`;
}
