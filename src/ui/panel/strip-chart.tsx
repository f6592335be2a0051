import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { WINDOW_MS } from '../history.ts';
import type { VerdictName } from '../verdict.ts';
import type { Band, Columns } from './strip-data.ts';

/** How one line of a strip is drawn. `color` names a custom property of the style sheet. */
export interface StripLine {
  readonly color: string;
  readonly widthPx: number;
  readonly dash?: readonly number[];
  readonly filled?: boolean;
}

/**
 * linear: from zero, at least to `least`, so that noise near zero looks small. decades: logarithmic between fixed
 * ends, for what is 40 or 15 000 ms.
 */
export type StripScale =
  | { readonly type: 'linear'; readonly least: number }
  | { readonly type: 'decades'; readonly from: number; readonly to: number }
  /** A score: whole numbers between fixed ends. */
  | { readonly type: 'score'; readonly from: number; readonly to: number };

export interface StripChartProps {
  readonly label: string;
  readonly lines: readonly StripLine[];
  readonly columns: Columns;
  readonly bands: readonly Band[];
  readonly scale: StripScale;
  /** Text of an axis value. */
  readonly tick: (value: number) => string;
  /** Whether the seconds are written below. */
  readonly seconds: boolean;
  readonly secondsTick: (seconds: number) => string;
  /** Index of the sample under the pointer, or null. */
  readonly onHover: (index: number | null) => void;
}

const HEIGHT_PX = 62;
/** Room for the axis below and for decades. */
const TALL_PX = 100;
const SECONDS_PX = 22;
/** Left of the plot, and right of it: panel.css puts the strip of states over the same width. */
const AXIS_PX = 64;
const RIGHT_PX = 14;
const DECADES = [10, 100, 1_000, 10_000];
const SCORES = [1, 3, 5];

/** Custom properties of the style sheet, by verdict. */
const BAND_COLORS: Partial<Record<VerdictName, string>> = {
  unstable: 'caution',
  breakdown: 'danger',
  recovery: 'notice',
  'no-data': 'soft',
  fault: 'danger',
  unverified: 'caution',
};

/** One quantity over the last minute and a half, with the states behind it. */
export function StripChart(props: StripChartProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const current = useRef(props);
  current.current = props;

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const made = new uPlot(options(element, current), aligned(current.current.columns), element);
    plot.current = made;
    const sized = new ResizeObserver(() => {
      if (element.clientWidth > 0) made.setSize(sizeOf(element, current.current.seconds));
    });
    sized.observe(element);
    return () => {
      sized.disconnect();
      plot.current = null;
      made.destroy();
    };
  }, []);
  useEffect(() => {
    plot.current?.setData(aligned(props.columns));
  });

  return <div class="strip" ref={place} role="img" aria-label={props.label} />;
}

function options(element: HTMLElement, current: { readonly current: StripChartProps }): uPlot.Options {
  const { lines, seconds, scale } = current.current;
  const style = getComputedStyle(element);
  const color = (name: string): string => style.getPropertyValue(name).trim() || 'gray';
  const font = `11px ${style.fontFamily}`;
  const axis = {
    stroke: color('--soft'),
    font,
    grid: { stroke: color('--grid'), width: 1 },
    ticks: { show: false },
  };
  return {
    ...sizeOf(element, seconds),
    padding: [6, RIGHT_PX, seconds ? 0 : 5, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false }, sync: { key: 'rice' } },
    scales: {
      x: { time: false, range: () => [-WINDOW_MS / 1000, 0] },
      y:
        scale.type !== 'linear'
          ? { distr: scale.type === 'decades' ? 3 : 1, range: () => [scale.from, scale.to] }
          : { range: (_plot, _min, max) => [0, Math.max(scale.least, (max ?? 0) * 1.12)] },
    },
    series: [
      {},
      ...lines.map((line) => ({
        stroke: color(line.color),
        width: line.widthPx,
        points: { show: false },
        ...(line.dash === undefined ? {} : { dash: [...line.dash] }),
        ...(line.filled === true ? { fill: faded(color(line.color), 0.16) } : {}),
      })),
    ],
    axes: [
      {
        ...axis,
        show: seconds,
        size: SECONDS_PX,
        gap: 6,
        splits: () => [-90, -60, -30, 0],
        values: (_plot, splits) => splits.map((each) => current.current.secondsTick(each)),
      },
      {
        ...axis,
        size: AXIS_PX,
        gap: 6,
        space: 26,
        ...(scale.type === 'decades' ? { splits: () => DECADES, filter: (_plot, splits) => splits } : {}),
        ...(scale.type === 'score' ? { splits: () => SCORES } : {}),
        values: (_plot, splits) => splits.map((each) => current.current.tick(each)),
      },
    ],
    hooks: {
      drawClear: [(self) => drawBands(self, current.current.bands, color)],
      setCursor: [(self) => current.current.onHover(self.cursor.idx ?? null)],
    },
  };
}

function drawBands(plot: uPlot, bands: readonly Band[], color: (name: string) => string): void {
  const { left, top, width, height } = plot.bbox;
  for (const band of bands) {
    const tone = BAND_COLORS[band.episode.name];
    if (tone === undefined) continue;
    plot.ctx.fillStyle = faded(color(`--${tone}`), 0.17);
    plot.ctx.fillRect(
      left + band.startRatio * width,
      top,
      Math.max(1, (band.endRatio - band.startRatio) * width),
      height,
    );
  }
}

function sizeOf(element: HTMLElement, seconds: boolean): { readonly width: number; readonly height: number } {
  return { width: Math.max(1, element.clientWidth), height: seconds ? TALL_PX : HEIGHT_PX };
}

/** uPlot wants arrays it may keep; these are made anew for every picture. */
function aligned(columns: Columns): uPlot.AlignedData {
  const [seconds, ...rest] = columns;
  return [[...seconds], ...rest.map((column) => [...column])];
}

/** The colour with an opacity; system colours of forced-colors mode cannot be mixed and stay as they are. */
function faded(color: string, opacity: number): string {
  return /^#[0-9a-f]{6}$/i.test(color)
    ? `${color}${Math.round(opacity * 255)
        .toString(16)
        .padStart(2, '0')}`
    : 'transparent';
}
