import type { ModelReading, SeriesRow } from '../measure/quantities/model-reading.ts';
import { compact } from './compact.ts';
import { html, type Markup } from './markup.ts';
import { phaseGeometry } from './phase-geometry.ts';
import type { ReportFigures, ReportTexts } from './report-input.ts';
import { ticks } from './ticks.ts';

/** Width of every picture, in its own units; a page of A4 shows one about as large as it is. */
const WIDTH = 720;
const LEFT = 70;
const RIGHT = WIDTH - 10;
const HEIGHT = 120;
const TOP = 8;
const BOTTOM = HEIGHT - 20;
/** Points of a line: about one per unit of the picture's width. */
const MOST_POINTS = 640;
/** What the round trip's logarithmic axis can show; what lies outside is drawn at its end. */
const TRIP_FROM_MS = 3;
const TRIP_TO_MS = 20_000;

/** Where a value lies on an axis: 0 at its lower end, 1 at its upper one. */
interface Axis {
  readonly ratio: (value: number) => number;
  readonly ticks: readonly number[];
  readonly text: (value: number) => string;
}

interface Line {
  readonly name: string;
  readonly style: 'main' | 'second';
  readonly of: (row: SeriesRow) => number | null;
}

interface PlotContext {
  readonly texts: ReportTexts;
  readonly figures: ReportFigures;
}

/** Demand, supply, round trip and estimate over the time of the session, with its states as bands. */
export function seriesPlots(all: readonly SeriesRow[], context: PlotContext): readonly Markup[] {
  const rows = compact(all, MOST_POINTS);
  const { texts, figures } = context;
  const most = (of: (row: SeriesRow) => number, least: number): number =>
    rows.reduce((max, row) => Math.max(max, of(row)), least) * 1.08;
  const plot = (name: string, axis: Axis, lines: readonly Line[]): Markup =>
    strip(rows, name, axis, lines, context);
  const perSecond = (value: number): string => texts('uiPerSecond', figures.perSecond(value));
  return [
    plot(
      texts('uiChartDemand'),
      linear(
        most((row) => row.demandPerSecond, 4),
        perSecond,
      ),
      [
        { name: texts('uiChartAttempted'), style: 'second', of: (row) => row.demandPerSecond },
        { name: texts('uiChartDelivered'), style: 'main', of: (row) => row.deliveredPerSecond },
      ],
    ),
    plot(
      texts('uiChartSupply'),
      linear(
        most((row) => row.supplyBitsPerSecond, 100_000),
        figures.rate,
      ),
      [{ name: texts('uiChartSupply'), style: 'main', of: (row) => row.supplyBitsPerSecond }],
    ),
    plot(texts('uiChartTrip'), decades(figures.duration), [
      { name: texts('uiChartBase'), style: 'second', of: (row) => row.baseMs },
      { name: texts('uiChartEffective'), style: 'main', of: (row) => row.effectiveMs },
    ]),
    plot(
      texts('uiEstimateName'),
      { ratio: (score) => (score - 1) / 4, ticks: [1, 2, 3, 4, 5], text: figures.count },
      [
        { name: texts('uiChartLoose'), style: 'second', of: (row) => row.loose },
        { name: texts('uiChartTight'), style: 'main', of: (row) => row.tight },
      ],
    ),
  ];
}

function strip(
  rows: readonly SeriesRow[],
  name: string,
  axis: Axis,
  lines: readonly Line[],
  { figures }: PlotContext,
): Markup {
  const startMs = rows[0]?.atMs ?? 0;
  const lengthMs = Math.max(1, (rows.at(-1)?.atMs ?? 0) - startMs);
  const x = (row: SeriesRow): number => LEFT + ((row.atMs - startMs) / lengthMs) * (RIGHT - LEFT);
  const y = (value: number): number => BOTTOM - Math.min(1, Math.max(0, axis.ratio(value))) * (BOTTOM - TOP);
  return html`<figure><figcaption><strong>${name}</strong>${
    lines.length === 1 ? '' : lines.map((line) => html` <span class="key ${line.style}">${line.name}</span>`)
  }</figcaption><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${name}">${stateBands(rows, x)}${axis.ticks.map(
    (value) =>
      html`<path class="grid" d="M${LEFT} ${y(value)}H${RIGHT}"/><text x="${LEFT - 6}" y="${y(value) + 3.5}" text-anchor="end">${axis.text(value)}</text>`,
  )}${timeTicks(lengthMs).map(
    (ms) =>
      html`<text x="${LEFT + (ms / lengthMs) * (RIGHT - LEFT)}" y="${HEIGHT - 5}" text-anchor="middle">${figures.span(ms)}</text>`,
  )}${lines.map((line) => html`<path class="line ${line.style}" d="${pathOf(rows, x, (row) => heightOf(row, line, y))}"/>`)}</svg></figure>`;
}

