import { describe, expect, it } from 'vitest';
import { CONTROLS, controlRect, livePanel, surveyPanel } from '../../../testbed/instrument/layout.ts';
import { GREYS, palette } from '../../../testbed/instrument/palette.ts';
import { Picture } from '../../../testbed/instrument/picture.ts';
import { POSE_STRIP, readPoseStrip } from '../../../testbed/instrument/pose-strip.ts';
import { contains, intersection, type Rect } from '../../../testbed/instrument/rect.ts';
import { Screen } from '../../../testbed/instrument/screen.ts';
import { growSpecimen } from '../../../testbed/instrument/specimen.ts';
import { seededRandom } from '../../../testbed/link/random.ts';
import { instrumentBench } from './instrument-bench.ts';

const specimen = growSpecimen(128);
const live = livePanel('quad');

function bench() {
  const desk = instrumentBench();
  const screen = new Screen(new Picture(specimen, seededRandom(5)));
  const draw = (): Rect[] => {
    const changed: Rect[] = [];
    screen.draw(desk.instrument, (rect) => changed.push(rect));
    return changed;
  };
  return { ...desk, screen, draw };
}

function pixels(screen: Screen, rect: Rect): Uint8Array {
  const rows: number[] = [];
  for (let y = rect.y; y < rect.y + rect.height; y++) {
    const row = y * screen.frame.width;
    rows.push(...screen.frame.pixels.subarray(row + rect.x, row + rect.x + rect.width));
  }
  return Uint8Array.from(rows);
}

function strip(screen: Screen): Uint8ClampedArray {
  const indices = pixels(screen, POSE_STRIP);
  return Uint8ClampedArray.from([...indices].flatMap((index) => [...(palette[index] ?? []), 255]));
}

