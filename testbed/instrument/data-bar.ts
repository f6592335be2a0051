import { Frame } from './frame.ts';
import type { Instrument } from './instrument.ts';
import { dataBar, pictureArea } from './layout.ts';
import { RAMP_STEPS, ramp, surface } from './palette.ts';

/** Longest scale bar. */
const SCALE_PX = 170;

/** Draws the line under the picture: the beam's data and a scale bar of a round length. */
export function drawDataBar(frame: Frame, instrument: Instrument): void {
  frame.fill(dataBar, surface.bar);
  const columns = [
    ['HV', '15.0 kV'],
    ['MAG', `×${Math.round(instrument.magnification).toLocaleString('en')}`],
    ['FOCUS', `${signed(instrument.focusUm, 1)} µm`],
    ['FIELD', `${instrument.view.widthUm.toFixed(0)} µm`],
    ['DET', 'SE'],
    ['SCAN', instrument.moving ? 'fast' : 'slow'],
  ] as const;
  const widths = [82, 96, 104, 82, 52, 60];
  let x = 18;
  columns.forEach(([title, value], i) => {
    frame.text(x, dataBar.y + 12, title, 'label', 'barDim');
    frame.text(x, dataBar.y + 31, value, 'value', 'barText');
    x += widths[i] ?? 0;
  });
  drawScale(frame, instrument.view.widthUm);
}

function drawScale(frame: Frame, widthUm: number): void {
  const pxPerUm = pictureArea.width / widthUm;
  const lengthUm = roundLength(SCALE_PX / pxPerUm);
  const lengthPx = Math.round(lengthUm * pxPerUm);
  const white = ramp.barText + RAMP_STEPS - 1;
  const right = dataBar.x + dataBar.width - 20;
  const left = right - lengthPx;
  const label = `${lengthUm} µm`;
  frame.text(
    right - Math.round((lengthPx + Frame.textWidth(label, 'value')) / 2),
    dataBar.y + 10,
    label,
    'value',
    'barText',
  );
  frame.fill({ x: left, y: dataBar.y + 42, width: lengthPx, height: 3 }, white);
  for (const x of [left, right - 2]) frame.fill({ x, y: dataBar.y + 36, width: 2, height: 15 }, white);
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
