import { quantileOf } from '../../../../src/model/measure/quantities/quartiles.ts';
import { ticks } from '../../../../src/model/report/ticks.ts';
import type { SessionState } from '../../../../src/model/session/session-state.ts';
import type { ArmName, ProfileName } from '../../plan.ts';
import type { RunResult } from '../../result.ts';
import { ARM_NAMES, PROFILE_NAMES } from '../words.ts';
import { type Box, dot, headroom, legend, line, picture, text, track, upright } from './sketch.ts';

const NETWORKS: readonly ProfileName[] = ['wan', 'congested-wan', 'capacity-drop', 'fault'];
const ARMS: readonly ArmName[] = ['plain', 'guarded'];
const STATES: readonly { readonly style: SessionState; readonly name: string }[] = [
  { style: 'stable', name: 'Stable' },
  { style: 'idle', name: 'Idle' },
  { style: 'recovery', name: 'Recovery' },
  { style: 'unstable', name: 'Unstable' },
  { style: 'breakdown', name: 'Breakdown' },
];
const WIDTH = 900;
const HEAD = 100;
const PANEL: Pick<Box, 'width' | 'height'> = { width: 360, height: 170 };
const LEFTS = [74, 520] as const;
const ROW = 246;
/** Presses are few: a second alone is 0 or 1. */
const SMOOTH_SECONDS = 3;

interface Point {
  readonly demand: number;
  readonly supply: number;
  readonly state: SessionState;
}

/** Figure 5: where a session is between demand and supply, second by second, and in which state. */
export function trajectory(runs: readonly RunResult[], realm: string): string {
  const parts: string[] = [...legend(16, 74, STATES)];
  NETWORKS.forEach((profile, row) => {
    const pair = ARMS.map((arm) => pointsOf(runs.find((run) => run.profile === profile && run.arm === arm)));
    // Both arms of a row share their scales.
    const most = {
      demand: headroom(
        pair.flat().map(({ demand }) => demand),
        1,
      ),
      supply: headroom(
        pair.flat().map(({ supply }) => supply),
        0.1,
      ),
    };
    pair.forEach((points, column) => {
      const box = { ...PANEL, left: LEFTS[column] ?? 0, top: HEAD + 18 + row * ROW };
      const arm = ARMS[column] ?? 'plain';
      parts.push(text('name', box.left, box.top - 7, `${PROFILE_NAMES[profile]}, ${ARM_NAMES[arm]}`));
      parts.push(
        ...(points.length === 0
          ? [text('faint', box.left, box.top + 20, 'not measured')]
          : plane(points, box, most)),
      );
    });
  });
  const subtitle = `One expert, ${realm}, means over 3 s. Dashes: (s0, d0), 95 % of the seconds in Stable are below it.`;
  return picture(
    WIDTH,
    HEAD + NETWORKS.length * ROW,
    'Demand and supply (the paper’s Figure 5)',
    subtitle,
    parts,
  );
}

function plane(
  points: readonly Point[],
  box: Box,
  most: { readonly demand: number; readonly supply: number },
): readonly string[] {
  const { parts, y } = upright(box, most.supply, 'supply, Mbit/s');
  const bottom = box.top + box.height;
  const x = (demand: number): number => box.left + (demand / most.demand) * box.width;
  const stable = points.filter(({ state }) => state === 'stable');
  const at = (of: (point: Point) => number): number | null =>
    quantileOf(
      stable.map(of).sort((a, b) => a - b),
      0.95,
    );
  const [d0, s0] = [at(({ demand }) => demand), at(({ supply }) => supply)];
  return [
    ...parts,
    ...ticks(most.demand, 6).map((value) =>
      text('faint', x(value), bottom + 15, `${Number(value.toFixed(2))}`, 'middle'),
    ),
    text('faint', box.left + box.width / 2, bottom + 31, 'demand, presses per second', 'middle'),
    ...(d0 === null ? [] : [line('mark', x(d0), box.top, x(d0), bottom)]),
    ...(s0 === null ? [] : [line('mark', box.left, y(s0), box.left + box.width, y(s0))]),
    track(
      'track',
      points.map(({ demand, supply }) => [x(demand), y(supply)]),
    ),
    ...points.map(({ demand, supply, state }) => dot(state, x(demand), y(supply), 3.4)),
  ];
}

function pointsOf(run: RunResult | undefined): readonly Point[] {
  const series = run?.series;
  if (series === undefined || series === null || series.supplyKbps.length === 0) return [];
  const mean = (values: readonly number[], second: number): number => {
    const window = values.slice(Math.max(0, second - SMOOTH_SECONDS + 1), second + 1);
    return window.reduce((sum, value) => sum + value, 0) / Math.max(1, window.length);
  };
  return series.states.map((state, second) => ({
    demand: mean(series.presses, second),
    supply: mean(series.supplyKbps, second) / 1000,
    state,
  }));
}
