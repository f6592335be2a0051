import { Frame } from '../instrument/frame.ts';
import { GREYS } from '../instrument/palette.ts';
import { Picture } from '../instrument/picture.ts';
import { growSpecimen } from '../instrument/specimen.ts';
import { seededRandom } from '../link/random.ts';
import { openXWindow } from './x-window.ts';

/** Where the picture lies on the screen, and how often there is a new one. Pixels and milliseconds. */
export interface MicroscopeWindowOptions {
  readonly x: number;
  readonly y: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly everyMs: number;
  readonly seed?: number;
}

/** A window on an X display that shows what an electron microscope's detector sees while the stage moves. */
export interface MicroscopeWindow {
  /** The stage stops, and the detector: what is shown stays. */
  freeze(): void;
  stop(): void;
}

/** One round of the stage; made in advance, so that drawing costs the machine next to nothing. */
const PICTURES = 40;
const ROUND_UM = 12;
const VIEW_WIDTH_UM = 90;
/**
 * Standard deviation of the noise of a fast scan, of 256 greys. It makes a picture of 640x480 as large at quality 6 as the
 * noise of a microscope made it in the model's section 6.
 */
const NOISE_GREYS = 14;
const NOISE_SIDE = 1 << 16;
const BRIGHTEST = 255;

/**
 * Opens it on `display` (":3"), with a stage that goes round in a circle.
 *
 * @example
 * const window = await openMicroscopeWindow(':3', { x: 0, y: 0, widthPx: 640, heightPx: 480, everyMs: 100 });
 */
export async function openMicroscopeWindow(
  display: string,
  options: MicroscopeWindowOptions,
): Promise<MicroscopeWindow> {
  const { x, y, widthPx, heightPx, everyMs } = options;
  const pictures = makePictures(options);
  const window = await openXWindow(display, { x, y, widthPx, heightPx, hears: 'presses' }, () => {});
  let turn = 0;
  const paint = (): void => {
    // What the display has not taken yet would only be late.
    if (window.isBehind) return;
    const pixels = pictures[turn++ % PICTURES];
    if (pixels !== undefined) window.put({ x: 0, y: 0, width: widthPx, height: heightPx }, pixels);
  };
  paint();
  const timer = setInterval(paint, everyMs);
  return {
    freeze: () => clearInterval(timer),
    stop: () => {
      clearInterval(timer);
      window.close();
    },
  };
}

function makePictures({ widthPx, heightPx, seed = 1 }: MicroscopeWindowOptions): readonly Buffer[] {
  const random = seededRandom(seed);
  const picture = new Picture(growSpecimen(), random);
  const noise = Int8Array.from({ length: NOISE_SIDE }, () => Math.round(gaussian(random) * NOISE_GREYS));
  const area = { x: 0, y: 0, width: widthPx, height: heightPx };
  return Array.from({ length: PICTURES }, (_, turn) => {
    const frame = new Frame(widthPx, heightPx);
    const angle = (2 * Math.PI * turn) / PICTURES;
    const place = { xUm: ROUND_UM * Math.cos(angle), yUm: ROUND_UM * Math.sin(angle) };
    const view = { ...place, widthUm: VIEW_WIDTH_UM, blurUm: 0, brightness: 1 };
    picture.draw(frame, area, area, view, 'full');
    return greyPixels(frame, noise, Math.floor(random() * NOISE_SIDE));
  });
}

/** Blue, green, red, nothing: four bytes a pixel, all of one grey. */
function greyPixels(frame: Frame, noise: Int8Array, offset: number): Buffer {
  const pixels = Buffer.alloc(4 * frame.pixels.length);
  for (const [at, index] of frame.pixels.entries()) {
    // A stride without a common divisor with the row, or the noise would show as stripes.
    const lift = noise[(offset + at * 7) & (NOISE_SIDE - 1)] ?? 0;
    const grey = Math.round((BRIGHTEST * index) / (GREYS - 1)) + lift;
    pixels.fill(Math.max(0, Math.min(BRIGHTEST, grey)), 4 * at, 4 * at + 3);
  }
  return pixels;
}

function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