function heightOf(row: SeriesRow, line: Line, y: (value: number) => number): number | null {
  const value = line.of(row);
  return value === null || !Number.isFinite(value) ? null : y(value);
}

/** A line with gaps where nothing is known; a single point between two gaps is drawn as a dot. */
function pathOf(
  rows: readonly SeriesRow[],
  x: (row: SeriesRow) => number,
  y: (row: SeriesRow) => number | null,
): string {
  let isDown = false;
  const parts: string[] = [];
  for (const row of rows) {
    const height = y(row);
    if (height !== null) {
      parts.push(`${isDown ? 'L' : 'M'}${x(row).toFixed(1)} ${height.toFixed(1)}${isDown ? '' : 'h.1'}`);
    }
    isDown = height !== null;
  }
  return parts.join('');
}

function stateBands(rows: readonly SeriesRow[], x: (row: SeriesRow) => number): readonly Markup[] {
  const bands: Markup[] = [];
  let first = rows[0];
  for (const [index, row] of rows.entries()) {
    const next = rows[index + 1];
    if (first === undefined || (next !== undefined && next.state === first.state)) continue;
    const end = x(next ?? row);
    bands.push(
      html`<rect class="state-${first.state}" x="${x(first)}" y="${TOP}" width="${Math.max(0.6, end - x(first))}" height="${BOTTOM - TOP}"/>`,
    );
    first = next;
  }
  return bands;
}

/** Steps that read well on a clock. */
const TIME_STEPS_S = [5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 604_800];

function timeTicks(lengthMs: number): readonly number[] {
  const stepMs = 1000 * (TIME_STEPS_S.find((step) => lengthMs / (1000 * step) <= 8) ?? 2_592_000);
  return Array.from({ length: Math.floor(lengthMs / stepMs) + 1 }, (_each, index) => index * stepMs);
}

function linear(max: number, text: (value: number) => string): Axis {
  return { ratio: (value) => value / max, ticks: ticks(max, 4), text };
}

function decades(text: (value: number) => string): Axis {
  const [from, to] = [Math.log(TRIP_FROM_MS), Math.log(TRIP_TO_MS)];
  return {
    ratio: (value) => (Math.log(Math.max(TRIP_FROM_MS, value)) - from) / (to - from),
    ticks: [10, 100, 1_000, 10_000],
    text,
  };
}

const PHASE_HEIGHT = 320;
const PHASE_FRAME = { left: LEFT, top: 10, right: 480, bottom: PHASE_HEIGHT - 40 };

/** The demand-supply plane (the paper's Fig. 5) with the whole session's way, threshold and recovery point. */
export function phasePlot(
  all: readonly SeriesRow[],
  points: Pick<ModelReading, 'threshold' | 'recovery'>,
  { texts, figures }: PlotContext,
): Markup {
  const plane = phaseGeometry(compact(all, MOST_POINTS), points, PHASE_FRAME);
  const { left, top, right, bottom } = plane.frame;
  const mark = (name: string, at: { readonly x: number; readonly y: number }, shape: Markup): Markup =>
    html`<g class="mark" transform="translate(${at.x} ${at.y})">${shape}<text x="9" y="-6">${name}</text></g>`;
  return html`<figure class="phase"><svg viewBox="0 0 500 ${PHASE_HEIGHT}" role="img" aria-label="${texts('uiPhaseTitle')}">${plane.supplyTicks.map(
    ({ at, value }) =>
      html`<path class="grid" d="M${left} ${at}H${right}"/><text x="${left - 6}" y="${at + 3.5}" text-anchor="end">${figures.rate(value)}</text>`,
  )}${plane.demandTicks.map(
    ({ at, value }) =>
      html`<path class="grid" d="M${at} ${top}V${bottom}"/><text x="${at}" y="${bottom + 15}" text-anchor="middle">${figures.perSecond(value)}</text>`,
  )}<text x="${(left + right) / 2}" y="${bottom + 32}" text-anchor="middle">${texts('uiPhaseDemand')}</text>${plane.trail.map(
    ({ from, to, state }) =>
      html`<path class="trail trail-${state}" d="M${from.x} ${from.y}L${to.x} ${to.y}"/>`,
  )}${plane.threshold === null ? '' : mark('(s₀, d₀)', plane.threshold, html`<path d="M0-6 6 0 0 6-6 0Z"/>`)}${
    plane.recovery === null ? '' : mark('(s₀′, d₀′)', plane.recovery, html`<path d="M-5-5h10v10h-10Z"/>`)
  }</svg></figure>`;
}