describe('the screen of the demo instrument', () => {
  it('tells of all of itself at first, and of every pixel that is not as it was', () => {
    const { screen, draw, down, up, press, wait } = bench();
    let before = new Uint8Array(screen.frame.pixels.length).fill(255);
    const check = () => {
      const changed = draw();
      const { width, pixels: now } = screen.frame;
      const missed = now.findIndex(
        (value, i) =>
          value !== before[i] && !changed.some((r) => contains(r, i % width, Math.floor(i / width))),
      );
      expect(missed).toBe(-1);
      before = now.slice();
    };
    check();
    check();
    down('jogRight');
    wait(400);
    check();
    up();
    down('zUp');
    wait(3000);
    check();
    up();
    press('focusUp');
    check();
    press('viewToggle');
    check();
    down('acquire');
    check();
    wait(700);
    check();
    up();
    wait(1000);
    check();
    press('viewToggle');
    check();
  });

  it('leaves nothing behind on the survey when the field has moved', () => {
    const { instrument, screen, draw, down, up, wait } = bench();
    draw();
    down('jogRight');
    wait(500);
    draw();
    wait(1500);
    up();
    wait(2000);
    draw();
    const fresh = new Screen(new Picture(specimen, seededRandom(5)));
    fresh.draw(instrument, () => {});
    expect(pixels(screen, surveyPanel)).toEqual(pixels(fresh, surveyPanel));
  });

  it('renews only a band of a resting picture, all of it after five bands', () => {
    const { draw } = bench();
    draw();
    const rows = new Set<number>();
    for (let i = 0; i < 5; i++) {
      const bands = draw().filter((rect) => intersection(rect, live) !== null);
      expect(bands).toHaveLength(1);
      for (let y = bands[0]!.y; y < bands[0]!.y + bands[0]!.height; y++) rows.add(y);
    }
    expect(rows.size).toBe(live.height);
  });

  it('shows other pixels, all of them greys, when the stage has moved', () => {
    const { screen, draw, down, wait } = bench();
    draw();
    const before = pixels(screen, live);
    down('jogRight');
    wait(600);
    expect(draw()).toContainEqual(live);
    const after = pixels(screen, live);
    expect(after.filter((value, i) => value !== before[i]).length).toBeGreaterThan(after.length / 2);
  });

  it('doubles the lines of a fast scan', () => {
    const { screen, draw, down, wait } = bench();
    draw();
    down('jogRight');
    wait(500);
    draw();
    const top = pixels(screen, { ...live, x: 0, width: 200, y: 120, height: 1 });
    expect(pixels(screen, { ...live, x: 0, width: 200, y: 121, height: 1 })).toEqual(top);
  });

  it('is darker where the beam is off', () => {
    const { screen, draw, press } = bench();
    const mean = () => pixels(screen, live).reduce((sum, grey) => sum + grey, 0) / (live.width * live.height);
    draw();
    const bright = mean();
    press('beamUp', 1500);
    draw();
    expect(mean()).toBeLessThan(bright * 0.75);
  });

  it('blurs the picture out of focus: neighbours differ less', () => {
    const contrast = (blurUm: number) => {
      const screen = new Screen(new Picture(specimen, () => 0.5));
      const view = { xUm: 0, yUm: 0, widthUm: 351, blurUm, brightness: 1 };
      new Picture(specimen, () => 0.5).draw(screen.frame, live, live, view, 'full');
      const row = pixels(screen, { ...live, y: live.y + 100, height: 1 });
      return row.reduce((sum, grey, x) => sum + Math.abs(grey - (row[x - 1] ?? grey)), 0);
    };
    expect(contrast(20)).toBeLessThan(contrast(0) * 0.7);
  });

  it('says its pose in the strip, and counts its drawings', () => {
    const { instrument, screen, draw, press } = bench();
    draw();
    expect(readPoseStrip(strip(screen))).toEqual(instrument.pose());
    press('zUp', 1000);
    draw();
    const pose = readPoseStrip(strip(screen));
    expect(pose).toEqual(instrument.pose());
    expect(pose?.drawing).toBe(2);
  });

  it('scans the picture that is taken once, from the top to the bottom, in the time it takes', () => {
    const { draw, down, up, press, wait } = bench();
    press('viewToggle');
    for (let i = 0; i < 4; i++) draw();
    down('acquire');
    up();
    const single = livePanel('single');
    const bands: Rect[] = [];
    for (let ms = 90; ms < 1500; ms += 90) {
      wait(90);
      bands.push(
        ...draw().filter((rect) => rect.x === 0 && rect.y >= single.y && rect.width === single.width),
      );
    }
    const scanned = bands.filter(({ height }) => height < single.height && height < 64);
    expect(scanned.length).toBeGreaterThan(12);
    let next = single.y;
    for (const band of scanned) {
      expect(band.y).toBe(next);
      next = band.y + band.height;
    }
    expect(next).toBeGreaterThan(single.y + single.height * 0.9);
  });

  it('grows the same specimen from the same seed', () => {
    expect(growSpecimen(64).levels[0]!.pixels).toEqual(growSpecimen(64).levels[0]!.pixels);
    expect(growSpecimen(64, 1).levels[0]!.pixels).not.toEqual(growSpecimen(64, 2).levels[0]!.pixels);
  });
});

describe('the layout', () => {
  it.each(['quad', 'single'] as const)(
    'of the %s view has controls that lie apart and can be hit',
    (view) => {
      const rects = CONTROLS.map((name) => controlRect(name, view)).filter((rect) => rect !== null);
      for (const rect of rects) {
        expect(rect.width).toBeGreaterThanOrEqual(36);
        expect(rect.height).toBeGreaterThanOrEqual(30);
        expect(intersection(rect, livePanel(view))).toBeNull();
        expect(intersection(rect, POSE_STRIP)).toBeNull();
        for (const other of rects) expect(other === rect || intersection(rect, other) === null).toBe(true);
      }
    },
  );

  it('leaves the greys to the pictures and the strip', () => {
    expect(palette.length).toBeLessThanOrEqual(256);
    expect(palette.slice(0, GREYS).every(([red, green, blue]) => red === green && green === blue)).toBe(true);
  });
});
