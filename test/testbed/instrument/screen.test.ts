import { describe, expect, it } from 'vitest';
import { Instrument } from '../../../testbed/instrument/instrument.ts';
import { dataBar, panel, pictureArea } from '../../../testbed/instrument/layout.ts';
import { GREYS } from '../../../testbed/instrument/palette.ts';
import { Picture } from '../../../testbed/instrument/picture.ts';
import type { Rect } from '../../../testbed/instrument/rect.ts';
import { Screen } from '../../../testbed/instrument/screen.ts';
import { growSpecimen } from '../../../testbed/instrument/specimen.ts';
import { seededRandom } from '../../../testbed/link/random.ts';

const specimen = growSpecimen(128);

function bench() {
  const instrument = new Instrument(0);
  const screen = new Screen(new Picture(specimen, seededRandom(5)));
  const draw = (): Rect[] => {
    const changed: Rect[] = [];
    screen.draw(instrument, (rect) => changed.push(rect));
    return changed;
  };
  return { instrument, screen, draw };
}

function pixels(screen: Screen, rect: Rect): Uint8Array {
  const rows: number[] = [];
  for (let y = rect.y; y < rect.y + rect.height; y++) {
    const row = y * screen.frame.width;
    rows.push(...screen.frame.pixels.subarray(row + rect.x, row + rect.x + rect.width));
  }
  return Uint8Array.from(rows);
}

describe('the screen of the demo instrument', () => {
  it('draws all of itself at first', () => {
    const changed = bench().draw();
    expect(changed).toContainEqual(panel);
    expect(changed).toContainEqual(pictureArea);
    expect(changed).toContainEqual(dataBar);
  });

  it('renews only a band of a resting picture, all of it after nine bands', () => {
    const { draw } = bench();
    draw();
    const rows = new Set<number>();
    for (let i = 0; i < 9; i++) {
      const [band, ...more] = draw();
      expect(more).toEqual([]);
      for (let y = band!.y; y < band!.y + band!.height; y++) rows.add(y);
    }
    expect(rows.size).toBe(pictureArea.height);
  });

  it('shows other pixels, all of them greys, when the stage has moved', () => {
    const { instrument, screen, draw } = bench();
    draw();
    const before = pixels(screen, pictureArea);
    instrument.input({ type: 'pointer', mask: 1, x: 880, y: 410 }, 0);
    instrument.advance(500);
    expect(draw()).toContainEqual(pictureArea);
    const after = pixels(screen, pictureArea);
    expect(after.filter((value, i) => value !== before[i]).length).toBeGreaterThan(after.length / 2);
    expect(Math.max(...after.subarray(0, 50_000))).toBeLessThan(GREYS);
  });

  it('doubles the lines of a fast scan', () => {
    const { instrument, screen, draw } = bench();
    draw();
    instrument.input({ type: 'pointer', mask: 1, x: 880, y: 410 }, 0);
    instrument.advance(500);
    draw();
    const top = pixels(screen, { ...pictureArea, y: 100, height: 1 });
    expect(pixels(screen, { ...pictureArea, y: 101, height: 1 })).toEqual(top);
  });

  it('blurs the picture out of focus: neighbours differ less', () => {
    const contrast = (blurUm: number) => {
      const screen = new Screen(new Picture(specimen, () => 0.5));
      new Picture(specimen, () => 0.5).draw(
        screen.frame,
        pictureArea,
        pictureArea,
        { xUm: 0, yUm: 0, widthUm: 380, blurUm },
        'full',
      );
      let sum = 0;
      for (let x = 1; x < 700; x++) {
        sum += Math.abs(screen.frame.pixels[x + 96_000]! - screen.frame.pixels[x + 95_999]!);
      }
      return sum;
    };
    expect(contrast(20)).toBeLessThan(contrast(0) * 0.7);
  });

  it('grows the same specimen from the same seed', () => {
    expect(growSpecimen(64).levels[0]!.pixels).toEqual(growSpecimen(64).levels[0]!.pixels);
    expect(growSpecimen(64, 1).levels[0]!.pixels).not.toEqual(growSpecimen(64, 2).levels[0]!.pixels);
  });
});
