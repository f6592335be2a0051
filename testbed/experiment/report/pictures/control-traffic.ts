import type { ProfileName } from '../../plan.ts';
import type { RunResult } from '../../result.ts';
import { PROFILE_NAMES } from '../words.ts';
import { type Box, headroom, line, picture, rect, text, upright } from './sketch.ts';

/** What the paper says of the mean; of the WAN it has no figure. */
const NETWORKS: readonly { readonly profile: ProfileName; readonly paperKbps: number }[] = [
  { profile: 'direct', paperKbps: 60 },
  { profile: 'public-lan', paperKbps: 1400 },
  { profile: 'wan', paperKbps: 2000 },
];
const WIDTH = 900;
const HEAD = 92;
const PANEL: Pick<Box, 'width' | 'height'> = { width: 360, height: 120 };
const LEFTS = [74, 520] as const;
const ROW = 178;

/** Figures 8 and 9: control traffic of an expert's session, on the wire (what a sniffer sees) and as RFB input. */
export function controlTraffic(runs: readonly RunResult[], realm: string): string {
  const parts = [
    text('name', LEFTS[0], 76, 'on the wire'),
    text('name', LEFTS[1], 76, 'RFB input at the instrument'),
  ];
  NETWORKS.forEach(({ profile, paperKbps }, row) => {
    const top = HEAD + 20 + row * ROW;
    const run = runs.find((each) => each.profile === profile && each.series !== null);
    parts.push(
      text('', LEFTS[0], top - 8, `${PROFILE_NAMES[profile]} (the paper: ${paperKbps} kbit/s on the wire)`),
    );
    if (run?.series === undefined || run.series === null) {
      parts.push(text('faint', LEFTS[0], top + 20, 'no run'));
      return;
    }
    const ends = taskEnds(run);
    parts.push(...seconds(run.series.upKbps, ends, { ...PANEL, left: LEFTS[0], top }, 'first'));
    parts.push(...seconds(run.series.inputKbps, ends, { ...PANEL, left: LEFTS[1], top }, 'second'));
  });
  const subtitle = `One expert without RICE, ${realm}, second by second; upright lines: where a task ends; dashes: the mean.`;
  return picture(
    WIDTH,
    HEAD + NETWORKS.length * ROW,
    'Control traffic (the paper’s Figures 8 and 9)',
    subtitle,
    parts,
  );
}

function seconds(
  values: readonly number[],
  ends: readonly number[],
  box: Box,
  style: string,
): readonly string[] {
  const { parts, y } = upright(box, headroom(values, 1), 'kbit/s');
  const bottom = box.top + box.height;
  const step = box.width / Math.max(1, values.length);
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return [
    ...parts,
    ...values.map((value, index) =>
      rect(style, {
        left: box.left + index * step,
        top: y(value),
        width: step * 0.85,
        height: bottom - y(value),
      }),
    ),
    ...ends.map((second) =>
      line('axis', box.left + second * step, box.top, box.left + second * step, bottom),
    ),
    line('mark', box.left, y(mean), box.left + box.width, y(mean)),
    text('marked', box.left + box.width, box.top - 8, `mean ${mean.toFixed(mean < 10 ? 1 : 0)}`, 'end'),
    text('faint', box.left + box.width / 2, bottom + 15, `${values.length} s`, 'middle'),
  ];
}

/** Seconds from the begin. */
function taskEnds({ eachTaskSeconds }: RunResult): readonly number[] {
  const ends: number[] = [];
  for (const seconds of eachTaskSeconds) {
    if (seconds === null) break;
    ends.push((ends.at(-1) ?? 0) + seconds);
  }
  return ends;
}
