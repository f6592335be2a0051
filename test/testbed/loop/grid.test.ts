import { describe, expect, it } from 'vitest';
import {
  type CellResult,
  GRID,
  type GridCell,
  gridCells,
  runCell,
} from '../../../testbed/loop/grid-cells.ts';
import { drawGrid } from '../../../testbed/loop/grid-picture.ts';

const CONGESTED: GridCell = {
  mode: 'measure',
  gainBytes: 240_000,
  patienceMs: 600,
  capacityBitsPerSecond: 1e6,
  roundTripMs: 80,
};

describe('the grid of gain, patience, capacity and round trip', () => {
  it('has every combination once', () => {
    const { modes, gainBytes, patienceMs, capacityBitsPerSecond, roundTripMs } = GRID;
    const count =
      modes.length * gainBytes.length * patienceMs.length * capacityBitsPerSecond.length * roundTripMs.length;
    expect(new Set(gridCells().map((cell) => JSON.stringify(cell))).size).toBe(count);
  });

  it('shares out all the time of the congestion among the states', () => {
    const { share } = runCell(CONGESTED, 2);
    expect(Object.values(share).reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 6);
  });

  it('breaks down more with less patience, and less under the guard', () => {
    const impatient = runCell(CONGESTED, 4);
    const patient = runCell({ ...CONGESTED, patienceMs: 4800 }, 4);
    const guarded = runCell({ ...CONGESTED, mode: 'guard' }, 4);
    expect(impatient.share.breakdown).toBeGreaterThan(patient.share.breakdown + 0.1);
    expect(impatient.share.breakdown).toBeGreaterThan(guarded.share.breakdown + 0.1);
  });

  it('stays Stable where the answer fits the link', () => {
    const { share } = runCell({ ...CONGESTED, gainBytes: 10_000, patienceMs: 4800 }, 2);
    expect(share.stable).toBeGreaterThan(0.95);
  });

  it('draws every bar in full, with nothing from outside', () => {
    const share = { idle: 0.2, stable: 0.2, unstable: 0.2, breakdown: 0.2, recovery: 0.2 };
    const results: CellResult[] = gridCells().map((cell) => ({
      ...cell,
      share,
      actions: 0,
      retries: 0,
      aborts: 0,
    }));
    const picture = drawGrid(results);
    for (const state of Object.keys(share)) {
      // One for each cell, and one in the legend.
      expect(picture.split(`class="${state}"`).length - 1).toBe(results.length + 1);
    }
    expect(picture).not.toMatch(/href|url\(|<script/);
    expect(picture).not.toContain('NaN');
  });
});
