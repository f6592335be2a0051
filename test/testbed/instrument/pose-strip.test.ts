import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Frame } from '../../../testbed/instrument/frame.ts';
import { palette } from '../../../testbed/instrument/palette.ts';
import type { Pose } from '../../../testbed/instrument/pose.ts';
import { drawPoseStrip, POSE_STRIP, readPoseStrip } from '../../../testbed/instrument/pose-strip.ts';
import { coarseJpeg } from './coarse-jpeg.ts';

const tenths = (least: number, most: number) =>
  fc.integer({ min: least * 10, max: most * 10 }).map((value) => value / 10);
const parts = fc.integer({ min: 0, max: 255 }).map((value) => value / 255);

const anyPose: fc.Arbitrary<Pose> = fc.record({
  drawing: fc.integer({ min: 0, max: 65_535 }),
  view: fc.constantFrom('quad', 'single'),
  xUm: tenths(-240, 240),
  yUm: tenths(-240, 240),
  zUm: tenths(-50, 105),
  focusUm: fc.integer({ min: -40, max: 40 }),
  widthUm: fc.integer({ min: 30, max: 380 }),
  beam: fc.integer({ min: -40, max: 40 }),
  sharpness: parts,
  brightness: parts,
  isMoving: fc.boolean(),
  hasContact: fc.boolean(),
  acquired: fc.integer({ min: 0, max: 255 }),
  isAcquiring: fc.boolean(),
});

/** The strip's greys, as a screen shows them. */
function shown(pose: Pose): number[] {
  const frame = new Frame(POSE_STRIP.width, POSE_STRIP.height);
  drawPoseStrip(frame, pose);
  return Array.from(frame.pixels, (index) => palette[index]?.[0] ?? 0);
}

function rgba(greys: readonly number[]): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(greys.length * 4).fill(255);
  greys.forEach((grey, i) => {
    pixels.fill(grey, i * 4, i * 4 + 3);
  });
  return pixels;
}

describe('the pose strip', () => {
  it('says any pose to its last digit', () => {
    fc.assert(
      fc.property(anyPose, (pose) => {
        expect(readPoseStrip(rgba(shown(pose)))).toEqual(pose);
      }),
    );
  });

  it('survives the coarsest JPEG of a server, wherever that begins its blocks', () => {
    const offset = fc.integer({ min: 0, max: 7 });
    fc.assert(
      fc.property(anyPose, offset, offset, (pose, dx, dy) => {
        // libjpeg's quality for level 0 is 15 in TigerVNC, 5 in TightVNC.
        const decoded = coarseJpeg(shown(pose), POSE_STRIP.width, POSE_STRIP.height, 5, dx, dy);
        expect(readPoseStrip(rgba(decoded))).toEqual(pose);
      }),
      { numRuns: 20 },
    );
  });

  it('is no pose while one cell says something else', () => {
    fc.assert(
      fc.property(anyPose, fc.integer({ min: 0, max: 119 }), (pose, cell) => {
        const greys = shown(pose);
        const [left, top] = [(cell % 60) * 16, Math.floor(cell / 60) * 8];
        const turned = (greys[top * POSE_STRIP.width + left] ?? 0) > 48 ? 0 : 255;
        for (let y = top; y < top + 8; y++)
          greys.fill(turned, y * POSE_STRIP.width + left, y * POSE_STRIP.width + left + 16);
        expect(readPoseStrip(rgba(greys))).toBeNull();
      }),
    );
  });

  it('is no pose where its two rows are of different drawings', () => {
    fc.assert(
      fc.property(anyPose, anyPose, (before, after) => {
        const half = POSE_STRIP.width * 8;
        const [first, second] = [shown(before), shown(after)];
        fc.pre(first.slice(half).some((grey, i) => grey !== second[half + i]));
        expect(readPoseStrip(rgba([...first.slice(0, half), ...second.slice(half)]))).toBeNull();
      }),
      // Sixteen bits of checksum let one torn strip in 65536 pass: not one of these.
      { seed: 1 },
    );
  });

  it('is no pose where there is nothing, or something else', () => {
    const pixels = POSE_STRIP.width * POSE_STRIP.height;
    for (const grey of [0, 90, 255])
      expect(readPoseStrip(rgba(new Array<number>(pixels).fill(grey)))).toBeNull();
    expect(readPoseStrip(new Uint8ClampedArray(16))).toBeNull();
  });

  it('can be read by its source alone, as in a page', () => {
    const alone = runInNewContext(`(${readPoseStrip.toString()})`) as typeof readPoseStrip;
    const [pose] = fc.sample(anyPose, 1);
    if (pose === undefined) throw new Error('no pose');
    // Objects of another context: the same in writing.
    expect(JSON.stringify(alone(rgba(shown(pose))))).toBe(JSON.stringify(pose));
  });
});
