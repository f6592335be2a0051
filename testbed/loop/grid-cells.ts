import type { SessionState } from '../../src/model/session/session-state.ts';
import { ClosedLoop, type LoopPlan } from './closed-loop.ts';
import { GOOD_RATE, network } from './scenarios.ts';

/** What is varied. The guard looks on in one arm and decides in the other. */
export const GRID: {
  readonly modes: readonly LoopPlan['mode'][];
  /** G as bytes of picture an action brings. */
  readonly gainBytes: readonly number[];
  /** Median time until an unanswered action is repeated or given up. */
  readonly patienceMs: readonly number[];
  /** What is left of 20 Mbit/s. */
  readonly capacityBitsPerSecond: readonly number[];
  readonly roundTripMs: readonly number[];
} = {
  modes: ['measure', 'guard'],
  gainBytes: [10_000, 30_000, 60_000, 120_000, 240_000],
  patienceMs: [300, 600, 1200, 2400, 4800],
  capacityBitsPerSecond: [8e6, 4e6, 2e6, 1e6, 0.5e6],
  roundTripMs: [20, 80, 300],
};

export interface GridCell {
  readonly mode: LoopPlan['mode'];
  readonly gainBytes: number;
  readonly patienceMs: number;
  readonly capacityBitsPerSecond: number;
  readonly roundTripMs: number;
}

/** What happened in a cell while the link was congested, over all seeds. */
export interface CellResult extends GridCell {
  /** Share of the time in each state, 0 to 1. */
  readonly share: Readonly<Record<SessionState, number>>;
  readonly actions: number;
  readonly retries: number;
  readonly aborts: number;
}

const GOOD_MS = 12_000;
/** How long the link is congested. */
export const CONGESTED_MS = 20_000;
const STATES = ['idle', 'stable', 'unstable', 'breakdown', 'recovery'] as const;

/** All cells of the grid. */
export function gridCells(): readonly GridCell[] {
  return GRID.modes.flatMap((mode) =>
    GRID.roundTripMs.flatMap((roundTripMs) =>
      GRID.capacityBitsPerSecond.flatMap((capacityBitsPerSecond) =>
        GRID.patienceMs.flatMap((patienceMs) =>
          GRID.gainBytes.map((gainBytes) => ({
            mode,
            roundTripMs,
            capacityBitsPerSecond,
            patienceMs,
            gainBytes,
          })),
        ),
      ),
    ),
  );
}

/** Runs one cell with the seeds 1 to `seeds`: 12 s of a good path, then 20 s of a congested one. */
export function runCell(cell: GridCell, seeds: number): CellResult {
  const share: Record<SessionState, number> = { idle: 0, stable: 0, unstable: 0, breakdown: 0, recovery: 0 };
  let [actions, retries, aborts] = [0, 0, 0];
  for (let seed = 1; seed <= seeds; seed++) {
    const loop = new ClosedLoop(planOf(cell, seed));
    loop.run(GOOD_MS);
    const before = loop.reading();
    loop.run(GOOD_MS + CONGESTED_MS);
    const after = loop.reading();
    for (const state of STATES) {
      share[state] += (after.msInState[state] - before.msInState[state]) / (CONGESTED_MS * seeds);
    }
    actions += after.actions - before.actions;
    retries += after.retries - before.retries;
    aborts += after.aborts - before.aborts;
  }
  return { ...cell, share, actions, retries, aborts };
}

function planOf(cell: GridCell, seed: number): LoopPlan {
  const { mode, gainBytes, patienceMs, capacityBitsPerSecond, roundTripMs } = cell;
  return {
    seed,
    mode,
    network: network(GOOD_RATE, roundTripMs / 2),
    changes: [{ atMs: GOOD_MS, settings: network(capacityBitsPerSecond, roundTripMs / 2) }],
    server: { gainBytes, seedBitsPerSecond: 200_000, instrumentMs: 20 },
    user: {
      pauseMs: 500,
      patienceMs,
      retryProbability: 0.7,
      workMs: 600_000,
      thinkMs: 5000,
      beginsAtMs: 2000,
    },
  };
}
