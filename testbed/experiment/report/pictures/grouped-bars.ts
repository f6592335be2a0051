import type { Estimate } from '../interval.ts';
import { type Box, headroom, legend, line, picture, rect, text, upright } from './sketch.ts';

const STYLES = ['first', 'second', 'third', 'fourth'] as const;
const WIDTH = 900;
const LEFT = 74;
const HEAD = 84;
const PANEL_HEIGHT = 210;
const PANEL_GAP = 62;

/** Bars side by side in groups, each with its interval. */
export interface GroupedBars {
  readonly title: string;
  readonly subtitle: string;
  readonly axis: string;
  /** The axis begins here, and reaches at least so far. */
  readonly from?: number;
  readonly least: number;
  readonly groups: readonly string[];
  readonly series: readonly string[];
  readonly panels: readonly BarPanel[];
}

export interface BarPanel {
  readonly name: string;
  /** By group, then by series. */
  readonly values: readonly (readonly (Estimate | null)[])[];
  /** What the paper says of a group: a value, or a range. */
  readonly marks?: readonly PaperMark[];
}

export interface PaperMark {
  readonly group: number;
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

export function groupedBars(bars: GroupedBars): string {
  const height = HEAD + bars.panels.length * (PANEL_HEIGHT + PANEL_GAP);
  const entries = bars.series.map((name, index) => ({ name, style: STYLES[index] ?? 'first' }));
  return picture(WIDTH, height, bars.title, bars.subtitle, [
    ...legend(16, 72, entries),
    ...bars.panels.flatMap((panel, index) =>
      drawPanel(bars, panel, HEAD + 22 + index * (PANEL_HEIGHT + PANEL_GAP)),
    ),
  ]);
}

function drawPanel(
  bars: GroupedBars,
  { name, values, marks = [] }: BarPanel,
  top: number,
): readonly string[] {
  const box: Box = { left: LEFT, top, width: WIDTH - LEFT - 16, height: PANEL_HEIGHT };
  const from = bars.from ?? 0;
  const heights = values
    .flat()
    .flatMap((each) => (each === null ? [] : [each.value, each.high ?? each.value]));
  const { parts, y } = upright(
    box,
    bars.from === undefined ? headroom(heights, bars.least) : bars.least,
    bars.axis,
    from,
  );
  const slot = box.width / bars.groups.length;
  const width = Math.min(40, (slot * 0.8) / bars.series.length);
  const drawn = [...parts, text('name', LEFT, top - 7, name)];
  values.forEach((group, index) => {
    const middle = LEFT + (index + 0.5) * slot;
    drawn.push(text('', middle, top + PANEL_HEIGHT + 17, bars.groups[index] ?? '', 'middle'));
    group.forEach((estimate, place) => {
      if (estimate === null) return;
      const left = middle + (place - group.length / 2) * width;
      const bar = {
        left: left + 1,
        top: y(estimate.value),
        width: width - 2,
        height: y(from) - y(estimate.value),
      };
      drawn.push(rect(STYLES[place] ?? 'first', bar));
      // Else it looks as if nothing had been measured.
      if (estimate.value === from)
        drawn.push(text('faint', left + width / 2, y(from) - 4, `${from}`, 'middle'));
      if (estimate.low === null || estimate.high === null) return;
      drawn.push(line('error', left + width / 2, y(estimate.low), left + width / 2, y(estimate.high)));
    });
  });
  for (const mark of marks) {
    const left = LEFT + mark.group * slot + 3;
    const right = left + slot - 6;
    if (mark.from === mark.to) drawn.push(line('mark', left, y(mark.from), right, y(mark.from)));
    else
      drawn.push(rect('band', { left, top: y(mark.to), width: slot - 6, height: y(mark.from) - y(mark.to) }));
    drawn.push(text('marked', (left + right) / 2, top - 7, mark.name, 'middle'));
  }
  drawn.push(line('axis', LEFT, y(from), LEFT + box.width, y(from)));
  return drawn;
}
