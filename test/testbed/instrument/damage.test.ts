import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Damage } from '../../../testbed/instrument/damage.ts';
import { intersection, type Rect } from '../../../testbed/instrument/rect.ts';

const WIDTH = 200;
const HEIGHT = 130;
const SEAM = 128;
const all: Rect = { x: 0, y: 0, width: WIDTH, height: HEIGHT };

function takeAll(damage: Damage, region = all): Rect[] {
  const rects: Rect[] = [];
  damage.take(region, (rect) => {
    rects.push(rect);
    return true;
  });
  return rects;
}

const anyRect = fc.record({
  x: fc.integer({ min: 0, max: WIDTH + 20 }),
  y: fc.integer({ min: 0, max: HEIGHT + 20 }),
  width: fc.integer({ min: 0, max: WIDTH }),
  height: fc.integer({ min: 0, max: HEIGHT }),
});

describe('damage of a screen', () => {
  it('hands out nothing twice', () => {
    const damage = new Damage(WIDTH, HEIGHT, [SEAM]);
    damage.add({ x: 40, y: 40, width: 1, height: 1 });
    expect(takeAll(damage)).toEqual([{ x: 32, y: 32, width: 32, height: 32 }]);
    expect(takeAll(damage)).toEqual([]);
    expect(damage.any).toBe(false);
  });

  it('clips the last tiles to the screen and does not cross the seam', () => {
    const damage = new Damage(WIDTH, HEIGHT, [SEAM]);
    damage.add({ x: 100, y: 128, width: 1000, height: 1000 });
    expect(takeAll(damage)).toEqual([
      { x: 128, y: 128, width: 72, height: 2 },
      { x: 96, y: 128, width: 32, height: 2 },
    ]);
  });

  it('keeps what lies outside the region asked for, and tiles it only touches', () => {
    const damage = new Damage(WIDTH, HEIGHT, [SEAM]);
    damage.add(all);
    expect(takeAll(damage, { x: 5, y: 5, width: 1, height: 1 })).toEqual([
      { x: 5, y: 5, width: 1, height: 1 },
    ]);
    expect(takeAll(damage)).toHaveLength(10);
  });

  it('keeps a tile of which only a part of the width or of the height was asked for', () => {
    const damage = new Damage(WIDTH, HEIGHT, [SEAM]);
    damage.add({ x: 0, y: 0, width: 1, height: 1 });
    takeAll(damage, { x: 0, y: 0, width: 16, height: 32 });
    takeAll(damage, { x: 0, y: 0, width: 32, height: 16 });
    expect(damage.any).toBe(true);
  });

  it('stops when it is told to and goes on below', () => {
    const damage = new Damage(WIDTH, HEIGHT, [SEAM]);
    damage.add({ x: 0, y: 0, width: 64, height: 64 });
    const taken: number[] = [];
    for (let i = 0; i < 3; i++) {
      damage.take(all, (rect) => {
        taken.push(rect.y);
        return false;
      });
    }
    expect(taken).toEqual([0, 32]);
  });

  it('covers every damaged pixel, however it is taken', () => {
    fc.assert(
      fc.property(fc.array(anyRect, { maxLength: 6 }), fc.integer({ min: 1, max: 4 }), (rects, perTake) => {
        const damage = new Damage(WIDTH, HEIGHT, [SEAM]);
        for (const rect of rects) damage.add(rect);
        const seen = new Uint8Array(WIDTH * HEIGHT);
        while (damage.any) {
          let left = perTake;
          damage.take(all, (taken) => {
            for (let y = taken.y; y < taken.y + taken.height; y++) {
              seen.fill(1, y * WIDTH + taken.x, y * WIDTH + taken.x + taken.width);
            }
            left -= 1;
            return left > 0;
          });
        }
        return rects.every((rect) => {
          const shown = intersection(rect, all);
          if (shown === null) return true;
          for (let y = shown.y; y < shown.y + shown.height; y++) {
            const row = seen.subarray(y * WIDTH + shown.x, y * WIDTH + shown.x + shown.width);
            if (row.includes(0)) return false;
          }
          return true;
        });
      }),
    );
  });
});
