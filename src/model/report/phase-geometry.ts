import type { ModelReading, PhasePoint, SeriesRow } from '../measure/quantities/model-reading.ts';
import type { SessionState } from '../session/session-state.ts';
import { ticks } from './ticks.ts';

/** A place in the picture, in its own units from the top left. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A piece of the session's way, from one second to the next. */
export interface PhaseSegment {
  readonly from: Place;
  readonly to: Place;
  /** At its end. */
  readonly state: SessionState;
  /** 0 is now, 1 the oldest. */
  readonly ageRatio: number;
}

export interface PhaseTick {
  /** In the picture's units, along the axis. */
  readonly at: number;
  readonly value: number;
}

/** The demand-supply plane (the paper's Fig. 5), ready to be drawn. */
export interface PhaseGeometry {
  readonly trail: readonly PhaseSegment[];
  /** null: no rows. */
  readonly now: (Place & { readonly state: SessionState }) | null;
  /** (s0, d0); null: not known. */
  readonly threshold: Place | null;
  /** (s0', d0'); null: the user never gave up. */
  readonly recovery: Place | null;
  readonly demandTicks: readonly PhaseTick[];
  readonly supplyTicks: readonly PhaseTick[];
  /** The plot's frame: the origin is at its bottom left. */
  readonly frame: PhaseFrame;
}

export interface PhaseFrame {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The axes reach at least so far, so that noise near nothing looks small. */
const LEAST_DEMAND_PER_SECOND = 4;
const LEAST_SUPPLY_BITS_PER_SECOND = 100_000;
/** Room between the largest value and the frame. */
const HEADROOM = 1.08;

/**
 * @param rows what the trail is made of, the oldest first
 * @param points of the reading: threshold and recovery
 */
export function phaseGeometry(
  rows: readonly SeriesRow[],
  points: Pick<ModelReading, 'threshold' | 'recovery'>,
  frame: PhaseFrame,
): PhaseGeometry {
  const threshold = pointOf(points.threshold);
  const all: readonly PhasePoint[] = [
    ...rows,
    ...[threshold, points.recovery].filter((each) => each !== null),
  ];
  let demandMax = LEAST_DEMAND_PER_SECOND;
  let supplyMax = LEAST_SUPPLY_BITS_PER_SECOND;
  for (const { demandPerSecond, supplyBitsPerSecond } of all) {
    demandMax = Math.max(demandMax, HEADROOM * demandPerSecond);
    supplyMax = Math.max(supplyMax, HEADROOM * supplyBitsPerSecond);
  }
  const x = (demand: number): number => frame.left + (demand / demandMax) * (frame.right - frame.left);
  const y = (supply: number): number => frame.bottom - (supply / supplyMax) * (frame.bottom - frame.top);
  const place = (point: PhasePoint): Place => ({
    x: x(point.demandPerSecond),
    y: y(point.supplyBitsPerSecond),
  });
  const newest = rows.at(-1);
  return {
    trail: rows.slice(1).flatMap((row, index) => {
      const before = rows[index];
      if (before === undefined) return [];
      return {
        from: place(before),
        to: place(row),
        state: row.state,
        ageRatio: 1 - (index + 1) / (rows.length - 1),
      };
    }),
    now: newest === undefined ? null : { ...place(newest), state: newest.state },
    threshold: threshold === null ? null : place(threshold),
    recovery: points.recovery === null ? null : place(points.recovery),
    demandTicks: ticks(demandMax, 5).map((value) => ({ at: x(value), value })),
    supplyTicks: ticks(supplyMax, 4).map((value) => ({ at: y(value), value })),
    frame,
  };
}

function pointOf({ demand, supply }: ModelReading['threshold']): PhasePoint | null {
  if (demand.value === null || supply.value === null) return null;
  return { demandPerSecond: demand.value, supplyBitsPerSecond: supply.value };
}
