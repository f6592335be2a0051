import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SeriesRow } from '../../../src/model/measure/quantities/model-reading.ts';
import { counted, unknown } from '../../../src/model/measure/quantities/quantity.ts';
import { compact } from '../../../src/model/report/compact.ts';
import { phaseGeometry } from '../../../src/model/report/phase-geometry.ts';
import { ticks } from '../../../src/model/report/ticks.ts';
import { rowsOf } from '../../support/reading-of.ts';

const frame = { left: 10, top: 0, right: 110, bottom: 100 };
const nowhere = {
  threshold: { demand: unknown('few-samples'), supply: unknown('few-samples') },
  recovery: null,
} as const;
const row = (demandPerSecond: number, supplyBitsPerSecond: number): SeriesRow => ({
  ...rowsOf(1)[0]!,
  demandPerSecond,
  supplyBitsPerSecond,
});

describe('the demand-supply plane', () => {
  it('puts demand to the right and supply upwards, with nothing at the bottom left', () => {
    const plane = phaseGeometry([row(0, 0), row(2, 50_000)], nowhere, frame);
    expect(plane.trail).toEqual([
      { from: { x: 10, y: 100 }, to: { x: 60, y: 50 }, state: 'idle', ageRatio: 0 },
    ]);
    expect(plane.now).toEqual({ x: 60, y: 50, state: 'idle' });
  });

  it('fades with age: the newest piece is now, the oldest almost 1', () => {
    const { trail } = phaseGeometry(rowsOf(11), nowhere, frame);
    expect(trail.map(({ ageRatio }) => Math.round(10 * ageRatio))).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  });

  it('marks threshold and recovery once they are known, and makes room for them', () => {
    const known = {
      threshold: { demand: counted(8), supply: counted(1_000_000) },
      recovery: { demandPerSecond: 2, supplyBitsPerSecond: 100_000 },
    };
    const plane = phaseGeometry([], known, frame);
    expect(plane.now).toBeNull();
    expect(plane.threshold!.x).toBeGreaterThan(100);
    expect(plane.threshold!.x).toBeLessThan(110);
    expect(plane.recovery!.y).toBeGreaterThan(plane.threshold!.y);
    const half = { ...nowhere, threshold: { demand: counted(8), supply: unknown('never-saturated') } };
    expect(phaseGeometry([], half, frame).threshold).toBeNull();
  });

  it('keeps everything inside its frame', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.double({ min: 0, max: 1e4, noNaN: true }),
            fc.double({ min: 0, max: 1e9, noNaN: true }),
          ),
        ),
        (points) => {
          const plane = phaseGeometry(
            points.map(([demand, supply]) => row(demand, supply)),
            nowhere,
            frame,
          );
          return [...plane.trail.map(({ to }) => to), plane.now ?? { x: 10, y: 0 }].every(
            ({ x, y }) => x >= frame.left && x <= frame.right && y >= frame.top && y <= frame.bottom,
          );
        },
      ),
    );
  });
});

describe('the ticks of an axis', () => {
  it('are round, begin at 0 and are few', () => {
    expect(ticks(7.3, 4)).toEqual([0, 2, 4, 6]);
    expect(ticks(1_000_000, 4)).toEqual([0, 500_000, 1_000_000]);
    expect(ticks(0, 4)).toEqual([0]);
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e12, noNaN: true }), (max) => {
        const found = ticks(max, 5);
        return found[0] === 0 && found.length <= 6 && found.length >= 2 && found.at(-1)! <= max * 1.001;
      }),
    );
  });
});

describe('rows for a plot', () => {
  it('are left alone while they fit', () => {
    const rows = rowsOf(50);
    expect(compact(rows, 50)).toBe(rows);
  });

  it('become fewer without losing a stall or the worst state', () => {
    const rows = rowsOf(14_400).map((each, index) =>
      index === 7_001 ? { ...each, effectiveMs: 9_999, state: 'breakdown' as const } : each,
    );
    const shorter = compact(rows, 640);
    expect(shorter.length).toBeLessThanOrEqual(640);
    const at = shorter.find(({ effectiveMs }) => effectiveMs === 9_999);
    expect(at?.state).toBe('breakdown');
    expect(shorter.at(-1)?.atMs).toBe(rows.at(-1)?.atMs);
  });
});
