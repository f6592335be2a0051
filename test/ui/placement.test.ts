import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CORNERS, decodeSetting, encodeSetting, snap, step } from '../../src/ui/placement.ts';

const view = { width: 1_000, height: 600 };
const badge = { width: 100, height: 30 };

describe('the place of the badge', () => {
  it('is on the edge that is nearest to where it was dropped', () => {
    expect(snap({ left: 890, top: 285, ...badge }, view)).toEqual({ edge: 'right', alongRatio: 0.5 });
    expect(snap({ left: 450, top: 20, ...badge }, view)).toEqual({ edge: 'top', alongRatio: 0.5 });
    expect(snap({ left: 225, top: 560, ...badge }, view)).toEqual({ edge: 'bottom', alongRatio: 0.25 });
    expect(snap({ left: 5, top: 100, ...badge }, view).edge).toBe('left');
  });

  it('goes into the corner when dropped close to it', () => {
    expect(snap({ left: 880, top: 569, ...badge }, view)).toEqual({ edge: 'bottom', alongRatio: 1 });
    expect(snap({ left: 20, top: 569, ...badge }, view)).toEqual({ edge: 'bottom', alongRatio: 0 });
  });

  it('is always in the window, wherever it was dropped and however small the window is', () => {
    const pixel = fc.integer({ min: -2_000, max: 4_000 });
    const size = fc.integer({ min: 0, max: 3_000 });
    fc.assert(
      fc.property(pixel, pixel, size, size, (left, top, width, height) => {
        const { alongRatio } = snap({ left, top, ...badge }, { width, height });
        expect(alongRatio).toBeGreaterThanOrEqual(0);
        expect(alongRatio).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('moves along its edge in twenty steps, and across to the other edge', () => {
    let place = CORNERS[0]!;
    for (let i = 0; i < 20; i++) place = step(place, 'ArrowLeft')!;
    expect(place).toEqual({ edge: 'bottom', alongRatio: 0 });
    expect(step(place, 'ArrowLeft')).toEqual(place);
    expect(step(place, 'ArrowUp')).toEqual({ edge: 'top', alongRatio: 0 });
    expect(step({ edge: 'left', alongRatio: 0.5 }, 'ArrowDown')).toEqual({ edge: 'left', alongRatio: 0.55 });
    expect(step({ edge: 'left', alongRatio: 0.5 }, 'ArrowRight')).toEqual({ edge: 'right', alongRatio: 0.5 });
    expect(step(place, 'Enter')).toBeUndefined();
  });

  it('survives storage, and anything else that is found there is ignored', () => {
    const setting = { place: { edge: 'left', alongRatio: 0.3 }, dot: true } as const;
    expect(decodeSetting(JSON.parse(JSON.stringify(encodeSetting(setting))))).toEqual(setting);
    fc.assert(
      fc.property(fc.anything(), (input) => {
        const decoded = decodeSetting(input);
        if (decoded !== undefined) expect(decodeSetting(encodeSetting(decoded))).toEqual(decoded);
      }),
    );
    for (const alongRatio of [-0.1, 1.1, Number.NaN, '1']) {
      expect(decodeSetting({ edge: 'top', alongRatio })).toBeUndefined();
    }
    expect(decodeSetting({ edge: 'middle', alongRatio: 0 })).toBeUndefined();
  });
});
