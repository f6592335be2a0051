import { describe, expect, it } from 'vitest';
import { executedAges, percentile } from './fault-result.ts';

const at = { xTimeMs: 0, receivedWallMs: 0 };

describe('what the server made of the presses', () => {
  it('has the age of each press that was executed, by its place', () => {
    const early = { madeWallMs: 1000, x: 20, y: 20 };
    const late = { madeWallMs: 1180, x: 57, y: 73 };
    const lost = { madeWallMs: 1360, x: 94, y: 126 };
    const ages = executedAges(
      [early, late, lost],
      [
        { ...at, type: 'press', button: 1, x: 20, y: 20, executedWallMs: 1010 },
        { ...at, type: 'release', button: 1, x: 94, y: 126, executedWallMs: 1020 },
        { ...at, type: 'press', button: 1, x: 57, y: 73, executedWallMs: 7000 },
        { ...at, type: 'press', button: 1, x: 57, y: 73, executedWallMs: 9000 },
      ],
    );
    expect([...ages]).toEqual([
      [early, 10],
      [late, 5820],
    ]);
  });

  it('is summed up by the nearest rank', () => {
    const values = Array.from({ length: 20 }, (_, index) => 20 - index);
    expect([percentile(values, 0.5), percentile(values, 0.95), percentile([7], 0.95)]).toEqual([10, 19, 7]);
  });
});
