import { seededRandom } from '../../link/random.ts';
import { openXWindow } from '../../x11/x-window.ts';

/** Where a window lies on the screen, and what it does by itself. Pixels and milliseconds. */
export interface NoiseWindowOptions {
  readonly x: number;
  readonly y: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Paints new noise so often; null: only when it is clicked. */
  readonly everyMs: number | null;
  readonly seed?: number;
}

/** A window on an X display that shows grain as an electron microscope's picture does. */
export interface NoiseWindow {
  /** Button presses that the X server gave it so far. */
  presses(): number;
  stop(): void;
}

/** So many pictures are made in advance; no two in a row are alike. */
const PICTURES = 6;

/**
 * Opens a window of noise on `display` (":3"). Noise does not compress, so each painting costs the VNC server about the
 * same number of bytes: a response of known size.
 *
 * @example
 * const window = await openNoiseWindow(':3', { x: 0, y: 0, widthPx: 200, heightPx: 100, everyMs: null });
 */
export async function openNoiseWindow(display: string, options: NoiseWindowOptions): Promise<NoiseWindow> {
  const { x, y, widthPx, heightPx, everyMs } = options;
  const pictures = makePictures(options);
  let turn = 0;
  let presses = 0;
  const window = await openXWindow(display, { x, y, widthPx, heightPx, hears: 'presses' }, () => {
    presses += 1;
    paint();
  });
  function paint(): void {
    const pixels = pictures[turn++ % PICTURES] ?? Buffer.alloc(0);
    window.put({ x: 0, y: 0, width: widthPx, height: heightPx }, pixels);
  }
  paint();
  const timer = everyMs === null ? null : setInterval(paint, everyMs);
  return {
    presses: () => presses,
    stop: () => {
      if (timer !== null) clearInterval(timer);
      window.close();
    },
  };
}

function makePictures({ widthPx, heightPx, seed = 1 }: NoiseWindowOptions): Buffer[] {
  const random = seededRandom(seed);
  return Array.from({ length: PICTURES }, () => {
    const pixels = Buffer.alloc(4 * widthPx * heightPx);
    for (let at = 0; at < pixels.length; at += 4) pixels.fill(64 + Math.floor(128 * random()), at, at + 3);
    return pixels;
  });
}
